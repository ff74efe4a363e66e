import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRecords } from '../../engine/loading/load.ts'
import { unload } from '../../engine/loading/unload.ts'
import { catalogue, listPriceRaise, stockOf } from '../../seeds/sample/catalogue.ts'
import { shopify } from '../../transforms/sources/shopify/shopify.ts'
import { buildAll, loadJson, loadText } from '../field/field.ts'
import { cloneDatabase, type TestDatabase, useDatabase } from '../harness/database.ts'
import { shopOrder } from './goods-records.ts'

const sample = useDatabase('sample')

const mug = (day: string, price: string, parts: object = {}) => ({
  id: 1,
  title: 'Mug',
  vendor: 'Pottery',
  product_type: 'Kitchen > Cups',
  status: 'active',
  tags: '',
  variants: [{ id: 11, title: 'Default Title', sku: 'MUG', price: '5.00', compare_at_price: price }],
  created_at: '2025-01-01T00:00:00Z',
  updated_at: `${day}T00:00:00Z`,
  ...parts,
})

describe('list prices over time', () => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await cloneDatabase('built')
    await loadJson(db.pool, 'shopify.products', [mug('2026-01-01', '10.00'), mug('2026-03-01', '12.00')])
    await loadJson(db.pool, 'shopify.products', [mug('2026-05-01', '14.00')])
    // the same price again is no change, and a version that arrives late takes its place
    await loadJson(db.pool, 'shopify.products', [mug('2026-05-09', '14.00'), mug('2026-02-01', '11.00')])
    const days = ['2025-06-01', '2026-01-31', '2026-02-01', '2026-04-30', '2026-05-01', '2026-06-01']
    await loadJson(
      db.pool,
      'shopify.orders',
      days.map((day, index) => shopOrder(index + 1, { processed_at: `${day}T00:00:00Z` })),
    )
    const till = await loadText(
      db.pool,
      'square.orders',
      'items.csv',
      [
        'Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Event Type,Location',
        '2026-06-01,10:00:00,London,Tableware,House mug,1,Regular,MUG,£5.00,£0.00,£5.00,£0.00,T1,Payment,Quay',
        '2026-06-01,10:00:00,London,Tableware,Cup,1,Regular,CUP,£5.00,£0.00,£5.00,£0.00,T1,Payment,Quay',
      ].join('\n'),
    )
    expect(till.reasons).toEqual([])
    await buildAll(db.pool)
  })
  afterAll(() => db.drop())

  test('each period has its price, the first also before it was recorded', async () => {
    const { rows } = await db.pool.query(
      `select list_price::float as price, valid_from::date::text as from, valid_to::date::text as to, is_current
       from warehouse.dim_product_history where product_id = '1' order by valid_from`,
    )
    expect(rows).toEqual([
      { price: 10, from: '0001-01-01', to: '2026-02-01', is_current: false },
      { price: 11, from: '2026-02-01', to: '2026-03-01', is_current: false },
      { price: 12, from: '2026-03-01', to: '2026-05-01', is_current: false },
      { price: 14, from: '2026-05-01', to: '9999-12-31', is_current: true },
    ])
  })

  test('a line has the version of the moment at which it was sold', async () => {
    const { rows } = await db.pool.query<{ price: number }>(
      `select v.list_price::float as price
       from warehouse.fct_order_lines l join warehouse.dim_product_history v using (product_version_key)
       where l.source = 'shopify' order by l.occurred_at`,
    )
    expect(rows.map(({ price }) => price)).toEqual([10, 10, 11, 12, 14, 14])
  })

  test('an item of the till is the product of the catalogue with its SKU, and keeps its own key and name', async () => {
    const { rows } = await db.pool.query(
      `select p.source, p.product_name, conformed.product_name as conformed, p.category_path, p.category_1, p.category_2,
         p.category_3, p.brand, p.list_price::float as list_price, p.product_key = p.conformed_product_key as is_itself
       from warehouse.dim_product p
       join warehouse.dim_product conformed on conformed.product_key = p.conformed_product_key
       where p.is_merchandise order by p.source, p.product_name`,
    )
    const kitchen = {
      conformed: 'Mug',
      category_path: 'Kitchen > Cups',
      category_1: 'Kitchen',
      category_2: 'Cups',
      category_3: 'Cups',
      brand: 'Pottery',
      list_price: 14,
    }
    const tableware = 'Tableware'
    expect(rows).toEqual([
      { ...kitchen, source: 'shopify', product_name: 'Mug', is_itself: true },
      {
        source: 'square',
        product_name: 'Cup',
        conformed: 'Cup',
        category_path: tableware,
        category_1: tableware,
        category_2: tableware,
        category_3: tableware,
        brand: null,
        list_price: null,
        is_itself: true,
      },
      { ...kitchen, source: 'square', product_name: 'House mug', is_itself: false },
    ])
  })

  test('an exported sale is in the store that its row names', async () => {
    const { rows } = await db.pool.query(
      `select s.store_name, s.is_described from warehouse.fct_orders o join warehouse.dim_store s using (store_key)
       where o.source = 'square'`,
    )
    expect(rows).toEqual([{ store_name: 'Quay', is_described: false }])
  })

  test('what a load brought is forgotten with it', async () => {
    const versions = async () =>
      (await db.pool.query('select count(*)::int as count from ops.record_versions')).rows[0]?.count
    const { loadId } = await loadJson(db.pool, 'shopify.products', [mug('2026-07-01', '20.00')])
    expect(await versions()).toBe(6)
    await unload(db.pool, shopify.products, { load: loadId }, { isDryRun: false, isConfirmed: true })
    expect(await versions()).toBe(5)
  })
})

