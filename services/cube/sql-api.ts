import { createServer } from 'node:net'
import { CubejsHandlerError, type SQLServer } from '@cubejs-backend/api-gateway'
import { ClienteleError } from '#engine'
import { sqlNeedsAddon } from './portable.ts'
import { isHeardFrom, newGreeting } from './sql-greeting.ts'

type Options = Parameters<SQLServer['init']>[0]
type CheckSqlAuth = NonNullable<Options['checkSqlAuth']>

/**
 * Starts the SQL API of the addon: over HTTP always, and on a port of its own if there is one. The addon listens on all
 * addresses, and it says that it listens even when another program has the port. So the port must be free before, and
 * afterwards a login there must arrive in this process.
 *
 * Errors: `port-taken`.
 */
export async function startSqlApi(server: SQLServer, options: Options, port: number | null): Promise<void> {
  if (port === null) {
    await server.init(options)
    return
  }
  if (!(await canListen(port))) throw portTaken(port)
  const greeting = newGreeting()
  const checkSqlAuth: CheckSqlAuth = async (request, user, password) => {
    if (greeting.isIt(user)) return { password, securityContext: { groups: [] }, skipPasswordCheck: true }
    if (!options.checkSqlAuth) throw new Error('There are no logins')
    return options.checkSqlAuth(request, user, password)
  }
  await server.init({ ...options, checkSqlAuth, pgSqlPort: port })
  if (!(await isHeardFrom(port, greeting))) throw portTaken(port)
}

/** Refuses SQL over HTTP where there is no addon, with what to do instead. */
export function refuseSqlApi(server: SQLServer): void {
  const refuse = async () => {
    throw new CubejsHandlerError(501, 'Not Implemented', sqlNeedsAddon)
  }
  server.execSql = refuse
  server.sql4sql = refuse
  server.rest4sql = refuse
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '0.0.0.0', exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

function portTaken(port: number): ClienteleError {
  return new ClienteleError(
    'port-taken',
    `Another program listens on port ${port}, which Cube's SQL API would use. Stop that program, or set ` +
      'CLIENTELE_CUBE_SQL_PORT to a free port.',
    { port, variable: 'CLIENTELE_CUBE_SQL_PORT', service: 'cubeSql' },
  )
}
