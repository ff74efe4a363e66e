import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { requireLongPassword, setPassword } from './passwords.ts'
import { hashOf, newToken } from './tokens.ts'

/** How long a link can be used, in hours. */
export const linkHours = 24

/** A link with which a user chooses a password, once. Links of before no longer work. */
export async function makeLink(pool: Pool, userName: string): Promise<string> {
  const token = newToken()
  const { rowCount } = await pool.query(
    `with user_found as (select user_name from ops.sql_users where user_name = $2 and disabled_at is null and provider_subject is null),
     ended as (update ops.sign_in_links set used_at = now() where user_name = $2 and used_at is null)
     insert into ops.sign_in_links (link_hash, user_name, expires_at)
     select $1, user_name, now() + interval '${linkHours} hours' from user_found`,
    [hashOf(token), userName],
  )
  if (rowCount === 0)
    throw new ClienteleError(
      'user-unknown',
      `There is no active user "${userName}" with a password here. \`clientele user list\` shows who there is.`,
      { name: userName },
    )
  return `/welcome?link=${token}`
}

/** Who may choose a password with the link; undefined if it was used, is too old or never was. */
export async function userOfLink(pool: Pool, token: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ name: string }>(
    `select user_name as name from ops.sign_in_links join ops.sql_users using (user_name)
     where link_hash = $1 and used_at is null and expires_at > now() and disabled_at is null`,
    [hashOf(token)],
  )
  return rows[0]?.name
}

/** Uses the link up and sets the password; returns the user, or undefined if the link cannot be used any more. */
export async function usePasswordLink(
  pool: Pool,
  token: string,
  password: string,
): Promise<string | undefined> {
  const name = await userOfLink(pool, token)
  if (name === undefined) return undefined
  // a password that cannot be taken must not use up the link
  requireLongPassword(name, password)
  const { rowCount } = await pool.query(
    'update ops.sign_in_links set used_at = now() where link_hash = $1 and used_at is null',
    [hashOf(token)],
  )
  if (rowCount === 0) return undefined
  await setPassword(pool, name, password)
  return name
}
