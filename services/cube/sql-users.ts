import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { cubeGroups, isGroup } from './groups.ts'

/** A user of the installation: of BI tools, of Cube's SQL API and of the pages. */
export type SqlUser = {
  readonly name: string
  readonly groups: readonly string[]
  /** Null if the user may see the rows of all. */
  readonly markets: readonly string[] | null
  readonly createdAt: Date
  readonly disabledAt: Date | null
  readonly lastSignInAt: Date | null
  /** A link was sent, and no password chosen yet; or a provider vouches for the user. */
  readonly comesBy: 'password' | 'link' | 'provider'
}

const cost = { N: 32768, r: 8, p: 1 } as const
const keyLength = 32

/** `scrypt$N$r$p$salt$key`. The parameters are stored with the hash, so that they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$')
}

export async function isPassword(stored: string, password: string): Promise<boolean> {
  const [scheme, N, r, p, salt, key] = stored.split('$')
  if (scheme !== 'scrypt' || !salt || !key) return false
  const known = Buffer.from(key, 'base64')
  const derived = await derive(password, Buffer.from(salt, 'base64'), {
    N: Number(N),
    r: Number(r),
    p: Number(p),
  })
  return known.length === derived.length && timingSafeEqual(known, derived)
}

function derive(password: string, salt: Buffer, { N, r, p }: { N: number; r: number; p: number }) {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  return new Promise<Buffer>((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, keyLength, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

/**
 * Adds a user, or gives an existing one a new password and groups. Returns the markets that the user is restricted to.
 * Null stands for all; if none are given, an existing user keeps those of before.
 */
export async function addSqlUser(
  pool: Pool,
  name: string,
  password: string,
  groups: readonly string[],
  markets?: readonly string[] | null,
): Promise<readonly string[] | null> {
  if (!/^[a-z][a-z0-9_.-]{0,62}$/.test(name)) {
    const hint =
      'Use up to 63 lower-case letters, digits, dots, dashes and underscores, starting with a letter.'
    throw new ClienteleError('user-invalid', `"${name}" cannot be a user name. ${hint}`, { name })
  }
  const unknown = groups.filter((group) => !isGroup(group))
  if (unknown.length > 0 || groups.length === 0) {
    const known = cubeGroups.join(', ')
    const problem = groups.length === 0 ? 'A user needs a group.' : `There is no group ${unknown.join(', ')}.`
    throw new ClienteleError('user-invalid', `${problem} Choose from: ${known}.`, { name, unknown })
  }
  if (password.length < 12) {
    throw new ClienteleError(
      'user-invalid',
      'The password is shorter than 12 characters. Choose a longer one.',
      { name },
    )
  }
  const { rows } = await pool.query<Pick<SqlUser, 'markets'>>(
    `with ended as (delete from ops.sessions where user_name = $1)
     insert into ops.sql_users as known (user_name, password_hash, groups, markets) values ($1, $2, $3, $4)
     on conflict (user_name) do update
     set password_hash = excluded.password_hash, groups = excluded.groups, disabled_at = null, provider_subject = null,
       markets = case when $5 then excluded.markets else known.markets end
     returning markets`,
    [name, await hashPassword(password), groups, markets ?? null, markets !== undefined],
  )
  return rows[0]?.markets ?? null
}

export async function listSqlUsers(pool: Pool): Promise<SqlUser[]> {
  const { rows } = await pool.query<SqlUser>(
    `select user_name as name, groups, markets, created_at as "createdAt", disabled_at as "disabledAt",
       last_sign_in_at as "lastSignInAt",
       case when provider_subject is not null then 'provider' when password_hash = '' then 'link' else 'password' end
         as "comesBy"
     from ops.sql_users order by user_name`,
  )
  return rows
}

/** Disables the user. The row stays, so that it is known who once had access. */
export async function removeSqlUser(pool: Pool, name: string): Promise<void> {
  const { rowCount } = await pool.query(
    `with ended as (delete from ops.sessions where user_name = $1),
     unused as (update ops.sign_in_links set used_at = now() where user_name = $1 and used_at is null)
     update ops.sql_users set disabled_at = now() where user_name = $1 and disabled_at is null`,
    [name],
  )
  if (rowCount) return
  const hint = '`clientele user list` shows who there is.'
  throw new ClienteleError('user-unknown', `There is no active user "${name}". ${hint}`, { name })
}
