import { logFailure, silenceConsole } from './log.ts'
import { canLoadAddon, missingInPortable } from './portable.ts'

/** The message of Cube's process to services/cube/cube.ts, which started it. */
export type CubeReady = {
  readonly mode: 'full' | 'portable'
  readonly missing: readonly string[]
  readonly sqlPort: number | null
}

// the parent has ended, or asks this process to stop
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
process.on('SIGINT', () => {})

// before the server, which reads the addon while it loads
await import('./without-addon.ts')
const isFull = canLoadAddon()
const { LoopbackServer } = await import('./loopback-server.ts')
const { default: config, hasSqlUsers } = await import('../../cube.js')

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
process.send?.(await ready())

/**
 * The addon's SQL API listens on all addresses, and no setting changes that. It starts only if there is a user for
 * it, so that nobody has an open port who did not ask for one.
 */
async function ready(): Promise<CubeReady> {
  if (!isFull) return { mode: 'portable', missing: missingInPortable, sqlPort: null }
  if (!(await hasSqlUsers())) {
    const missing = ['SQL API (add a user with `clientele user add`, then start again)']
    return { mode: 'full', missing, sqlPort: null }
  }
  const sqlPort = Number(process.env.CUBEJS_PG_SQL_PORT)
  await server.sqlApi().init({ ...config, pgSqlPort: sqlPort })
  return { mode: 'full', missing: [], sqlPort }
}
