import type { ClientBase } from 'pg'
import { ClienteleError } from '../errors.ts'

/** What Postgres says when it ends a session: shut down, restarted, terminated, idle for too long. */
const endings = new Set(['57P01', '57P02', '57P03', '57P05', '25P03', '25P04'])

/** What Node says of a socket that broke or could not be opened. */
const brokenSocket = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ENOTCONN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])

/** What `pg` says of queries on a connection that ended. */
const endedConnection =
  /^Connection terminated|not queryable|^Client was closed|^timeout exceeded when trying to connect/

/** Another session that this one depends on ended. */
export class OtherSessionEnded extends Error {}

/** Whether an error, or what caused it, is that the connection to Postgres ended or could not be made. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  if (endings.has(code) || code.startsWith('08') || brokenSocket.has(code)) return true
  if (error instanceof OtherSessionEnded || endedConnection.test(error.message)) return true
  if (error instanceof AggregateError && error.errors.some(isConnectionLost)) return true
  return isConnectionLost(error.cause)
}

/** `outcome` says what happened to the work, and what to do. */
export function databaseLost(error: unknown, outcome: string, fields: ClienteleError['fields'] = {}) {
  return new ClienteleError(
    'database-lost',
    `The connection to Postgres was lost (${reasonOf(error)}). ${outcome}`,
    fields,
    { cause: error },
  )
}

/** The innermost cause: what Postgres or the socket said. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0])
  if (error.cause instanceof Error && isConnectionLost(error.cause)) return reasonOf(error.cause)
  return error.message || ('code' in error ? String(error.code) : error.name)
}

/** Rolls back, unless the connection is lost: then Postgres has done it, and what failed first is what counts. */
export async function rollBack(client: ClientBase): Promise<void> {
  try {
    await client.query('rollback')
  } catch (error) {
    if (!isConnectionLost(error)) throw error
  }
}
