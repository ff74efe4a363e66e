import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { addLogin } from '../bi/logins.ts'
import { hashPassword } from '../cube/sql-users.ts'

/** Gives a user another password, everywhere, and ends what was opened with the one of before. */
export async function setPassword(pool: Pool, name: string, password: string): Promise<void> {
  requireLongPassword(name, password)
  const { rows } = await pool.query<{ groups: string[]; markets: string[] | null }>(
    `with ended as (delete from ops.sessions where user_name = $1)
     update ops.sql_users set password_hash = $2 where user_name = $1 and disabled_at is null returning groups, markets`,
    [name, await hashPassword(password)],
  )
  const [user] = rows
  if (user) await addLogin(pool, name, password, user.groups, user.markets !== null)
}

/** Whether a user has a password here, and not at a provider. */
export async function hasPassword(pool: Pool, name: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from ops.sql_users where user_name = $1 and password_hash <> ''`,
    [name],
  )
  return rowCount === 1
}

export function requireLongPassword(name: string, password: string): void {
  if (password.length >= 12) return
  throw new ClienteleError(
    'user-invalid',
    'The password is shorter than 12 characters. Choose a longer one.',
    {
      name,
    },
  )
}
