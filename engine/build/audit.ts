import type { ClientBase } from 'pg'
import { type Expectation, indexable, notNull, unique } from '../declare/expectations.ts'
import type { Relation } from '../declare/relation.ts'
import { render } from '../declare/sql.ts'
import type { Transform } from '../declare/transform.ts'

/** How many failing rows of a test are stored. */
export const keptRows = 100

export interface TestResult {
  readonly relation: string
  readonly test: string
  readonly severity: 'error' | 'warning'
  readonly failedCount: number
  /** As JSON text, because JavaScript would round large numbers. */
  readonly failingRows: readonly string[]
  /** One of them without personal data, for messages. */
  readonly sample: string | null
  readonly seconds: number
}

/**
 * The tests that follow from the contract (its grain, what is never null, and in staging texts that are short
 * enough for an index), then those its author added.
 */
export function testsOf(t: Transform): Expectation[] {
  const required = Object.entries(t.columns).flatMap(([name, column]) => (column.isNullable ? [] : [name]))
  const contract: Expectation[] = [unique(...t.grain)]
  if (required.length > 0) contract.push(notNull(...required))
  const indexed = new Set([...t.grain, ...t.indexes.flat()])
  const texts = t.layer === 'staging' ? [...indexed].filter((name) => t.columns[name]?.pgType === 'text') : []
  return [...contract, ...texts.map((name) => indexable(name)), ...t.tests]
}

function personalColumns(t: Transform): string[] {
  return Object.entries(t.columns).flatMap(([name, column]) => (column.personalData ? [name] : []))
}

/**
 * Runs the tests of one table; `nameOf` gives the physical tables. Tests that look at rows one by one are tried together
 * first, which reads the table once; only those that fail are run by themselves. Nor is a test run again that is known to
 * pass, such as that of a grain that has a unique index.
 */
export async function runTests(
  client: ClientBase,
  t: Transform,
  nameOf: (relation: Relation) => string,
  known: readonly TestResult[] = [],
): Promise<TestResult[]> {
  const tests = testsOf(t)
  const passed = new Map(
    [...known, ...(await passedByEachRow(client, t, nameOf, tests))].map((p) => [p.test, p]),
  )
  const results: TestResult[] = []
  for (const test of tests) {
    const pass = passed.get(test.name)
    if (pass) {
      results.push(pass)
      continue
    }
    const started = performance.now()
    const failing = render(test.failing(t), nameOf).text
    const { rows } = await client.query<{
      failed_count: string
      failing_rows: string[]
      sample: string | null
    }>(
      `with failing as materialized (${failing}),
         kept as (select to_jsonb(f) as failing_row from (select * from failing limit ${keptRows}) f)
       select (select count(*) from failing) as failed_count,
         (select coalesce(array_agg(failing_row::text), '{}') from kept) as failing_rows,
         (select (failing_row - $1::text[])::text from kept limit 1) as sample`,
      [personalColumns(t)],
    )
    results.push({
      relation: t.name,
      test: test.name,
      severity: test.severity ?? 'error',
      failedCount: Number(rows[0]?.failed_count),
      failingRows: rows[0]?.failing_rows ?? [],
      sample: rows[0]?.sample ?? null,
      seconds: (performance.now() - started) / 1000,
    })
  }
  return results
}

async function passedByEachRow(
  client: ClientBase,
  t: Transform,
  nameOf: (relation: Relation) => string,
  tests: readonly Expectation[],
): Promise<TestResult[]> {
  const ofRows = tests.flatMap((test) =>
    test.fails && !test.looksAtOthers ? [{ test, condition: render(test.fails(t), nameOf).text }] : [],
  )
  if (ofRows.length === 0) return []
  const started = performance.now()
  const conditions = ofRows.map(({ condition }) => `coalesce(bool_or(${condition}), false)`)
  const { rows } = await client.query<{ failed: boolean[] }>(
    `select array[${conditions.join(', ')}] as failed from ${nameOf(t)}`,
  )
  const seconds = (performance.now() - started) / 1000 / ofRows.length
  return ofRows.flatMap(({ test }, at) => (rows[0]?.failed[at] === false ? [passing(t, test, seconds)] : []))
}

/** The result of a test that no row failed. */
export function passing(t: Transform, test: Expectation, seconds: number): TestResult {
  const { name, severity = 'error' } = test
  return { relation: t.name, test: name, severity, failedCount: 0, failingRows: [], sample: null, seconds }
}

/** Whether it stops the publication. */
export function hasFailed({ severity, failedCount }: TestResult): boolean {
  return severity === 'error' && failedCount > 0
}

export async function recordTests(
  client: ClientBase,
  runId: number,
  results: readonly TestResult[],
): Promise<void> {
  const records = results.map((r) => ({
    relation: r.relation,
    test: r.test,
    severity: r.severity,
    failed_count: r.failedCount,
    seconds: r.seconds,
    failing_rows: r.failingRows,
  }))
  await client.query(
    `with result as (
       select * from jsonb_to_recordset($2::jsonb)
         as r(relation text, test text, severity text, failed_count bigint, seconds numeric, failing_rows jsonb)
     ), recorded as (
       insert into ops.test_results (run_id, relation, test, severity, failed_count, seconds)
       select $1, relation, test, severity, failed_count, seconds from result
     )
     insert into ops.test_failures (run_id, relation, test, failing_row)
     select $1, relation, test, failing_row::jsonb
     from result cross join lateral jsonb_array_elements_text(failing_rows) as failing_row`,
    [runId, JSON.stringify(records)],
  )
}
