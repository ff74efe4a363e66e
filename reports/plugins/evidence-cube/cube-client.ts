import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod/v4'
import { CubeFailure } from './failure.ts'

export type CubeRow = Readonly<Record<string, unknown>>
/** Cube's type of each column, by Cube's name of it. */
export type Annotation = ReadonlyMap<string, string>
export type CubeAnswer = { rows: CubeRow[]; annotation: Annotation; total: number | null }

export type CubeConnection = {
  /** Where Cube listens, such as http://127.0.0.1:4000. */
  readonly url: string
  readonly token: string
  /** How long one query may take in milliseconds, including all its "Continue wait" answers. */
  readonly patience: number
}

const FIRST_PAUSE = 200
const LONGEST_PAUSE = 5_000

const types = z.record(z.string(), z.object({ type: z.string() })).default({})
const answer = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  annotation: z.object({ measures: types, dimensions: types, timeDimensions: types }),
  total: z.coerce.number().nullish(),
})
const failure = z.object({ error: z.string() })
const memberOfMeta = z.object({
  name: z.string(),
  shortTitle: z.string(),
  description: z.string().optional(),
  format: z.unknown(),
  currency: z.string().optional(),
})
const meta = z.object({
  cubes: z.array(z.object({ measures: z.array(memberOfMeta), dimensions: z.array(memberOfMeta) })),
})
/** What Cube says about a measure or dimension. */
export type MemberMeta = z.infer<typeof memberOfMeta>

/** Runs one Cube query; `what` names it in errors. "Continue wait" means that Cube is still computing. */
export async function load(cube: CubeConnection, query: object, what: string): Promise<CubeAnswer> {
  const giveUpAt = Date.now() + cube.patience
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.6, LONGEST_PAUSE)) {
    const body = await request(cube, 'load', { query }, Math.max(1, giveUpAt - Date.now()), what)
    if (errorIn(body) !== 'Continue wait') return answerOf(body, what)
    if (Date.now() + pause >= giveUpAt) {
      throw new CubeFailure(
        'cube-too-slow',
        `${what}: Cube was still computing after ${Math.round(cube.patience / 1000)} s. Look at what the database is busy with, ask for less, or raise CLIENTELE_CUBE_WAIT_SECONDS.`,
      )
    }
    await sleep(pause)
  }
}

export async function reach(cube: CubeConnection): Promise<void> {
  await request(cube, 'meta', null, Math.min(cube.patience, 30_000), 'reports')
}

/** All members that the token may see. */
export async function metadata(cube: CubeConnection): Promise<MemberMeta[]> {
  const body = await request(cube, 'meta', null, Math.min(cube.patience, 30_000), 'definitions')
  const parsed = meta.safeParse(body)
  if (!parsed.success)
    throw new CubeFailure('cube-query-refused', 'definitions: Cube described its members in an unknown way.')
  return parsed.data.cubes.flatMap(({ measures, dimensions }) => [...measures, ...dimensions])
}

async function request(
  cube: CubeConnection,
  endpoint: 'load' | 'meta',
  payload: object | null,
  timeout: number,
  what: string,
): Promise<unknown> {
  const url = new URL(`/cubejs-api/v1/${endpoint}`, cube.url)
  let response: Response
  let text: string
  try {
    response = await fetch(url, {
      headers: { authorization: cube.token, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(timeout),
      ...(payload ? { method: 'POST', body: JSON.stringify(payload) } : {}),
    })
    text = await response.text()
  } catch (cause) {
    throw new CubeFailure(
      'cube-unreachable',
      `${what}: Cube does not answer at ${cube.url} (${reasonOf(cause)}). Start it with "npm start", or set CLIENTELE_CUBE_URL to where it listens.`,
      { cause },
    )
  }
  const body = parseJson(text)
  const error = errorIn(body)
  if (response.ok && body !== undefined && (error === undefined || error === 'Continue wait')) return body
  const reason = error?.replace(/^(Error|UserError): /, '') ?? text.slice(0, 200)
  if (response.status === 401 || (response.status === 403 && /token|auth/i.test(reason))) {
    throw new CubeFailure(
      'cube-token-refused',
      `${what}: Cube refused the token ("${reason}"). Set CLIENTELE_CUBE_TOKEN to one that is signed with Cube's secret and has not expired.`,
    )
  }
  throw new CubeFailure(
    'cube-query-refused',
    `${what}: Cube refused the query (HTTP ${response.status}): ${reason}`,
  )
}

function answerOf(body: unknown, what: string): CubeAnswer {
  const parsed = answer.safeParse(body)
  if (!parsed.success)
    throw new CubeFailure('cube-query-refused', `${what}: Cube answered without data and annotation.`)
  const { data, annotation, total } = parsed.data
  const members = Object.values(annotation).flatMap((group) => Object.entries(group))
  return {
    rows: data,
    annotation: new Map(members.map(([name, { type }]) => [name, type])),
    total: total ?? null,
  }
}

function errorIn(body: unknown): string | undefined {
  return failure.safeParse(body).data?.error
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause.cause instanceof Error && cause.cause.message ? cause.cause.message : cause.message
}
