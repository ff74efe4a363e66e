import fc from 'fast-check'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sql, type Transform, text, transform } from '#engine'
import { type BuildOptions, build } from '../../../engine/build/build.ts'
import { cloneDatabase, type TestDatabase } from '../../harness/database.ts'
import { numberColumns, putItems, readItems, stg_items, sumOf, warehouseOf } from '../tiny.ts'
import { databaseState } from './database-state.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await cloneDatabase()
  await putItems(db.pool, { a: 1, b: 2 })
})
afterEach(() => db.drop())

const total = sumOf('total', [stg_items], 0)
const other = sumOf('other', [stg_items], 0)

function people(columns: 'few' | 'all'): Transform {
  const name = text('Name').pii('name')
  return transform('marts.people', {
    description: 'People',
    grain: ['item'],
    columns: columns === 'all' ? { ...numberColumns, full_name: name } : { ...numberColumns },
    query:
      columns === 'all' ? sql`select item, amount, 'Ann' as full_name from ${total}` : sql`table ${total}`,
  })
}

const run = (transforms: readonly Transform[], options: BuildOptions = {}, { pool } = db) =>
  build(pool, warehouseOf(...transforms), { jobs: 2, secondsForReaders: 3, ...options })

/** Opens a transaction that has read these relations, and stays open. */
async function reading(relations: readonly string[], begin = 'begin', { url } = db): Promise<pg.Client> {
  const reader = new pg.Client({ connectionString: url, application_name: 'a dashboard' })
  reader.on('error', () => {})
  await reader.connect()
  await reader.query(begin)
  for (const relation of relations) await reader.query(`select from ${relation}`)
  return reader
}

const replaced = async () =>
  (await db.pool.query(`select from pg_namespace where nspname ~ '^held_'`)).rowCount

test('a transaction that stays open does not keep a build from publishing', async () => {
  await run([stg_items, total, other])
  await db.pool.query('create view public.mine as select sum(amount) as amount from marts.total')
  const reader = await reading(['marts.total'])
  await putItems(db.pool, { a: 10 })
  const summary = await run([stg_items, total, other])
  expect(await readItems(db.pool, 'marts.total')).toEqual({ a: 10, b: 2 })
  expect((await db.pool.query('select amount from public.mine')).rows).toEqual([{ amount: '12' }])
  expect((await reader.query(`select amount from marts.total where item = 'a'`)).rows).toEqual([
    { amount: '10' },
  ])
  expect(summary.stillRead).toBe(1)
  expect(await replaced()).toBe(1)
  await reader.query('commit')
  await reader.end()
  expect((await run([stg_items, total, other])).stillRead).toBe(0)
  expect(await replaced()).toBe(0)
  const tables = await db.pool.query(`select from pg_tables where schemaname = 'build'`)
  expect(tables.rowCount).toBe(3)
})

test('a publication past readers leaves what one without readers leaves', async () => {
  const views = ['staging.stg_items', 'marts.total', 'marts.other', 'marts.people', 'pii.people']
  await db.pool.query(`
    alter default privileges in schema marts grant select on tables to public;
    grant usage on schema marts to public;
    create table marts.own (note text default 'mine');
    create domain marts.percent as numeric;
    create function marts.half(marts.percent) returns numeric language sql return $1 / 2`)
  await run([stg_items, total, other, people('all')])
  await db.pool.query('grant select (item) on marts.total to clientele_cube')
  const rights = async ({ pool }: TestDatabase) =>
    (
      await pool.query(`
      select nspname, nspacl::text[] as grants, obj_description(oid, 'pg_namespace') as comment,
        (select array_agg(proname) from pg_proc where pronamespace = n.oid) as routines,
        (select array_agg(typname::text order by typname) from pg_type where typnamespace = n.oid and typtype = 'd') as domains,
        (select array_agg(defaclacl::text) from pg_default_acl where defaclnamespace = n.oid) as default_rights,
        (select array_agg(attacl::text order by relname, attnum) from pg_attribute a join pg_class c on c.oid = a.attrelid
         where relnamespace = n.oid and attacl is not null) as column_rights
      from pg_namespace n where nspname in ('staging', 'marts', 'pii') order by 1`)
    ).rows
  const first = await rights(db)
  const held = fc.subarray(views, { minLength: 1 })
  await fc.assert(
    fc.asyncProperty(held, fc.constantFrom('few', 'all'), async (relations, columns) => {
      const readers = await Promise.all([reading(relations), reading(relations.slice(0, 1))])
      const fresh = await cloneDatabase()
      try {
        await putItems(db.pool, { a: 7 })
        const wanted = [stg_items, total, { ...other, description: 'New' }, people(columns)]
        await run(wanted)
        await Promise.all(readers.map((reader) => reader.end()))
        await run(wanted)
        await putItems(fresh.pool, { a: 7, b: 2 })
        await run(wanted, {}, fresh)
        const views = async ({ pool }: TestDatabase) =>
          (await databaseState(pool)).relations
            .filter(({ relkind }) => relkind === 'v')
            .map(({ grants: _, definition, ...view }) => ({
              ...view,
              definition: definition.replace(/__\w+/, ''),
            }))
        expect(await views(db)).toEqual(await views(fresh))
        expect(await rights(db)).toEqual(first)
        for (const view of ['marts.total', 'marts.people'])
          expect(await readItems(db.pool, view)).toEqual({ a: 7, b: 2 })
        // put the columns back
        await run([stg_items, total, other, people('all')])
      } finally {
        await fresh.drop()
      }
    }),
    { numRuns: 2, endOnFailure: true },
  )
})

