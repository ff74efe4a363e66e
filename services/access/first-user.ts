import type { Pool } from 'pg'
import { makeLink } from './links.ts'

/** What the administrator that the first start makes is called, unless somebody else is. */
const firstUser = 'admin'

/**
 * Makes an administrator if there is no user who may look after the installation, and returns the link with which the
 * password is chosen, as long as none was. Undefined if somebody can sign in already.
 */
export async function linkOfFirstUser(pool: Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ name: string; canComeIn: boolean }>(
    `select user_name as name, password_hash <> '' or provider_subject is not null as "canComeIn"
     from ops.sql_users where 'admin' = any (groups) and disabled_at is null
     order by "canComeIn" desc, user_name limit 1`,
  )
  const [known] = rows
  if (known?.canComeIn) return undefined
  return makeLink(pool, known?.name ?? (await addFirstUser(pool)))
}

/** A user who has the name already, disabled or in other groups, must not become an administrator. */
async function addFirstUser(pool: Pool): Promise<string> {
  for (let number = 1; ; number++) {
    const name = number === 1 ? firstUser : `${firstUser}-${number}`
    const { rowCount } = await pool.query(
      `insert into ops.sql_users (user_name, password_hash, groups) values ($1, '', '{admin,pii}')
       on conflict (user_name) do nothing`,
      [name],
    )
    if (rowCount === 1) return name
  }
}
