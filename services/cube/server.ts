import { ClienteleError, messageOf } from '#engine'
import { logFailure, silenceConsole } from './log.ts'
import { canLoadAddon, missingInPortable } from './portable.ts'

/** The message of Cube's process to services/cube/cube.ts, which started it. */
export type CubeReady = {
  readonly mode: 'full' | 'portable'
  readonly missing: readonly string[]
  readonly sqlPort: number | null
}

/** The other message: why it does not start. */
export type CubeProblem = {
  readonly code: ClienteleError['code']
  readonly problem: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** The answer to its parent's message, which is the path of a file with another model. */
export type ModelTaken = { readonly problem: string | null }

// the parent has ended, or asks this process to stop
process.on('disconnect', () => process.exit(0))
if (process.connected === false) process.exit(0)
process.on('SIGTERM', () => process.exit(0))
process.on('SIGINT', () => {})

// before the server, which reads the addon while it loads
await import('./without-addon.ts')
const isFull = canLoadAddon()
if (isFull && process.env.CUBEJS_CUBESTORE_HOST)
  Object.assign(process.env, { CUBEJS_EXT_DB_TYPE: 'cubestore', CUBEJS_EXTERNAL_DEFAULT: 'true' })
const { LoopbackServer } = await import('./loopback-server.ts')
const { refuseSqlApi, startSqlApi } = await import('./sql-api.ts')
const { default: config, served, rollups, followPublications, dropRollups } = await import('../../cube.js')
const { readModelFile } = await import('./served-model.ts')
const { keepRollups } = await import('./rollup-keeper.ts')
const { rollupsVariable } = await import('./rollups.ts')

const server = new LoopbackServer(config)
await server.listen().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
// a mistake in one request does not stop the others; after an error nobody caught, memory may be in any state
process.on('unhandledRejection', (error) => logFailure('A request failed without an answer', error))
process.on('uncaughtException', (error) => {
  logFailure('Cube stops', error)
  process.exit(1)
})

silenceConsole()
process.send?.(await ready().catch(problemOf))
if (process.env[rollupsVariable] === 'on')
  keepRollups({
    rollups,
    model: () => served.of(undefined).id,
    build: (model) => server.buildRollups(model),
    follow: followPublications,
    drop: dropRollups,
  })
process.on('message', async (file: string) => process.send?.(await takeModel(file)))

/** Serves the model in a file, unless Cube cannot compile it. */
async function takeModel(file: string): Promise<ModelTaken> {
  const version = served.add(await readModelFile(file))
  try {
    await server.compile(version.id)
    served.use(version)
    return { problem: null }
  } catch (error) {
    served.forget(version)
    return { problem: messageOf(error) }
  }
}

async function ready(): Promise<CubeReady> {
  if (!isFull) {
    refuseSqlApi(server.sqlApi())
    return { mode: 'portable', missing: missingInPortable, sqlPort: null }
  }
  const port = process.env.CUBEJS_PG_SQL_PORT
  const sqlPort = port && port !== 'false' ? Number(port) : null
  await startSqlApi(server.sqlApi(), config, sqlPort)
  return { mode: 'full', missing: [], sqlPort }
}

/** Says why the start failed, for services/cube/cube.ts, which then stops this process. */
function problemOf(error: unknown): CubeProblem {
  return error instanceof ClienteleError
    ? { code: error.code, problem: error.message, fields: error.fields }
    : { code: 'cube-failed', problem: `Cube's SQL API did not start: ${messageOf(error)}`, fields: {} }
}
