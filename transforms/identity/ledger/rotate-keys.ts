import type { Pool } from 'pg'
import { lock, unlock } from '../../../engine/postgres/locks.ts'

/**
 * Adds a secret that keys of records of people are made with, and gives the records that the ledger knows their new
 * keys, in one transaction. Returns how many there are. No build runs meanwhile; the next one makes all tables with keys of people again.
 */
export async function rotateKeys(pool: Pool): Promise<number> {
  const client = await pool.connect()
  try {
    await lock(client, 'build')
    const { rows } = await client.query<{ records: string }>('select ops.rotate_keys() as records')
    await unlock(client, 'build')
    client.release()
    return Number(rows[0]?.records ?? 0)
  } catch (error) {
    client.release(true)
    throw error
  }
}
