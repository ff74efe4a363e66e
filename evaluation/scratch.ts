import type { ClientBase, Pool } from 'pg'

/** Runs work that creates temporary tables, in a transaction that is always rolled back. */
export async function withScratch<T>(pool: Pool, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let isDone = false
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('rollback')
    isDone = true
    return result
  } finally {
    // after a failure the connection may be in the middle of a COPY, so it is closed
    client.release(!isDone)
  }
}