test('versions are kept alike in whatever order and however many loads they arrive', async () => {
  const db = await cloneDatabase('migrated')
  const version = fc.record({
    id: fc.integer({ min: 1, max: 3 }),
    day: fc.integer({ min: 1, max: 9 }),
    price: fc.integer({ min: 1, max: 3 }),
  })
  const kept = async () => {
    const { rows } = await db.pool.query(
      'select record_key, changed_at, kept from ops.record_versions order by record_key, changed_at',
    )
    await db.pool.query('truncate ops.record_versions, raw.shopify__products')
    return rows
  }
  const load = (versions: readonly { id: number; day: number; price: number }[]) =>
    loadRecords(
      db.pool,
      shopify.products,
      versions.map(({ id, day, price }) => mug(`2026-01-0${day}`, `${price}.00`, { id })),
      { origin: 'test', isSample: false },
    )
  try {
    await fc.assert(
      fc.asyncProperty(
        fc
          .uniqueArray(version, { minLength: 1, maxLength: 12, selector: ({ id, day }) => id * 10 + day })
          .chain((all) =>
            fc.record({
              all: fc.constant(all),
              shuffled: fc.shuffledSubarray(all, { minLength: all.length }),
              cut: fc.integer({ min: 0, max: all.length }),
            }),
          ),
        async ({ all, shuffled, cut }) => {
          await load(all)
          const expected = await kept()
          expect(expected).toHaveLength(all.length)
          await load(shuffled.slice(0, cut))
          await load(shuffled.slice(cut))
          // a file that is loaded again changes nothing
          await load(shuffled)
          expect(await kept()).toEqual(expected)
        },
      ),
      { numRuns: 15 },
    )
  } finally {
    await db.drop()
  }
})

test('the raised list prices of the sample company are found, each on its day', async () => {
  const { rows } = await sample.pool.query<{ product_id: string; price: number; from: Date }>(
    `select product_id, h.list_price::float as price, valid_from as from
     from warehouse.dim_product_history h
     join warehouse.dim_product p using (product_key, product_id)
     where p.source = 'shopify' and version_number = 2`,
  )
  const raised = catalogue.flatMap(({ id, price }, index) => {
    const raise = listPriceRaise(index)
    return raise ? [{ id: String(id), price: Math.round(price * raise.factor) / 100, at: raise.at }] : []
  })
  expect(raised.length).toBe(10)
  expect(
    rows.map(({ product_id, price, from }) => ({ id: product_id, price, at: from.getTime() })).sort(byId),
  ).toEqual(raised.sort(byId))
})

test('what both channels sell of a product is one product, in the category of the catalogue', async () => {
  const { rows } = await sample.pool.query<{
    title: string
    names: number
    category: string
    channels: number
  }>(`
    select
      min(p.product_name) as title,
      count(distinct p.product_name)::int as names,
      string_agg(distinct p.category_path, ' and ') as category,
      count(distinct l.channel)::int as channels
    from warehouse.fct_order_lines l join warehouse.dim_product p using (product_key)
    where p.is_merchandise
    group by p.conformed_product_key`)
  expect(rows.filter(({ channels }) => channels === 2).length).toBeGreaterThan(40)
  const departments = new Map(catalogue.map(({ title, department }) => [title, department]))
  expect(rows.length).toBe(new Set(rows.map(({ title }) => title)).size)
  for (const { title, names, category } of rows) {
    expect(names, title).toBe(1)
    expect(category, title).toBe(departments.get(title))
  }
})

test('the stock of the sample company on a day, and now', async () => {
  const stockOn = async (condition: string) => {
    const { rows } = await sample.pool.query<{ units: number; worth: number }>(
      `select sum(quantity)::int as units, sum(original_value)::float as worth
       from warehouse.fct_inventory_variants where ${condition}`,
    )
    return rows[0]
  }
  const planted = (day: number) => {
    const stocks = catalogue.map(({ price }, index) => {
      const raise = listPriceRaise(index)
      const { before, after } = stockOf(index)
      const units = raise && raise.at <= day ? after : before
      return { units, worth: (units * price) / 100 }
    })
    return {
      units: stocks.reduce((sum, { units }) => sum + units, 0),
      worth: expect.closeTo(stocks.reduce((sum, { worth }) => sum + worth, 0)),
    }
  }
  expect(await stockOn('is_current')).toEqual(planted(Number.POSITIVE_INFINITY))
  for (const day of ['2024-01-01', '2025-06-30', '2026-06-30'])
    expect(await stockOn(`from_date <= '${day}' and '${day}' < to_date`)).toEqual(planted(Date.parse(day)))
})

const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id)
