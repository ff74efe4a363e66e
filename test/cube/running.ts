import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type RunningCube, signCubeToken, startCube } from '../../services/cube/cube.ts'
import type { CubeGroup } from '../../services/cube/groups.ts'
import { freePort } from '../../services/ports.ts'
import { secret } from '../../services/secrets.ts'
import { loadSettings, type Settings } from '../../services/settings.ts'

export type Row = Readonly<Record<string, string | number | boolean | null>>
export type CubeQuery = Readonly<Record<string, unknown>>
export type Answer = {
  status: number
  body: { error?: string; data?: Row[]; total?: number } & Record<string, unknown>
  /** Whether the header says that rows were cut off. */
  cut: boolean
}

export type TestCube = {
  readonly cube: RunningCube
  readonly settings: Settings
  /** Sends a request with a token of these groups. */
  get(path: string, groups: readonly CubeGroup[]): Promise<Answer>
  post(path: string, body: unknown, groups: readonly CubeGroup[]): Promise<Answer>
  /** How often Cube answered "Continue wait". */
  waits(): number
  /** With a token of these groups, restricted to markets if there are any. */
  rows(query: CubeQuery, groups?: readonly CubeGroup[], markets?: readonly string[]): Promise<Row[]>
  token(groups: readonly CubeGroup[]): string
  /** Until answers come from pre-aggregations, which Cube builds after its start and after each publication. */
  settled(): Promise<void>
  /** How many answers came from a pre-aggregation. */
  preAggregated(): number
  stop(): Promise<void>
}

/** The real server, with its own ports and secret. */
export async function startTestCube(
  databaseUrl: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<TestCube> {
  const stateDir = await mkdtemp(join(tmpdir(), 'clientele-cube-'))
  const [cubePort, sqlPort] = [await freePort(), await freePort()]
  const settings = loadSettings({
    CLIENTELE_HOME: stateDir,
    CLIENTELE_CUBE_PORT: String(cubePort),
    CLIENTELE_CUBE_SQL_PORT: String(sqlPort),
    // building them takes time that most tests have no use for
    CLIENTELE_CUBE_ROLLUPS: 'off',
    ...variables,
  })
  const cube = await startCube(settings, databaseUrl)
  const key = await secret(stateDir, 'cube-jwt-secret')

  let waits = 0
  let preAggregated = 0
  async function ask(
    path: string,
    groups: readonly CubeGroup[],
    body?: unknown,
    markets?: readonly string[],
  ): Promise<Answer> {
    const headers = {
      authorization: signCubeToken(key, groups, 'test', 3600, markets),
      'content-type': 'application/json',
    }
    const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(`${cube.url}/cubejs-api${path}`, init)
    const cut = response.headers.get('x-clientele-cut') === 'true'
    const answer: Answer = { status: response.status, body: JSON.parse(await response.text()), cut }
    if (answer.body.usedPreAggregations) preAggregated++
    if (answer.body.error !== 'Continue wait') return answer
    waits++
    return ask(path, groups, body, markets)
  }

  return {
    cube,
    settings,
    waits: () => waits,
    get: (path, groups) => ask(path, groups),
    post: (path, body, groups) => ask(path, groups, body),
    async rows(query, groups = ['analyst'], markets) {
      const { status, body } = await ask('/v1/load', groups, { query }, markets)
      if (status !== 200 || !body.data) throw new Error(`${status} ${body.error}`)
      return body.data
    },
    preAggregated: () => preAggregated,
    async settled() {
      const query = { measures: ['orders.net_revenue'], dimensions: ['orders.market'] }
      while (!(await ask('/v1/load', ['analyst'], { query })).body.usedPreAggregations) await pause(500)
    },
    token: (groups) => signCubeToken(key, groups, 'test'),
    async stop() {
      await cube.stop()
      await rm(stateDir, { recursive: true, force: true })
    },
  }
}
