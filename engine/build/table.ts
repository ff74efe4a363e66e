import type { ClientBase } from 'pg'
import pg from 'pg'
import type { Transform } from '../declare/transform.ts'
import { ClienteleError } from '../errors.ts'
import { OtherSessionEnded, rollBack } from '../postgres/lost.ts'
import { hasFailed, recordTests, runTests, type TestResult } from './audit.ts'
import { applyConstraints, createIndexes } from './constraints.ts'
import type { BuildContext } from './context.ts'
import { describeFailure } from './describe-failure.ts'
import { fill } from './fill.ts'
import { backendName } from './lock.ts'
import { setAside } from './set-aside.ts'
import { testGrain } from './test-grain.ts'
import type { Target } from './version.ts'
import { keepWarnings } from './warnings.ts'

export interface BuiltRows {
  readonly rowCount: number
  readonly testCount: number
}

/**
 * Builds a table that nobody sees yet and tests it, in one transaction: afterwards it is complete and tested, or
 * not there at all. `reader` is a second connection, for rows that pass through Node.
 */
export async function buildTable(
  run: BuildContext,
  target: Target,
  client: ClientBase,
  reader: ClientBase | null,
): Promise<BuiltRows> {
  const { transform } = target
  const table = tableName(target)
  return await inTransaction(run, target, client, reader, async () => {
    await dropLeftovers(client, target)
    const filled = await fill(run, transform, table, client, reader)
    await client.query(`analyze ${table}`)
    const known = await testGrain(client, transform, table)
    const { results, removed } = await testNewTable(run, target, client, filled, known)
    const rowCount = filled - removed.reduce((sum, { failedCount }) => sum + failedCount, 0)
    await createIndexes(client, transform, table)
    await applyConstraints(client, transform, table)
    await client.query(
      `insert into ops.tables
         (relation, version, physical_name, definition, inputs, metadata, metadata_hash, row_count, run_id,
          set_aside)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        transform.name,
        target.version,
        target.physicalName,
        target.definition,
        target.inputs,
        target.metadata,
        target.metadataHash,
        rowCount,
        run.runId,
        Object.fromEntries(removed.map(({ test, failedCount }) => [test, failedCount])),
      ],
    )
    await keepWarnings(client, transform.name, target.version, results)
    return { rowCount, testCount: results.length }
  })
}

/** Runs the tests of a table that exists already and whose description changed. Returns how many there are. */
export async function retestTable(run: BuildContext, target: Target, client: ClientBase): Promise<number> {
  return await inTransaction(run, target, client, null, () => testTable(run, target, client))
}

export function tableName(target: Target): string {
  return `build.${pg.escapeIdentifier(target.physicalName)}`
}

/** Test results outlast the transaction, also if it is rolled back because of them. */
async function inTransaction<T>(
  run: BuildContext,
  target: Target,
  client: ClientBase,
  reader: ClientBase | null,
  work: () => Promise<T>,
): Promise<T> {
  const readsRaw = run.graph.inputs(target.transform).some((input) => input.kind === 'raw')
  try {
    for (const each of reader ? [client, reader] : [client]) await begin(each, readsRaw ? run.snapshot : null)
    const result = await work()
    await client.query('commit')
    await reader?.query('commit')
    return result
  } catch (error) {
    await rollBack(client)
    if (error instanceof TestsFailed) await recordTests(client, run.runId, error.results)
    throw error
  }
}

async function begin(client: ClientBase, snapshot: string | null): Promise<void> {
  await client.query(snapshot ? 'begin isolation level repeatable read' : 'begin')
  if (snapshot) await readAsOf(client, snapshot)
  await client.query(`set local application_name = ${pg.escapeLiteral(backendName)}`)
}

async function readAsOf(client: ClientBase, snapshot: string): Promise<void> {
  try {
    await client.query(`set transaction snapshot ${pg.escapeLiteral(snapshot)}`)
  } catch (error) {
    // 42704, 55000: it is gone with the session that holds it for all tables of the run
    if (!(error instanceof pg.DatabaseError && ['42704', '55000'].includes(error.code ?? ''))) throw error
    throw new OtherSessionEnded('the session that read the raw tables ended', { cause: error })
  }
}

async function testTable(run: BuildContext, target: Target, client: ClientBase): Promise<number> {
  const results = await runTests(client, target.transform, run.nameOf)
  await passTests(run, target.transform, client, results)
  await keepWarnings(client, target.transform.name, target.version, results)
  return results.length
}

/** Tests a table that nobody reads yet. If rows of a staging table fail, they are set aside and the rest is tested. */
async function testNewTable(
  run: BuildContext,
  { transform }: Target,
  client: ClientBase,
  rowCount: number,
  known: readonly TestResult[],
): Promise<{ results: readonly TestResult[]; removed: readonly TestResult[] }> {
  const first = await runTests(client, transform, run.nameOf, known)
  const removed = first.some(hasFailed) ? await setAside(transform, run.nameOf, client, rowCount) : []
  const results = removed.length > 0 ? await runTests(client, transform, run.nameOf) : first
  await passTests(run, transform, client, results, removed)
  return { results, removed }
}

async function passTests(
  run: BuildContext,
  t: Transform,
  client: ClientBase,
  results: readonly TestResult[],
  removed: readonly TestResult[] = [],
): Promise<void> {
  const failed = results.filter(hasFailed)
  if (failed.length > 0) throw testsFailed(t, failed, results)
  const removedBy = new Map(removed.map((result) => [result.test, result]))
  await recordTests(
    client,
    run.runId,
    results.map((result) => removedBy.get(result.test) ?? result),
  )
}

/** Thrown when a table breaks its tests; the failing rows are kept in ops.test_failures. */
class TestsFailed extends ClienteleError {
  readonly results: readonly TestResult[]
  constructor(message: string, fields: ClienteleError['fields'], results: readonly TestResult[]) {
    super('tests-failed', message, fields, { exitCode: 3 })
    this.results = results
  }
}

function testsFailed(t: Transform, failed: readonly TestResult[], all: readonly TestResult[]): TestsFailed {
  const list = failed.map((result) => describeFailure(t, result))
  return new TestsFailed(
    `${t.name} failed its tests, so nothing was published: ${list.join('; ')}. ` +
      'All failing rows are in ops.test_failures; correct the data or the transform, then build again.',
    { relation: t.name, tests: failed.map((f) => f.test) },
    all,
  )
}

/** A table of this version that was superseded while somebody was reading it. */
async function dropLeftovers(client: ClientBase, target: Target): Promise<void> {
  await client.query(`drop table if exists ${tableName(target)}`)
  await client.query('delete from ops.tables where relation = $1 and version = $2', [
    target.transform.name,
    target.version,
  ])
}
