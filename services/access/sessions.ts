import type { Pool } from 'pg'
import { isConnectionLost } from '../../engine/postgres/lost.ts'
import { type CubeGroup, isGroup } from '../cube/groups.ts'
import type { Reader } from './reader.ts'
import { hashOf, newToken } from './tokens.ts'

/** A session ends after two hours without a request, and after a working day in any case. */
export const idleHours = 2
export const longestHours = 12

/** Signs a user in, and returns the token for the cookie, which is nowhere else. */
export async function openSession(pool: Pool, userName: string, address: string): Promise<string> {
  const token = newToken()
  await pool.query(
    `with ended as (
       delete from ops.sessions
       where seen_at < now() - interval '${idleHours} hours' or created_at < now() - interval '${longestHours} hours'),
     seen as (update ops.sql_users set last_sign_in_at = now() where user_name = $2)
     insert into ops.sessions (session_hash, user_name, address) values ($1, $2, $3)`,
    [hashOf(token), userName, address],
  )
  return token
}

/** Who has the session; undefined if it has ended, or the user was disabled. */
export async function readSession(pool: Pool, token: string): Promise<Reader | undefined> {
  const { rows } = await pool.query<{
    name: string
    groups: string[]
    markets: string[] | null
    isOld: boolean
  }>({
    name: 'read session',
    text: `select user_name as name, groups, markets, seen_at < now() - interval '1 minute' as "isOld"
       from ops.sessions join ops.sql_users using (user_name)
       where session_hash = $1 and disabled_at is null
         and seen_at >= now() - interval '${idleHours} hours'
         and sessions.created_at >= now() - interval '${longestHours} hours'`,
    values: [hashOf(token)],
  })
  const [found] = rows
  if (!found) return undefined
  if (found.isOld)
    await pool.query('update ops.sessions set seen_at = now() where session_hash = $1', [hashOf(token)])
  return { kind: 'person', name: found.name, groups: onlyGroups(found.groups), markets: found.markets }
}

/** How long sessions are believed without asking, while Postgres is away. */
const believedFor = 5 * 60_000

/**
 * Reads sessions as `readSession` does. While Postgres is away, it knows those that it read shortly before, so that a
 * restart of Postgres signs nobody out of pages that need no database.
 */
export function sessionReader(pool: Pool): (token: string) => Promise<Reader | undefined> {
  const known = new Map<string, { reader: Reader; readAt: number }>()
  return async (token) => {
    const key = hashOf(token).toString('base64')
    try {
      const reader = await readSession(pool, token)
      known.delete(key)
      if (reader) known.set(key, { reader, readAt: Date.now() })
      const [oldest] = known.keys()
      if (known.size > 1000 && oldest !== undefined) known.delete(oldest)
      return reader
    } catch (error) {
      const seen = known.get(key)
      if (!isConnectionLost(error) || !seen || Date.now() - seen.readAt > believedFor) throw error
      return seen.reader
    }
  }
}

export async function endSession(pool: Pool, token: string): Promise<void> {
  await pool.query('delete from ops.sessions where session_hash = $1', [hashOf(token)])
}

/** Groups that a later version does not know any more give nothing. */
export function onlyGroups(names: readonly string[]): CubeGroup[] {
  return names.filter(isGroup)
}
