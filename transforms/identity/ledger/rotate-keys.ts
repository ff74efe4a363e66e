import type { Pool } from 'pg'
import { inLockedTransaction } from '../../../engine/postgres/locks.ts'

/**
 * Adds a secret that keys of records of people are made with, and gives the records that the ledger knows their new
 * keys, in one transaction, which waits for a running build. Returns how many records there are. The next build makes
 * all tables with keys of people again.
 */
export async function rotateKeys(pool: Pool): Promise<number> {
  const client = await pool.connect()
  let records = 0
  try {
    await inLockedTransaction(client, 'build', async () => {
      const { rows } = await client.query<{ records: string }>('select ops.rotate_keys() as records')
      records = Number(rows[0]?.records ?? 0)
    })
    return records
  } finally {
    client.release()
  }
}
