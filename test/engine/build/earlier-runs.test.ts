import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql, type Transform, text, transform } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { cloneDatabase, type TestDatabase } from '../../harness/database.ts'
import { numberColumns, putItems, readItems, stg_items, sumOf, warehouseOf } from '../tiny.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await cloneDatabase()
})
afterEach(() => db.drop())

const keptPublications = 2
const root = join(import.meta.dirname, '../../..')

async function publish(...transforms: readonly Transform[]): Promise<number | null> {
  return (await build(db.pool, warehouseOf(...transforms), { jobs: 2, keptPublications })).runId
}

/** The command as a person runs it. */
async function clientele(...args: string[]): Promise<{ code: number; output: string }> {
  const env = { ...process.env, DATABASE_URL: db.url }
  const running = promisify(execFile)(process.execPath, [join(root, 'cli/main.ts'), ...args], { env })
  return running.then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    ({ code, stdout, stderr }) => ({ code, output: `${stdout}${stderr}` }),
  )
}

test('a mart can be asked what it said in each of the last earlier runs, whatever changed between them', async () => {
  const change = fc.record({
    amount: fc.integer({ min: 1, max: 3 }),
    constant: fc.integer({ min: 0, max: 1 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 4, maxLength: 7 }), async (changes) => {
      await db.drop()
      db = await cloneDatabase()
      const said: { run: number; items: unknown }[] = []
      for (const { amount, constant } of changes) {
        await putItems(db.pool, { a: amount })
        const run = await publish(
          stg_items,
          sumOf('total', [stg_items], constant),
          sumOf('same', [stg_items], 0),
        )
        if (run !== null) said.push({ run, items: { a: amount + constant } })
        const schemas = await db.pool.query<{ name: string }>(
          `select nspname as name from pg_namespace where nspname like 'as\\_of\\_run\\_%' order by oid`,
        )
        const kept = said.slice(0, -1).slice(-keptPublications)
        expect(schemas.rows.map(({ name }) => name)).toEqual(kept.map((one) => `as_of_run_${one.run}`))
        for (const one of kept) {
          expect(await readItems(db.pool, `as_of_run_${one.run}.total`)).toEqual(one.items)
        }
        // staging is not kept, and a mart that did not change is kept once
        const tables = await db.pool.query(`select from pg_tables where schemaname = 'build'`)
        expect(tables.rowCount).toBeLessThanOrEqual(1 + 2 * (1 + keptPublications))
      }
    }),
    { numRuns: 4 },
  )
})

test('a kept run masks personal data, also what is declared to be so later, and readers see no more than that', async () => {
  const people = (isTagged: boolean) =>
    transform('marts.people', {
      description: 'People',
      grain: ['item'],
      columns: { ...numberColumns, full_name: isTagged ? text('Name').pii('name') : text('Name') },
      query: sql`select item, amount, 'Ann' as full_name from ${stg_items}`,
    })
  await putItems(db.pool, { a: 1 })
  const first = await publish(stg_items, people(false))
  await putItems(db.pool, { a: 2 })
  await publish(stg_items, people(false))
  const nameAsReader = async () => {
    const client = await db.pool.connect()
    try {
      await client.query('set role clientele_reader')
      return (await client.query(`select amount, full_name from as_of_run_${first}.people`)).rows
    } finally {
      await client.query('reset role')
      client.release()
    }
  }
  expect(await nameAsReader()).toEqual([{ amount: '1', full_name: 'Ann' }])
  await publish(stg_items, people(true))
  expect(await nameAsReader()).toEqual([{ amount: '1', full_name: null }])
})

test('a reader of an older run does not stop builds, and its tables go when the reader has finished', async () => {
  const total = sumOf('total', [stg_items], 0)
  const publishAmount = async (amount: number) => {
    await putItems(db.pool, { a: amount })
    return publish(stg_items, total)
  }
  const first = await publishAmount(1)
  await publishAmount(2)
  const reader = await db.pool.connect()
  await reader.query('begin')
  await reader.query(`select * from as_of_run_${first}.total`)
  for (const amount of [3, 4, 5]) await publishAmount(amount)
  expect((await reader.query(`select amount::int from as_of_run_${first}.total`)).rows).toEqual([
    { amount: 1 },
  ])
  await reader.query('commit')
  reader.release()
  await publishAmount(6)
  const { rows } = await db.pool.query(`select to_regnamespace('as_of_run_${first}') as schema`)
  expect(rows).toEqual([{ schema: null }])
})

test('`clientele as-of` prints SQL for a kept run, lists the runs with their disk, and refuses others', async () => {
  const runs: (number | null)[] = []
  for (const amount of [1, 2, 3, 4]) {
    await putItems(db.pool, { a: amount })
    runs.push(await publish(stg_items, sumOf('total', [stg_items], 0)))
  }
  const [gone, , kept] = runs
  const answer = await clientele('as-of', String(kept), 'total')
  expect(answer.code).toBe(0)
  expect((await db.pool.query(answer.output)).rows).toMatchObject([{ item: 'a', amount: '3' }])
  const list = await clientele('as-of')
  expect(list.output).toContain(`as_of_run_${kept}`)
  expect(list.output).toMatch(/MB of its own/)
  const refused = await clientele('as-of', String(gone), 'total')
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('run-not-kept') })
})
