import type { Knex } from 'knex'
import pg from 'pg'
import { loadSample } from './sample/load.ts'

/** `npx knex seed:run`; `npm start` and `clientele sample load` do the same. */
export async function seed(knex: Knex): Promise<void> {
  const pool = new pg.Pool(knex.client.config.connection)
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    await loadSample(pool)
  } finally {
    await pool.end()
  }
}
