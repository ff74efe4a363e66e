import { setTimeout as sleep } from 'node:timers/promises'
import { CubeFailure } from './failure.ts'

export type CubeRow = Readonly<Record<string, unknown>>
/** Cube's name of a column to Cube's type of it. */
export type Annotation = ReadonlyMap<string, string>
export type CubeAnswer = { rows: CubeRow[]; annotation: Annotation; total: number | null }

export type CubeConnection = {
  /** Where Cube listens, such as http://127.0.0.1:4000. */
  readonly url: string
  readonly token: string
  /** How long one query may take, in milliseconds, all its "Continue wait" answers included. */
  readonly patience: number
}

const FIRST_PAUSE = 200
const LONGEST_PAUSE = 5_000

/** Runs one Cube query; `what` names it in errors. A "Continue wait" answer means: still computing, ask again. */
export async function load(cube: CubeConnection, query: object, what: string): Promise<CubeAnswer> {
  const giveUpAt = Date.now() + cube.patience
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.6, LONGEST_PAUSE)) {
    const body = await request(cube, 'load', { query }, Math.max(1, giveUpAt - Date.now()), what)
    if (body.error !== 'Continue wait') return answerOf(body, what)
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

async function request(
  cube: CubeConnection,
  endpoint: 'load' | 'meta',
  payload: object | null,
  timeout: number,
  what: string,
): Promise<Record<string, unknown>> {
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
  const body = parse(text)
  const said =
    typeof body?.error === 'string' ? body.error.replace(/^(Error|UserError): /, '') : text.slice(0, 200)
  if (body && response.ok) {
    if (body.error === undefined || body.error === 'Continue wait') return body
  } else if (response.status === 401 || (response.status === 403 && /token|auth/i.test(said))) {
    throw new CubeFailure(
      'cube-token-refused',
      `${what}: Cube refused the token ("${said}"). CLIENTELE_CUBE_TOKEN must be signed with Cube's secret and not be expired.`,
    )
  }
  throw new CubeFailure(
    'cube-query-refused',
    `${what}: Cube refused the query (HTTP ${response.status}): ${said}`,
  )
}

function answerOf(body: Record<string, unknown>, what: string): CubeAnswer {
  const { data, annotation, total } = body
  if (!Array.isArray(data) || !data.every(isRecord) || !isRecord(annotation)) {
    throw new CubeFailure('cube-query-refused', `${what}: Cube answered without data and annotation.`)
  }
  const types = new Map<string, string>()
  for (const group of ['measures', 'dimensions', 'timeDimensions']) {
    const members = annotation[group]
    for (const [member, about] of isRecord(members) ? Object.entries(members) : []) {
      if (isRecord(about) && typeof about.type === 'string') types.set(member, about.type)
    }
  }
  const counted = typeof total === 'number' || typeof total === 'string' ? Number(total) : null
  return { rows: data, annotation: types, total: counted }
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text)
    return isRecord(body) ? body : null
  } catch {
    return null
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause.cause instanceof Error && cause.cause.message ? cause.cause.message : cause.message
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
