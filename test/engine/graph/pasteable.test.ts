import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadWarehouse } from '../../../engine/graph/catalogue.ts'
import { pasteable } from '../../../engine/graph/pasteable.ts'
import { isoDay, today } from '../../../seeds/sample/calendar.ts'
import { useDatabase } from '../../harness/database.ts'

const db = useDatabase('sample')

test('what show prints returns the rows of the table, for every transform of the sample company', async () => {
  const { graph } = await loadWarehouse(join(import.meta.dirname, '../../../transforms'))
  const differing: string[] = []
  let compared = 0
  for (const t of graph.transforms) {
    const { sql } = pasteable(graph, t, isoDay(today))
    const { rows } = await db.pool.query<{ physical_name: string }>(
      `select t.physical_name from ops.published p join ops.tables t using (relation, version) where p.relation = $1`,
      [t.name],
    )
    const table = `select ${Object.keys(t.columns)
      .map((name) => `"${name}"::text`)
      .join(', ')} from build."${rows[0]?.physical_name}"`
    const shown = `select ${Object.keys(t.columns)
      .map((name) => `"${name}"::text`)
      .join(', ')} from (${sql}) shown`
    const { rows: counted } = await db.pool.query<{ n: number }>(
      `select count(*)::int as n from (((${table}) except all (${shown})) union all ((${shown}) except all (${table}))) d`,
    )
    compared++
    if (counted[0]?.n !== 0) differing.push(`${t.name}: ${counted[0]?.n} rows`)
  }
  expect(compared).toBe(graph.transforms.length)
  expect(differing).toEqual([])
})
