import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { holds, sql, type Transform, text, transform } from '#engine'
import { describeGraph } from '../../../engine/graph/check.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import { useDatabase } from '../../harness/database.ts'
import { numberColumns, stg_items } from '../tiny.ts'

const db = useDatabase()

async function problemsOf(broken: Transform) {
  const client = await db.pool.connect()
  try {
    return await describeGraph(client, new Graph([stg_items, broken]))
  } finally {
    client.release()
  }
}
const spec = { description: 'A table', grain: ['item'], columns: numberColumns } as const

/** The line of this file on which a text stands first. */
function lineOf(text: string): number {
  const lines = readFileSync(import.meta.filename, 'utf8').split('\n')
  return lines.findIndex((line) => line.includes(text)) + 1
}

test('a misspelt column is found with its file and line', async () => {
  const problems = await problemsOf(
    transform('marts.x', {
      ...spec,
      query: sql`
        select item,
          amuont as amount
        from ${stg_items}`,
    }),
  )
  expect(problems).toEqual([
    {
      relation: 'marts.x',
      message:
        'column "amuont" does not exist (Perhaps you meant to reference the column "staging.stg_items.amount".)',
      at: `test/engine/graph/check.test.ts:${lineOf('amuont as amount')}`,
    },
  ])
})

test.each([
  [
    'column amount is numeric in the contract and integer in the query; cast it',
    sql`select item, 1 as amount from ${stg_items}`,
  ],
  ['the contract has a column amount, the query does not', sql`select item from ${stg_items}`],
  ['the query has a column more, the contract does not', sql`select *, 1 as more from ${stg_items}`],
])('a query that does not keep its contract is found: %s', async (message, query) => {
  expect(await problemsOf(transform('marts.x', { ...spec, query }))).toMatchObject([{ message }])
})

test('a data test that is not valid SQL is found', async () => {
  const tests = [holds('sense', sql`nonsense > 0`)]
  const problems = await problemsOf(transform('marts.x', { ...spec, tests, query: sql`table ${stg_items}` }))
  expect(problems).toMatchObject([{ message: 'test sense: column "nonsense" does not exist' }])
})

test('check leaves nothing in the database, and compares types without their modifiers', async () => {
  const columns = { item: text('Item'), amount: numberColumns.amount }
  expect(
    await problemsOf(
      transform('marts.x', {
        ...spec,
        columns,
        query: sql`select item, amount::numeric(9,2) as amount from ${stg_items}`,
      }),
    ),
  ).toEqual([])
  const { rows } = await db.pool.query(`select nspname from pg_namespace where nspname like 'check%'`)
  expect(rows).toEqual([])
})
