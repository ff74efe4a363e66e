import type { ClientBase, Pool } from 'pg'
import type { Expectation } from '../declare/expectations.ts'
import type { Relation } from '../declare/relation.ts'
import { render, type Sql } from '../declare/sql.ts'
import type { Transform } from '../declare/transform.ts'
import { keptRows, type TestResult, testsOf } from './audit.ts'

/*
 * One odd record must not stop the publication of everything else. Rows of a staging table that fail a test which looks
 * at rows one by one are set aside: they leave the table, ops.tables counts them, and ops.test_failures keeps them.
 * Every build says how many there are. If many rows fail, the transform or the whole source must be wrong, and the
 * failed test stops the publication as in every other layer.
 */

/** More rows than this are set aside only if they are a small share of the table. */
const fewRows = 20
const mostShare = 0.05

/** A test with the condition that is true for rows that fail it. */
export interface RowTest {
  readonly name: string
  readonly fails: Sql
}

/** The tests whose failing rows are set aside. They decide which rows a table holds. */
export function rowTestsOf(t: Transform): RowTest[] {
  if (t.layer !== 'staging') return []
  const rowTests = testsOf(t)
    .flatMap(({ name, fails }: Expectation) => (fails ? [{ name, fails: fails(t) }] : []))
    .filter(({ fails }) => fails.reads.every((relation) => relation === t))
  const isUnique = ({ name }: RowTest) => name.startsWith('unique: ')
  // duplicates are looked for among the rows that pass everything else
  return [...rowTests.filter((test) => !isUnique(test)), ...rowTests.filter(isUnique)]
}

/**
 * Removes the rows that failed from a new table that nobody reads yet, and returns their tests. Leaves the rows of a
 * test in the table if they are too many.
 */
export async function setAside(
  t: Transform,
  nameOf: (relation: Relation) => string,
  client: ClientBase,
  rowCount: number,
): Promise<TestResult[]> {
  const table = nameOf(t)
  const removed: TestResult[] = []
  for (const test of rowTestsOf(t)) {
    const condition = render(test.fails, nameOf).text
    const counted = await client.query<{ count: number }>(
      `select count(*)::float8 as count from ${table} where ${condition}`,
    )
    const failedCount = counted.rows[0]?.count ?? 0
    if (failedCount === 0 || failedCount > Math.max(fewRows, rowCount * mostShare)) continue
    const started = performance.now()
    const { rows } = await client.query<{ failing_rows: string[] }>(
      `with removed as (delete from ${table} failing where ${condition} returning to_jsonb(failing) as failing_row)
       select coalesce(array_agg(failing_row::text), '{}') as failing_rows
       from (select failing_row from removed limit ${keptRows}) kept`,
    )
    removed.push({
      relation: t.name,
      test: test.name,
      severity: 'error',
      failedCount,
      failingRows: rows[0]?.failing_rows ?? [],
      sample: null,
      seconds: (performance.now() - started) / 1000,
    })
  }
  if (removed.length > 0) await rewrite(client, table)
  return removed
}

/** A row that was deleted in this transaction would still get an entry in new indexes, and may be too long for it. */
async function rewrite(client: ClientBase, table: string): Promise<void> {
  await client.query(
    `create temp table kept_row on commit drop as select * from ${table};
     truncate ${table};
     insert into ${table} select * from kept_row;
     drop table kept_row;
     analyze ${table}`,
  )
}

/** Rows that the published tables do not hold, by the test that they failed. */
export interface SetAside {
  readonly relation: string
  readonly test: string
  readonly rowCount: number
}

export async function readSetAside(client: ClientBase | Pool): Promise<SetAside[]> {
  const { rows } = await client.query<SetAside>(
    `select relation, test, rows::float8 as "rowCount"
     from ops.published
     join ops.tables using (relation, version)
     cross join lateral jsonb_each_text(set_aside) as counts (test, rows)
     order by relation, test`,
  )
  return rows
}
