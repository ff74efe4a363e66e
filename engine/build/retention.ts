import type { ClientBase } from 'pg'

/** How many runs `ops` remembers, with their steps, test results and failing rows. */
export const keptRuns = 200

/**
 * Removes what `ops` keeps of older runs. A run that built a table which still exists stays, and so do the test results
 * of that table and the rows that were set aside from it.
 */
export async function pruneRuns(client: ClientBase): Promise<void> {
  const oldest = `(select coalesce(min(run_id), 0) from (select run_id from ops.runs order by run_id desc limit ${keptRuns}) kept)`
  const ofTable = (row: string) =>
    `exists (select from ops.tables t where t.run_id = ${row}.run_id and t.relation = ${row}.relation)`
  const inUse = (row: string) => `exists (
    select from ops.tables t where t.run_id = ${row}.run_id
    union all
    select from ops.published p where p.run_id = ${row}.run_id)`
  await client.query('begin')
  try {
    await client.query(`delete from ops.test_failures f where run_id < ${oldest} and not ${ofTable('f')}`)
    await client.query(`delete from ops.test_results r where run_id < ${oldest} and not ${ofTable('r')}`)
    await client.query(`delete from ops.steps s where run_id < ${oldest} and not ${inUse('s')}`)
    await client.query(`delete from ops.runs r where run_id < ${oldest} and not ${inUse('r')}`)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
