import type { ClientBase } from 'pg'
import pg from 'pg'
import { runProcedure, transformFailed } from '../declare/procedure.ts'
import type { Relation } from '../declare/relation.ts'
import { render, Sql } from '../declare/sql.ts'
import type { Transform } from '../declare/transform.ts'
import { ClienteleError } from '../errors.ts'
import { columnList } from '../graph/check.ts'
import { recordTests, runTests, type TestResult } from './audit.ts'
import { copyDerived } from './derive-rows.ts'
import { backendName } from './lock.ts'
import type { Target } from './version.ts'

/**
 * Builds one table aside and tests it, in one transaction: it is there whole and tested, or not at all.
 * `snapshot` is the moment at which raw tables are read, one for the whole run. `reader` is a second connection,
 * where rows go through Node on their way.
 */
export async function buildTable(
  client: ClientBase,
  reader: ClientBase | null,
  target: Target,
  nameOf: (relation: Relation) => string,
  run: { readonly id: number; readonly snapshot: string | null },
): Promise<{ rowCount: number; tests: TestResult[] }> {
  const t = target.transform
  try {
    for (const each of reader ? [client, reader] : [client]) await begin(each, run.snapshot)
    const physical = `build.${pg.escapeIdentifier(target.physicalName)}`
    await dropRemains(client, target, physical)
    await client.query(`create table ${physical} (${columnList(t)})`)
    const rowCount = await fill(client, reader, t, physical, nameOf)
    await client.query(`analyze ${physical}`)
    const tests = await runTests(client, t, (relation) => (relation === t ? physical : nameOf(relation)))
    const failed = tests.filter((test) => test.failedCount > 0)
    if (failed.length > 0) throw testsFailed(t, failed, tests)
    await seal(client, t, physical)
    await client.query(
      `insert into ops.tables (relation, version, physical_name, definition, inputs, row_count, run_id)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [t.name, target.version, target.physicalName, target.definition, target.inputs, rowCount, run.id],
    )
    await recordTests(client, run.id, tests)
    await client.query('commit')
    await reader?.query('commit')
    return { rowCount, tests }
  } catch (error) {
    await client.query('rollback')
    if (error instanceof TestsFailed) await recordTests(client, run.id, error.results)
    throw error
  }
}

/** Of this version, superseded while somebody was still reading it. */
async function dropRemains(client: ClientBase, target: Target, physical: string): Promise<void> {
  await client.query(`drop table if exists ${physical}`)
  await client.query('delete from ops.tables where relation = $1 and version = $2', [
    target.transform.name,
    target.version,
  ])
}

async function begin(client: ClientBase, snapshot: string | null): Promise<void> {
  await client.query(snapshot ? 'begin isolation level repeatable read' : 'begin')
  if (snapshot) await client.query(`set transaction snapshot ${pg.escapeLiteral(snapshot)}`)
  await client.query(`set local application_name = ${pg.escapeLiteral(backendName)}`)
}

/** Thrown when a table was built and broke its tests; the rows are kept in ops.test_failures. */
export class TestsFailed extends ClienteleError {
  readonly results: readonly TestResult[]
  constructor(message: string, fields: ClienteleError['fields'], results: readonly TestResult[]) {
    super('tests-failed', message, fields, { exitCode: 3 })
    this.results = results
  }
}

function testsFailed(t: Transform, failed: readonly TestResult[], all: readonly TestResult[]): TestsFailed {
  const list = failed.map((f) => `${f.test} (${f.failedCount} rows, such as ${f.sample})`)
  return new TestsFailed(
    `${t.name} was built and broke its tests: ${list.join('; ')}. The published warehouse is as it was.`,
    { relation: t.name, tests: failed.map((f) => f.test) },
    all,
  )
}

async function fill(
  client: ClientBase,
  reader: ClientBase | null,
  t: Transform,
  physical: string,
  nameOf: (relation: Relation) => string,
): Promise<number> {
  const { derive } = t
  if (!(t.query instanceof Sql)) return runProcedure(client, t, t.query, physical, nameOf, false)
  const passed = Object.keys(t.columns).filter((name) => !derive?.adds.includes(name))
  const columns = passed.map(pg.escapeIdentifier).join(', ')
  const rendered = render(t.query, nameOf)
  const prefix = `insert into ${physical} (${columns}) select ${columns} from (`
  try {
    if (derive && reader)
      return await copyDerived(reader, client, rendered.text, { table: physical, passed }, derive)
    const { rowCount } = await client.query(`${prefix}${rendered.text}\n) query`)
    return rowCount ?? 0
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error
    throw transformFailed(t, error, rendered.placeAt(Number(error.position ?? 0) - prefix.length - 1))
  }
}

/** Keys, not-null constraints and indexes, once the rows are known to keep them. */
async function seal(client: ClientBase, t: Transform, physical: string): Promise<void> {
  const required = Object.entries(t.columns).filter(([, column]) => !column.isNullable)
  const grain = t.grain.map(pg.escapeIdentifier).join(', ')
  const changes = required.map(([name]) => `alter column ${pg.escapeIdentifier(name)} set not null`)
  await client.query(`alter table ${physical} ${[...changes, `add primary key (${grain})`].join(', ')}`)
  for (const index of t.indexes) {
    await client.query(`create index on ${physical} (${index.map(pg.escapeIdentifier).join(', ')})`)
  }
}
