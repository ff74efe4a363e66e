import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { findEntity } from '../../engine/loading/entity-name.ts'
import { unload } from '../../engine/loading/unload.ts'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadJson } from './field.ts'

const db = useDatabase('built')

test('a build after an unload leaves out what was unloaded, and nothing else', async () => {
  const { entities } = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  const member = (id: string, given_name: string) => ({
    member_id: id,
    joined_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    given_name,
    family_name: `Fam${id}`,
    email: `${id}@people.example`,
  })
  const staged = async () => {
    const { rows } = await db.pool.query('select count(*)::int as members from staging.stg_loyalty__members')
    return rows[0].members
  }
  await loadJson(db.pool, 'loyalty.members', [member('a', 'Ann'), member('b', 'Bo')])
  const { loadId } = await loadJson(db.pool, 'loyalty.members', [member('c', 'Cy'), member('d', 'Dee')])
  await buildAll(db.pool)
  expect(await staged()).toBe(4)
  const entity = findEntity(entities, 'loyalty.members')
  const options = { isDryRun: false, isConfirmed: false }
  expect(await unload(db.pool, entity, { load: loadId }, options)).toMatchObject({ records: 2 })
  await unload(db.pool, entity, { key: ['b'] }, options)
  await buildAll(db.pool)
  expect(await staged()).toBe(1)
})
