import type { Pool } from 'pg'
import { makeLink } from './links.ts'

/** The administrator that the first start makes. */
const firstUser = 'admin'

/**
 * Makes an administrator if there is no user who may look after the installation, and returns the link with which the
 * password is chosen, as long as none was. Undefined if somebody can sign in already.
 */
export async function linkOfFirstUser(pool: Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ name: string; hash: string }>(
    `select user_name as name, password_hash as hash from ops.sql_users
     where 'admin' = any (groups) and disabled_at is null order by password_hash = '', user_name limit 1`,
  )
  const [known] = rows
  if (known) return known.hash === '' ? makeLink(pool, known.name) : undefined
  await pool.query(
    `insert into ops.sql_users (user_name, password_hash, groups) values ($1, '', '{admin,pii}')
     on conflict (user_name) do nothing`,
    [firstUser],
  )
  return makeLink(pool, firstUser)
}