test('a transaction that is bound to a moment is told so, and never finds a new table empty', async () => {
  await run([stg_items, total, other])
  const bound = ['begin isolation level repeatable read', 'begin isolation level serializable read only']
  const readers = await Promise.all(bound.map((begin) => reading(['marts.total'], begin)))
  await putItems(db.pool, { a: 5 })
  await run([stg_items, total, other])
  expect(await readItems(db.pool, 'marts.total')).toEqual({ a: 5, b: 2 })
  for (const reader of readers) {
    for (const view of ['marts.total', 'marts.other']) {
      await reader.query('savepoint asked')
      await expect(reader.query(`select count(*) from ${view}`)).rejects.toMatchObject({
        code: '40001',
        message: expect.stringContaining('began before run 2 was published'),
      })
      await reader.query('rollback to savepoint asked')
    }
    await reader.query('rollback')
    expect((await reader.query(`select amount from marts.other where item = 'a'`)).rows).toEqual([
      { amount: '5' },
    ])
    await reader.end()
  }
  await putItems(db.pool, { a: 6 })
  await run([stg_items, total, other])
  const { rows } = await db.pool.query(`select from pg_views where definition like '%sees_run%'`)
  expect(rows).toEqual([])
})

test('if a build cannot go past a reader, it names the session, and ends it only if asked to', async () => {
  await run([stg_items, total])
  // what reads the view cannot be made again, so the view cannot be left behind
  await db.pool.query('create materialized view public.kept as select * from marts.total')
  const reader = await reading(['marts.total'])
  await putItems(db.pool, { a: 5 })
  const error = await run([stg_items, total], { secondsForReaders: 1 }).catch((caught: unknown) => caught)
  expect(error).toMatchObject({
    code: 'publish-blocked',
    message: expect.stringMatching(
      /\(a dashboard\), idle in transaction for \d+ s, holds .*marts\.total.*public\.kept depends on a view that is held/s,
    ),
  })
  expect((await reader.query('select count(*)::int as n from marts.total')).rows).toEqual([{ n: 2 }])
  expect(await readItems(db.pool, 'marts.total')).toEqual({ a: 1, b: 2 })
  expect((await run([stg_items, total], { secondsForReaders: 3, endIdleReaders: true })).reused).toBe(2)
  expect(await readItems(db.pool, 'marts.total')).toEqual({ a: 5, b: 2 })
  await expect(reader.query('select')).rejects.toThrow()
  await reader.end().catch(() => {})
})

test('constraints of a table that is held are changed by a later build', async () => {
  const wanted = [stg_items, { ...total, indexes: [['amount']] }]
  await run([stg_items, { ...total, indexes: [['item']] }])
  const reader = await reading(['marts.total'])
  expect((await run(wanted)).updated).toBe(1)
  const indexes = async () =>
    (await databaseState(db.pool)).indexes
      .filter(({ relation, indisprimary }) => /total/.test(relation) && !indisprimary)
      .map(({ definition }) => definition)
  expect(await indexes()).toEqual([' USING btree (amount)', ' USING btree (item)'])
  await reader.end()
  await run(wanted)
  expect(await indexes()).toEqual([' USING btree (amount)'])
})
