import type pg from 'pg'
import { ClienteleError } from '../errors.ts'
import { takeLock } from '../postgres/locks.ts'
import { databaseLost, isConnectionLost } from '../postgres/lost.ts'

/**
 * Gives `work` a connection while no other process loads or removes records of the entity. If the work fails, the
 * connection is closed, which also ends its transaction.
 *
 * Errors: `database-lost`, if the connection is lost meanwhile.
 */
export async function withEntityLock<T>(
  pool: pg.Pool,
  entity: string,
  onWait: () => void,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  try {
    const held = await takeLock(pool.options, `records of ${entity}`, { onWait })
    try {
      return await withClient(pool, work)
    } finally {
      await held?.release()
    }
  } catch (error) {
    if (error instanceof ClienteleError || !isConnectionLost(error)) throw error
    throw databaseLost(
      error,
      `Nothing of this was stored in ${entity}, or all of it if the connection was lost at the very end. ` +
        'Run the same command again: what is stored already changes nothing.',
      { entity },
    )
  }
}

async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let isDone = false
  try {
    const result = await work(client)
    isDone = true
    return result
  } finally {
    client.release(!isDone)
  }
}
