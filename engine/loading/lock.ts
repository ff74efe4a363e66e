import type pg from 'pg'
import { type LockName, lock, tryLock, unlock } from '../postgres/locks.ts'

/**
 * Gives `work` a connection while no other process loads or removes records of the entity. If the work fails, the
 * connection is closed, which also ends its transaction and its lock.
 */
export async function withEntityLock<T>(
  pool: pg.Pool,
  entity: string,
  onWait: () => void,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const name: LockName = `records of ${entity}`
  const client = await pool.connect()
  const lost = () => {}
  client.on('error', lost)
  let isDone = false
  try {
    if (!(await tryLock(client, name))) {
      onWait()
      await lock(client, name)
    }
    const result = await work(client)
    await unlock(client, name)
    isDone = true
    return result
  } finally {
    client.off('error', lost)
    client.release(!isDone)
  }
}
