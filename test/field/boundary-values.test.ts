import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { useDatabase } from '../harness/database.ts'
import { land } from '../sources/staged.ts'
import { sampleStarts, variations } from './boundaries.ts'
import { buildAll } from './field.ts'

const db = useDatabase('built')

test('every record that a contract accepts is built, whatever extreme value one of its fields has', async () => {
  const { entities } = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  let loaded = 0
  for (const [entity, starts] of sampleStarts(entities.values())) {
    expect(starts, entity.entity).not.toEqual([])
    const records = starts.flatMap((start) => [start, ...variations(entity, start)])
    loaded += (await land(db.pool, entity, records)).loaded
  }
  expect(loaded).toBeGreaterThan(10_000)
  expect(await buildAll(db.pool)).toMatchObject({ setAside: [] })
})
