import type { Pool } from 'pg'
import type { Arrival } from './provider.ts'

/**
 * The user that a person from the provider is here: made at the first time, with the groups that the provider gives at
 * each time. Undefined for who is in no group of ours, in no market, or was disabled here.
 */
export async function userOfArrival(pool: Pool, arrival: Arrival): Promise<string | undefined> {
  const { subject, groups, markets } = arrival
  const isRefused = groups.length === 0 || markets?.length === 0
  const known = await pool.query<{ name: string; isDisabled: boolean }>(
    `update ops.sql_users
     set groups = case when $2 then groups else $3 end,
       markets = case when $2 or $4::text[] is null then markets else $4 end
     where provider_subject = $1
     returning user_name as name, disabled_at is not null as "isDisabled"`,
    [subject, isRefused, groups, markets ?? null],
  )
  const [user] = known.rows
  if (user && isRefused) {
    // what the provider took away must not go on in a session of before
    await pool.query('delete from ops.sessions where user_name = $1', [user.name])
  }
  if (isRefused || user?.isDisabled) return undefined
  return user?.name ?? addUser(pool, arrival)
}

/** A user of that name may be somebody else, so that a number follows a name that is taken. */
async function addUser(pool: Pool, { subject, proposedName, groups, markets }: Arrival): Promise<string> {
  const name = userName(proposedName)
  for (let number = 1; ; number++) {
    const { rows } = await pool.query<{ name: string }>(
      `insert into ops.sql_users (user_name, password_hash, groups, markets, provider_subject)
       values ($1, '', $2, $3, $4) on conflict do nothing returning user_name as name`,
      [number === 1 ? name : `${name}-${number}`, groups, markets ?? null, subject],
    )
    const found = rows[0] ?? (await nameOf(pool, subject))
    if (found) return found.name
  }
}

/** Of a person who came in at the same time in another window. */
async function nameOf(pool: Pool, subject: string): Promise<{ name: string } | undefined> {
  const { rows } = await pool.query<{ name: string }>(
    'select user_name as name from ops.sql_users where provider_subject = $1',
    [subject],
  )
  return rows[0]
}

/** `Anna.Schmidt@example.com` is `anna.schmidt`. */
export function userName(proposed: string): string {
  const name = proposed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/@.*/, '')
    .replace(/[^a-z0-9_.-]/g, '')
    .replace(/^[^a-z]+/, '')
  return name.slice(0, 50) || 'person'
}
