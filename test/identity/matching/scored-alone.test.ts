import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { levelOf } from '../../../analytics/fellegi-sunter/levels.ts'
import { loadWarehouse } from '../../../engine/graph/catalogue.ts'
import { matchedRecords, modelInUse } from '../../../stewardship/matched.ts'
import { openSession } from '../../../stewardship/session.ts'
import { weigh } from '../../../stewardship/weighing.ts'
import { settings } from '../../../transforms/identity/settings.ts'
import { cloneDatabase, type TestDatabase } from '../../harness/database.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await cloneDatabase('sample')
})
afterAll(() => db.drop())

test('two records weighed alone, in Node, get to the last bit the weight that Postgres gave them among all', async () => {
  const model = await modelInUse(db.pool, settings)
  // of every vector of levels that occurs, some pairs
  const { rows } = await db.pool.query<{ a: string; b: string; weight: number; levels: number[] }>(`
    select l.record_key as a, r.record_key as b, weight, levels
    from (select *, row_number() over (partition by levels order by a, b) as nth from matching.pair) p
    join matching.record l on l.id = p.a join matching.record r on r.id = p.b
    where nth <= 3`)
  expect(rows.length).toBeGreaterThan(100)
  const { graph } = await loadWarehouse(join(import.meta.dirname, '../../../transforms'))
  const keys = rows.flatMap(({ a, b }) => [a, b])
  const prepared = await matchedRecords(await openSession(db.pool, graph), settings, model, keys)
  const records = new Map(prepared.map((record) => [record.recordKey, record]))
  for (const { a, b, weight, levels } of rows) {
    const [one, other] = [records.get(a), records.get(b)]
    if (!one || !other) throw new Error(`${a} or ${b} is gone`)
    expect(settings.comparisons.map((c) => levelOf(c, one.values, other.values))).toEqual(levels)
    expect(weigh(settings, model, one, other).weight).toBe(weight)
    expect(weigh(settings, model, other, one).weight).toBe(weight)
  }
})
