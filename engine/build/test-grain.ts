import type { ClientBase } from 'pg'
import pg from 'pg'
import { unique } from '../declare/expectations.ts'
import type { Transform } from '../declare/transform.ts'
import { passing, type TestResult } from './audit.ts'
import { list } from './constraints.ts'

/** unique_violation; program_limit_exceeded, if a text is too long for an index */
const refusals = ['23505', '54000']

/**
 * Creates the unique index that a new table needs, which tests its grain, too. If it cannot be created, the transaction goes
 * on, so that the tests find the rows that are in the way. Unlike the test, an index takes nulls for different.
 */
export async function testGrain(client: ClientBase, t: Transform, table: string): Promise<TestResult[]> {
  if (t.grain.some((name) => t.columns[name]?.isNullable)) return []
  const started = performance.now()
  await client.query('savepoint grain')
  try {
    await client.query(`create unique index on ${table} (${list(t.grain)})`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !refusals.includes(error.code ?? '')) throw error
    await client.query('rollback to savepoint grain')
    return []
  }
  await client.query('release savepoint grain')
  return [passing(t, unique(...t.grain), (performance.now() - started) / 1000)]
}
