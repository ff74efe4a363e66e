import { createRequire } from 'node:module'
import pg from 'pg'
import { replaceAddon } from '../../services/cube/portable.ts'
import { addSqlUser, removeSqlUser } from '../../services/cube/sql-users.ts'

/**
 * Cube with everything but the addon's SQL parser: calls what the addon would call, with what it would send. The test
 * sends the name of a function that Cube registers with the addon, and its argument.
 */
type Callback = (argument: unknown) => Promise<unknown>
type Request = { id: number; name: string; argument: unknown }

replaceAddon()
const native: { registerInterface: (callbacks: Record<string, Callback>) => Promise<object> } = createRequire(
  import.meta.url,
)('@cubejs-backend/native')
const registered: Record<string, (argument: unknown) => Promise<unknown>> = {}
native.registerInterface = async (callbacks) => {
  for (const [name, callback] of Object.entries(callbacks)) {
    if (typeof callback === 'function') registered[name] = async (argument) => callback(argument)
  }
  return {}
}

const { default: core } = await import('@cubejs-backend/server-core')
const { default: config } = await import('../../cube.js')
const { startSqlApi } = await import('../../services/cube/sql-api.ts')
const server = new core.CubejsServerCore({ ...config, logger: () => {} })
await startSqlApi(server.initSQLServer(), config, null)

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
registered.addUser = async () => addSqlUser(pool, 'ann', 'correct horse battery', ['analyst'])
registered.removeUser = async () => removeSqlUser(pool, 'ann')

process.on('message', async ({ id, name, argument }: Request) => {
  try {
    process.send?.({ id, answer: plain(await registered[name]?.(argument)) })
  } catch (error) {
    const text = typeof error === 'object' && error && 'message' in error ? error.message : error
    process.send?.({ id, error: String(text) })
  }
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')

/** Rows are in a wrapper, which the addon would read. */
function plain(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !('results' in answer)) return answer
  const [result] = Array.isArray(answer.results) ? answer.results : []
  return [...result.getArray()]
}
