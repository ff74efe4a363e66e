import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { decimalText, instantText, source } from '#engine'
import { pullTable } from '../../../engine/loading/pull.ts'
import type { TableSource } from '../../../engine/loading/table-rows.ts'
import { cloneDatabase, type TestDatabase, useDatabase } from '../../harness/database.ts'

const shop = source('shop', {
  system: 'A test',
  entities: {
    orders: {
      description: 'Orders of a shop with its own database',
      key: ['id'],
      changedAt: 'updated_at',
      deletedWhen: { field: 'is_deleted', is: true },
      fields: {
        id: z.int(),
        total: decimalText().nullable(),
        note: z.string().nullable(),
        tags: z.array(z.string()).nullable(),
        is_deleted: z.boolean(),
        updated_at: instantText().nullable(),
      },
    },
    lines: {
      description: 'Lines, identified by their content',
      key: 'content',
      fields: { item: z.string() },
    },
  },
})

const db = useDatabase()
let company: TestDatabase
let orders: TableSource
beforeAll(async () => {
  company = await cloneDatabase()
  orders = { url: company.url, origin: 'the shop', table: 'shop.orders', cursor: 'updated_at', batch: 40 }
  await company.pool.query(`
    create schema shop;
    create table shop.orders (id bigint primary key, total numeric, note text, tags jsonb, is_deleted boolean not null,
      updated_at timestamptz);
    insert into shop.orders select n, n + 0.01, 'note, "' || n || E'"\\n\\t\\\\', '["a", "b"]', false,
      '2026-03-01 10:00:00.123456+02'::timestamptz + (n / 3) * interval '1 minute' from generate_series(1, 100) n;
    insert into shop.orders values (101, null, null, null, false, null), (102, 'NaN', '', '[1]', false, now());
    create table shop.lines as select 'mug' as item from generate_series(1, 3)`)
})
afterAll(async () => {
  await company.drop()
})

const pull = async (changes: Partial<TableSource> = {}) => {
  const results = await pullTable(db.pool, shop.orders, { ...orders, ...changes })
  const sum = (of: (r: (typeof results)[number]) => number) => results.reduce((total, r) => total + of(r), 0)
  return [
    results.length,
    sum((r) => r.loaded),
    sum((r) => r.updated),
    sum((r) => r.unchanged),
    sum((r) => r.quarantined),
  ]
}

test('the first pull loads the whole table through the contract, and the next ones only what has changed', async () => {
  expect(await pull()).toEqual([3, 101, 0, 0, 1])
  const { rows } = await db.pool.query(`
    select count(*)::int as rows, sum(total)::text as total, count(distinct note)::int as notes,
      count(tags->>1)::int as tags, max(_changed_at)::text as newest from raw.shop__orders`)
  const before = await company.pool.query(
    `select 101 as rows, sum(total)::text as total, 100 as notes, 100 as tags, max(updated_at)::text as newest
     from shop.orders where id <> 102`,
  )
  expect(rows).toEqual(before.rows)

  // the row without an instant and the rows with the last instant are read again
  expect(await pull()).toEqual([1, 0, 0, 1, 1])
  await company.pool.query(`
    update shop.orders set is_deleted = true, updated_at = now() + interval '1 hour' where id = 1;
    update shop.orders set total = 7, tags = '[]', updated_at = now() + interval '2 hours' where id in (2, 102)`)
  expect(await pull()).toEqual([1, 1, 2, 1, 0])
  expect((await db.pool.query('select id from raw.shop__orders where _is_deleted')).rows).toEqual([
    { id: '1' },
  ])
})

test('a pull that was interrupted continues where its last complete load ended', async () => {
  await db.pool.query(`truncate raw.shop__orders; truncate ops.pulls; update ops.entities set row_count = 0`)
  let loads = 0
  const broken = pullTable(db.pool, shop.orders, orders, {
    onLoad: () => {
      loads += 1
      if (loads === 2) throw new Error('the plug was pulled')
    },
  })
  await expect(broken).rejects.toThrow('the plug')
  const { rows } = await db.pool.query('select count(*)::int as rows from raw.shop__orders')
  expect(rows).toEqual([{ rows: 80 }])
  const [count, loaded, , unchanged] = await pull()
  expect([count, loaded]).toEqual([1, 22])
  expect(unchanged).toBeLessThan(6)
  expect((await pull({ batch: 1000 })).slice(0, 3)).toEqual([1, 0, 0])
})

test('a failed pull says why and never shows the password', async () => {
  const url = new URL(company.url)
  url.password = 'hunter2'
  url.port = '1'
  const attempts: [TableSource, string][] = [
    [{ ...orders, url: url.href }, 'pull-failed'],
    [{ ...orders, table: 'shop.none' }, 'pull-failed'],
    [{ ...orders, cursor: 'none' }, 'pull-invalid'],
    [{ ...orders, table: 'shop.lines' }, 'header-mismatch'],
  ]
  for (const [from, code] of attempts) {
    const failure = await pullTable(db.pool, shop.orders, from).catch((error) => error)
    expect(failure).toMatchObject({ code })
    expect(JSON.stringify(failure) + failure.message).not.toContain('hunter2')
  }
  const lines = { ...orders, table: 'shop.lines' }
  await expect(pullTable(db.pool, shop.lines, { ...lines, cursor: 'item' })).rejects.toMatchObject({
    code: 'pull-invalid',
  })
  const { cursor, ...whole } = lines
  expect(cursor).toBe('updated_at')
  expect(await pullTable(db.pool, shop.lines, whole)).toMatchObject([{ loaded: 3 }])
  expect(await pullTable(db.pool, shop.lines, whole)).toMatchObject([{ loaded: 0, unchanged: 3 }])
})
