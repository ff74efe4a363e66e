import { expect, test } from 'vitest'
import { type Procedure, procedure, sql, transform } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { describeGraph } from '../../../engine/graph/check.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import { useDatabase } from '../../harness/database.ts'
import { numberColumns, putItems, readItems, stg_items, warehouseOf } from '../tiny.ts'

const db = useDatabase()

const doubled = (run: Procedure['run']) =>
  transform('marts.doubled', {
    description: 'Numbers, doubled in several statements.',
    grain: ['item'],
    columns: numberColumns,
    query: procedure({ reads: [stg_items], code: [import.meta.filename], run }),
  })

test('a procedure fills its table in several statements', async () => {
  await putItems(db.pool, { a: 1, b: 2 })
  const program = doubled(async ({ execute, into }) => {
    expect(
      await execute(sql`create temp table double on commit drop as select item, amount from ${stg_items}`),
    ).toBe(2)
    await execute(sql`update double set amount = 2 * amount`)
    await execute(sql`insert into ${into} select * from double`)
  })
  const { rowCount } = await build(db.pool, warehouseOf(stg_items, program), { jobs: 1 })
  expect(rowCount).toBe(4)
  expect(await readItems(db.pool, 'marts.doubled')).toEqual({ a: 2, b: 4 })
})

test('check finds a statement that is not valid SQL, with its line, and a build fails on it', async () => {
  const misspelt: Procedure['run'] = async ({ execute, into }) => {
    await execute(sql`insert into ${into} select item, amuont from ${stg_items}`)
  }
  const program = doubled(misspelt)
  const client = await db.pool.connect()
  const problems = await describeGraph(client, new Graph([stg_items, program])).finally(() =>
    client.release(),
  )
  expect(problems).toMatchObject([
    {
      relation: 'marts.doubled',
      message: expect.stringContaining('amuont'),
      at: expect.stringMatching(/procedure\.test\.ts:\d+$/),
    },
  ])
  const query = { reads: [stg_items], codeHash: 'other', run: misspelt }
  const other = { ...program, query }
  await expect(build(db.pool, warehouseOf(stg_items, other), { jobs: 1 })).rejects.toThrow('amuont')
})
