import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { decimal, flag, id, integer, source, sql, transform, withDeleted } from '#engine'
import { loadWarehouse } from '../../../engine/graph/catalogue.ts'
import { describeGraph } from '../../../engine/graph/check.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import { cloneDatabase, useDatabase } from '../../harness/database.ts'
import { land, stage } from '../../sources/staged.ts'

const db = useDatabase()

const shop = source('shop', {
  system: 'A shop',
  entities: {
    orders: {
      description: 'Orders',
      key: ['id'],
      deletedWhen: { field: 'deleted', is: true },
      fields: { id: z.string(), amount: z.number(), deleted: z.boolean() },
    },
    clicks: { description: 'Without a key, so never deleted', key: 'content', fields: { page: z.string() } },
  },
})
const stg_orders = transform('staging.stg_orders', {
  description: 'Orders.',
  grain: ['id'],
  columns: { id: id('Order'), amount: decimal('Amount') },
  query: sql`select id, amount::numeric as amount from ${shop.orders}`,
})
const stg_all_orders = transform('staging.stg_all_orders', {
  description: 'Orders, deleted ones too.',
  grain: ['id'],
  columns: { id: id('Order'), is_deleted: flag('Deleted') },
  query: sql`select id, _is_deleted as is_deleted from ${withDeleted(shop.orders)} o where o.id is not null`,
})
const stg_clicks = transform('staging.stg_clicks', {
  description: 'Clicks.',
  grain: ['page'],
  columns: { page: id('Page') },
  query: sql`select distinct page from ${withDeleted(shop.clicks)}`,
})
const totals = transform('marts.totals', {
  description: 'One row with what is left.',
  grain: ['order_count'],
  columns: { order_count: integer('Orders'), amount: decimal('Amount') },
  query: sql`
    select count(*)::integer as order_count, coalesce(sum(amount), 0) as amount from ${stg_orders}`,
})
const declared = [stg_orders, stg_all_orders, stg_clicks, totals]
const entities = [shop.orders, shop.clicks]

test('law: what is published is what was not deleted last, whatever is loaded in whatever order', async () => {
  const order = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    amount: fc.integer({ min: 0, max: 99 }),
    deleted: fc.boolean(),
  })
  const files = fc.array(fc.array(order, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(files, async (loads) => {
      const fresh = await cloneDatabase()
      try {
        const newest = new Map<string, { amount: number; deleted: boolean }>()
        for (const records of loads) {
          await land(fresh.pool, shop.orders, records)
          for (const record of records) newest.set(record.id, record)
          await stage(fresh.pool, entities, declared)
          const live = [...newest.values()].filter(({ deleted }) => !deleted)
          const { rows } = await fresh.pool.query('select order_count, amount::float from marts.totals')
          const amount = live.reduce((sum, one) => sum + one.amount, 0)
          expect(rows).toEqual([{ order_count: live.length, amount }])
          const all = await fresh.pool.query('select id, is_deleted from staging.stg_all_orders')
          expect(new Map(all.rows.map((row) => [row.id, row.is_deleted]))).toEqual(
            new Map([...newest].map(([key, { deleted }]) => [key, deleted])),
          )
        }
      } finally {
        await fresh.drop()
      }
    }),
    { numRuns: 4 },
  )
})

test('check says how to read deleted records where a transform looks for the mark', async () => {
  const old = { ...stg_orders, query: sql`select id, amount from ${shop.orders} where not _is_deleted` }
  const client = await db.pool.connect()
  const problems = await describeGraph(client, new Graph([old])).finally(() => client.release())
  expect(problems).toHaveLength(1)
  expect(problems[0]?.message).toMatch(/^column "_is_deleted" does not exist: .*Write withDeleted\(…\)/)
  expect(problems[0]?.at).toMatch(/deleted\.test\.ts:\d+$/)
})

test('a deleted record of a shipped source vanishes from staging, unless its table has a column that says so', async () => {
  const { graph, entities } = await loadWarehouse(join(import.meta.dirname, '../../../transforms'))
  const reading = graph.transforms.filter((t) =>
    graph.inputs(t).some((input) => 'includesDeleted' in input && input.includesDeleted === true),
  )
  const silent = reading.filter((t) => !('is_deleted' in t.columns)).map(({ shortName }) => shortName)
  // a consent, and a link that identifies a person, outlast the record that they were found in
  expect(silent.sort()).toEqual([
    'stg_hubspot__consents',
    'stg_hubspot__record_links',
    'stg_klaviyo__consents',
    // a former level stays true
    'stg_loyalty__membership_versions',
    'stg_zendesk__record_links',
    // reads which tickets are deleted, to leave their comments out
    'stg_zendesk__ticket_comments',
  ])
  expect([...entities.values()].filter(({ deletedWhen }) => deletedWhen).length).toBeGreaterThan(8)
})
