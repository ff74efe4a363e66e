import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadWarehouse } from '../../../engine/graph/catalogue.ts'
import { explain } from '../../../stewardship/explain.ts'
import { openSession } from '../../../stewardship/session.ts'
import { subjectOf } from '../../../stewardship/subject.ts'
import { settings } from '../../../transforms/identity/settings.ts'
import { useDatabase } from '../../harness/database.ts'

const db = useDatabase('sample')

test('a pair that is explained alone has to the last bit the weight that the build gave it', async () => {
  // a pair of every vector of levels that occurs
  const { rows } = await db.pool.query<{
    a: string
    b: string
    weight: number
    levels: number[]
    forbidden: string | null
  }>(`
    select distinct on (levels, forbidden)
      l.record_key as a,
      r.record_key as b,
      weight,
      levels,
      forbidden
    from matching.pair
    join matching.record l on l.id = pair.a
    join matching.record r on r.id = pair.b
    order by levels, forbidden, l.record_key, r.record_key`)
  expect(rows.length).toBeGreaterThan(100)
  expect(rows.some(({ forbidden }) => forbidden !== null)).toBe(true)
  const { graph } = await loadWarehouse(join(import.meta.dirname, '../../../transforms'))
  const session = await openSession(db.pool, graph)
  for (const [index, { a, b, weight, levels, forbidden }] of rows.entries()) {
    const [one, other] = [await subjectOf(session, a), await subjectOf(session, b)]
    const explained =
      index % 2 === 0
        ? await explain(session, settings, one, other)
        : await explain(session, settings, other, one)
    expect(explained.comparisons.map(({ level }) => level)).toEqual(levels)
    expect(explained.weight).toBe(weight)
    expect(explained.forbidden).toBe(forbidden)
    expect(explained.wasCompared).toBe(true)
    const parts = explained.comparisons.reduce(
      (sum, part) => sum + (part.weight + part.termWeight),
      explained.priorWeight,
    )
    expect(parts).toBe(weight)
  }
})
