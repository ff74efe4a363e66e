import type { ClientBase } from 'pg'

/** Every advisory lock there is, by name: the one place to look before adding another. */
export type LockName =
  /** One build of the warehouse at a time. */
  | 'build'
  /** One process at a time creates raw tables and adds their columns. */
  | 'raw tables'
  /** One process at a time loads or removes the records of an entity. */
  | `records of ${string}`
  /** One process at a time migrates the database. */
  | 'migrations'
  /** One test process at a time makes a database that all of them copy. */
  | `test ${string}`

/** The prefix keeps our locks apart from those of other programs that use the same database. */
const key = `hashtextextended('clientele: ' || $1, 0)`

/** Takes the lock until `unlock` or the end of the session, if it is free now. */
export async function tryLock(client: ClientBase, name: LockName): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${key}) as taken`, [
    name,
  ])
  return rows[0]?.taken ?? false
}

/** Waits for the lock and takes it until `unlock` or the end of the session. */
export async function lock(client: ClientBase, name: LockName): Promise<void> {
  await client.query(`select pg_advisory_lock(${key})`, [name])
}

export async function unlock(client: ClientBase, name: LockName): Promise<void> {
  await client.query(`select pg_advisory_unlock(${key})`, [name])
}
