import { createServer } from 'node:http'
import express from 'express'
import { canLoadAddon, missingInPortable, portableEnvironment, replaceAddon } from './portable.ts'

/** The process Cube runs in, started by services/cube/cube.ts, to which it says when it is ready. */
export type CubeReady = {
  readonly mode: 'full' | 'portable'
  readonly missing: readonly string[]
  readonly sqlPort: number | null
}

const host = '127.0.0.1'
const isFull = canLoadAddon()
if (!isFull) {
  Object.assign(process.env, portableEnvironment)
  replaceAddon()
}

// loaded only now: the server takes what it needs of the addon while it loads
const { default: serverCore } = await import('@cubejs-backend/server-core')
const { default: config, hasSqlUsers } = await import('../../cube.js')

const core = new serverCore.CubejsServerCore({ ...config, logger: logFailures })
const app = express()
app.disable('x-powered-by')
await core.initApp(app)
const server = createServer(app)
server.listen(Number(process.env.PORT), host, async () => {
  process.send?.(await ready())
})
server.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})

// the parent has gone, or asks to stop
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
process.on('SIGINT', () => {})

/**
 * The addon's SQL API listens on every address and cannot be told otherwise. So it waits for the first user:
 * nobody has an open port who did not ask for one.
 */
async function ready(): Promise<CubeReady> {
  if (!isFull) return { mode: 'portable', missing: missingInPortable, sqlPort: null }
  if (!(await hasSqlUsers())) {
    const missing = ['SQL API (add a user with `clientele user add`, then start again)']
    return { mode: 'full', missing, sqlPort: null }
  }
  const sqlPort = Number(process.env.CUBEJS_PG_SQL_PORT)
  await core.initSQLServer().init({ ...config, pgSqlPort: sqlPort })
  return { mode: 'full', missing: [], sqlPort }
}

/** Failures only, and never who asked with which token or for which value. */
function logFailures(message: string, parameters: { error?: unknown; warning?: unknown }): void {
  const fault = parameters.error ?? parameters.warning
  if (fault) console.error(JSON.stringify({ at: new Date().toISOString(), message, fault: String(fault) }))
}
