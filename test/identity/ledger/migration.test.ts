import knex from 'knex'
import { expect, test } from 'vitest'
import { knexConfig } from '../../../services/postgres/migrate.ts'
import { useDatabase } from '../../harness/database.ts'
import { keysOf } from '../matching/clusters.ts'

const name = '20261122000041_identity_ledger.ts'
/** They forbid changes with a function of the ledger's migration, so they go first and come last. */
const appendOnly = ['20261126000150_model_registry.ts', '20261126000160_segment_movements.ts']

const db = useDatabase()

test('keys that were published before there was a ledger are kept', async () => {
  const migrations = knex(knexConfig(db.url))
  try {
    for (const name of appendOnly) await migrations.migrate.down({ name })
    await migrations.migrate.down({ name })
    await db.pool.query(`
      create view identity.map_identity as
      select * from (values (1::bigint, 11::bigint), (2, 11), (3, 13)) before (record_key, customer_key)`)
    await migrations.migrate.up({ name })
    for (const name of appendOnly) await migrations.migrate.up({ name })
    await db.pool.query('drop view identity.map_identity')
  } finally {
    await migrations.destroy()
  }
  const keys = await keysOf(db.pool, [
    { record: 1, person: 'a' },
    { record: 2, person: 'a' },
    { record: 3, person: 'b' },
  ])
  expect([...keys.values()]).toEqual(['11', '11', '13'])
})
