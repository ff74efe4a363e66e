import { canLoadAddon, missingInPortable, portableEnvironment, replaceAddon } from './portable.ts'

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

const isFull = canLoadAddon()
if (!isFull) {
  Object.assign(process.env, portableEnvironment)
  replaceAddon()
}

// loaded after the replacement, because the server reads the addon while it loads
const { LoopbackServer } = await import('./loopback-server.ts')
const { default: config, hasSqlUsers } = await import('../../cube.js')

const server = new LoopbackServer({ ...config, logger: logFailures })
await server.listen().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
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

/** Logs failures only, without tokens and without the values that people filter for. */
function logFailures(message: string, parameters: { error?: unknown; warning?: unknown }): void {
  const cause = parameters.error ?? parameters.warning
  if (cause) console.error(JSON.stringify({ at: new Date().toISOString(), message, cause: String(cause) }))
}
