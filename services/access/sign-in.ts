import type { Pool } from 'pg'
import { hashPassword, isPassword } from '../cube/sql-users.ts'

/**
 * Failures in the last quarter of an hour after which no password is accepted: by one user from one address, by one user
 * from anywhere, and from one address by anybody. Somebody who guesses stops after a few, and keeps the user out
 * elsewhere only with many, and not for long.
 */
export const mostFailures = { ofUserFromAddress: 5, ofUser: 50, fromAddress: 30 } as const

/** Takes as long as a real one, so that nobody learns which users there are. */
const nobody = hashPassword('nobody has this password')

/** Whether name and password are those of a user who may sign in. All reasons against it look and last the same. */
export async function isSignIn(
  pool: Pool,
  name: string,
  password: string,
  address: string,
): Promise<boolean> {
  const user = name.slice(0, 100)
  // written before it is known how it ends, and counted after that, so that attempts at the same time see each other
  const attempt = await pool.query<{ id: string }>(
    `with forgotten as (delete from ops.sign_in_attempts where attempted_at < now() - interval '1 day')
     insert into ops.sign_in_attempts (user_name, address) values ($1, $2) returning attempt_id as id`,
    [user, address],
  )
  const id = attempt.rows[0]?.id
  const others = await pool.query<{ areTooMany: boolean }>(
    `select count(*) filter (where user_name = $1 and address = $2) >= ${mostFailures.ofUserFromAddress}
       or count(*) filter (where user_name = $1) >= ${mostFailures.ofUser}
       or count(*) filter (where address = $2) >= ${mostFailures.fromAddress} as "areTooMany"
     from ops.sign_in_attempts
     where not has_succeeded and attempted_at > now() - interval '15 minutes' and attempt_id <> $3
       and (user_name = $1 or address = $2)`,
    [user, address, id],
  )
  const known = await pool.query<{ hash: string }>(
    'select password_hash as hash from ops.sql_users where user_name = $1 and disabled_at is null',
    [user],
  )
  const hash = known.rows[0]?.hash
  const isRight = await isPassword(hash || (await nobody), password)
  if (!hash || !isRight || others.rows[0]?.areTooMany !== false) return false
  await pool.query(
    `update ops.sign_in_attempts set has_succeeded = true
     where attempt_id = $1 or (user_name = $2 and address = $3)`,
    [id, user, address],
  )
  return true
}
