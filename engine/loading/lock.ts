import type pg from 'pg'

/** Arbitrary, and the same in every process: with the entity's name it makes the key of its lock. */
const lockSpace = 7_305_512

/**
 * Gives `work` a connection while no other process loads or removes records of the entity. A connection on
 * which the work failed is closed, which also ends its transaction and its lock.
 */
export async function withEntityLock<T>(
  pool: pg.Pool,
  entity: string,
  onWait: () => void,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  const lost = () => {}
  client.on('error', lost)
  let isDone = false
  try {
    const key = [lockSpace, entity]
    const { rows } = await client.query<{ free: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as free',
      key,
    )
    if (!rows[0]?.free) {
      onWait()
      await client.query('select pg_advisory_lock($1, hashtext($2))', key)
    }
    const result = await work(client)
    await client.query('select pg_advisory_unlock($1, hashtext($2))', key)
    isDone = true
    return result
  } finally {
    client.off('error', lost)
    client.release(!isDone)
  }
}
