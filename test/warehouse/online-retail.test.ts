import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { type LoadResult, loadFile } from '../../engine/loading/load.ts'
import { online_retail } from '../../transforms/sources/online_retail/online_retail.ts'
import { startTestCube, type TestCube } from '../cube/running.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { publicData } from './public-data.ts'

const file = publicData('online_retail/online_retail.csv.gz')
const about = file ? '' : ' (skipped: set CLIENTELE_DATA to the folder that holds online_retail/)'

/** Figures that come with the data set, counted by a program that is not this one. */
describe.skipIf(!file)(`the 541,909 invoice lines of UCI Online Retail${about}`, () => {
  let db: TestDatabase
  let cube: TestCube
  let loaded: LoadResult

  beforeAll(async () => {
    db = await cloneDatabase()
    loaded = await loadFile(db.pool, online_retail.transactions, file ?? '')
    await build(db.pool, await loadWarehouse(join(import.meta.dirname, '../../transforms')), { jobs: 2 })
    cube = await startTestCube(db.url)
  })
  afterAll(async () => {
    await cube?.stop()
    await db?.drop()
  })

  const one = async (query: string) => (await db.pool.query(query)).rows[0]

  test('are all in raw, none in quarantine', async () => {
    expect(loaded).toMatchObject({ read: 541_909, loaded: 541_909, quarantined: 0 })
    expect(
      await one(`select count(*)::int as rows, sum("Quantity")::int as quantity,
        sum("Quantity" * "UnitPrice")::text as amount from raw.online_retail__transactions`),
    ).toEqual({ rows: 541_909, quantity: 5_176_450, amount: '9747747.934' })
  })

  test.each([
    ['fct_order_lines', 'count(*)'],
    ['fct_orders', 'sum(line_count)'],
  ])('tie in %s: rows, quantity and money', async (fact, rows) => {
    expect(
      await one(`select ${rows}::int as rows, sum(quantity)::int as quantity, sum(net_amount + other_amount)::numeric(18,3)::text as amount
        from warehouse.${fact}`),
    ).toEqual({ rows: 541_909, quantity: 5_176_450, amount: '9747747.934' })
  })

  /** 2,110 lines of postage (279,462.12, of which 85,252.60 from known customers) and 34 gift vouchers (685.81). */
  test('tie in the mart, with and without the customers nobody knows, once postage and gift cards are added', async () => {
    expect(
      await one(`select sum(lifetime_value_amount)::numeric(18,3)::text as amount,
        sum(lifetime_value_amount) filter (where is_known)::numeric(18,3)::text as of_customers,
        count(*) filter (where is_known)::int as customers from marts.mart_customer_ltv`),
    ).toEqual({ amount: '9467600.004', of_customers: '8214813.214', customers: 4_372 })
    expect(
      await one(`select sum(other_amount)::numeric(18,3)::text as amount,
        sum(other_amount) filter (where customer_key <> -1)::numeric(18,3)::text as of_customers
        from warehouse.fct_orders`),
    ).toEqual({ amount: '280147.930', of_customers: '85252.600' })
    expect((9_467_600_004 + 280_147_930) / 1000).toBe(9_747_747.934)
    expect((8_214_813_214 + 85_252_600) / 1000).toBe(8_300_065.814)
  })

  test('tie in what Cube answers', async () => {
    const [orders] = await cube.rows({
      measures: ['orders.document_count', 'orders.line_count', 'orders.quantity', 'orders.net_revenue'],
    })
    expect(Object.values(orders ?? {}).map(Number)).toEqual([25_900, 541_909, 5_176_450, 9_467_600.004])
    const [value] = await cube.rows({
      measures: ['lifetime_value.net_revenue', 'lifetime_value.total_value', 'lifetime_value.party_count'],
    })
    expect(Object.values(value ?? {}).map(Number)).toEqual([9_467_600.004, 8_214_813.214, 4_372])
  })

  test('keep what is odd about them: cancellations, adjustments, write-offs, lines without a customer', async () => {
    expect(
      await one(`select count(*) filter (where line_type = 'return')::int as returns,
        count(*) filter (where line_type = 'adjustment')::int as adjustments,
        count(*) filter (where quantity < 0)::int as negative, count(*) filter (where unit_price_amount < 0)::int as below_zero,
        count(*) filter (where customer_key = -1)::int as nobody, count(distinct product_key)::int as products
        from warehouse.fct_order_lines`),
    ).toEqual({
      returns: 9_288,
      adjustments: 3,
      negative: 10_624,
      below_zero: 2,
      nobody: 135_080,
      products: 4_070,
    })
  })

  test('give the published figures of valid sales', async () => {
    expect(
      await one(`select count(*)::int as lines, count(distinct order_key)::int as invoices,
        count(distinct customer_key)::int as customers, sum(gross_amount + other_amount)::numeric(18,3)::text as amount
        from warehouse.fct_order_lines
        where line_type = 'sale' and gross_amount + other_amount > 0 and customer_key <> -1`),
    ).toEqual({ lines: 397_884, invoices: 18_532, customers: 4_338, amount: '8911407.904' })
    expect(
      await one(`select count(*) filter (where orders = 1)::int as once, max(orders)::int as most, sum(orders)::int as orders
        from (select customer_key, count(distinct order_key) as orders from warehouse.fct_order_lines
          where line_type = 'sale' and gross_amount + other_amount > 0 and customer_key <> -1 group by 1) customers`),
    ).toEqual({ once: 1_493, most: 209, orders: 18_532 })
    // 55 of these invoices charge for postage only, which is no purchase
    expect(
      await one(`select count(*) filter (where order_count = 1)::int as once, max(order_count)::int as most,
        sum(order_count)::int as orders from marts.mart_customer_ltv where is_known`),
    ).toEqual({ once: 1_501, most: 209, orders: 18_477 })
    expect(await one('select count(*)::int as scored from marts.mart_rfm')).toEqual({ scored: 4_338 })
  })

  test('give the rules of baskets that a count over the file itself gives', async () => {
    const { rows: rules } = await db.pool.query(`
      select first.product_id as first, second.product_id as second, together_count as both, product_count as single,
        basket_count as baskets, left_out_count as left_out, is_significant
      from marts.mart_product_rule rule
      join warehouse.dim_product first on first.product_key = rule.product_key
      join warehouse.dim_product second on second.product_key = rule.other_product_key
      where together_count >= 300
      order by lift desc, rule.product_key, rule.other_product_key
      limit 12`)
    const lines = await db.pool.query({
      text: 'select "InvoiceNo", "StockCode", "Quantity"::int, "UnitPrice"::float from raw.online_retail__transactions',
      rowMode: 'array',
    })
    const invoices = new Map<string, { codes: Set<string>; value: number }>()
    for (const [invoice, code, quantity, price] of lines.rows) {
      if (/^[AC]/.test(invoice) || quantity <= 0) continue
      const basket = invoices.get(invoice) ?? { codes: new Set<string>(), value: 0 }
      invoices.set(invoice, basket)
      if (!/^(?:POST|DOT|C2|gift_.*)$/i.test(code)) basket.value += quantity * price
      if (/^\d{5}[A-Za-z]*$/.test(code)) basket.codes.add(code)
    }
    const baskets = [...invoices.values()].filter(({ codes, value }) => value > 0 && codes.size > 0)
    const counted = baskets.filter(({ codes }) => codes.size <= 100)
    const withAll = (...wanted: string[]) =>
      counted.filter(({ codes }) => wanted.every((code) => codes.has(code))).length
    expect(rules).toHaveLength(12)
    expect(rules).toEqual(
      rules.map(({ first, second }) => ({
        ...{ first, second, both: withAll(first, second), single: withAll(first) },
        ...{ baskets: counted.length, left_out: baskets.length - counted.length, is_significant: true },
      })),
    )
  })

  test('give the published months and the retention of the first cohort', async () => {
    const months = await db.pool.query(`
      select to_char(d.month_start_date, 'YYYY-MM') as month, sum(l.gross_amount + l.other_amount)::numeric(18,2)::float as value,
        count(distinct l.customer_key)::int as customers,
        count(distinct l.customer_key) filter (where v.cohort_month_date = date '2010-12-01')::int as first_cohort
      from warehouse.fct_order_lines l join warehouse.dim_date d on d.date_day = l.occurred_date
      join marts.mart_customer_ltv v using (customer_key)
      where l.line_type = 'sale' and l.gross_amount + l.other_amount > 0 and v.is_known group by 1 order by 1`)
    expect(months.rows[0]).toEqual({ month: '2010-12', value: 572_713.89, customers: 885, first_cohort: 885 })
    expect(months.rows[11]).toMatchObject({ month: '2011-11', value: 1_161_817.38, customers: 1_664 })
    expect(months.rows.slice(1).map((row) => row.first_cohort)).toEqual([
      324, 286, 340, 321, 352, 321, 309, 313, 350, 331, 445, 235,
    ])
  })

  test('give the same cohort in its mart, but for one customer who only paid postage in April', async () => {
    const cohort = await db.pool.query(`
      select cohort_customer_count as customers, active_customer_count as active
      from marts.mart_cohort where cohort_month_date = date '2010-12-01' and month_date < date '2012-01-01'
      order by months_since_first_order`)
    expect(cohort.rows[0]).toEqual({ customers: 885, active: 885 })
    expect(cohort.rows.slice(1).map((row) => row.active)).toEqual([
      324, 286, 340, 320, 352, 321, 309, 313, 350, 331, 445, 235,
    ])
  })

  test('are the same in plain Latin-1 as in gzipped UTF-8, so that loading them again changes nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clientele-retail-'))
    try {
      const latin1 = join(folder, 'latin1.csv')
      const recode = new Transform({
        decodeStrings: false,
        transform: (text, _, done) => done(null, Buffer.from(String(text), 'latin1')),
      })
      const unpacked = createReadStream(file ?? '')
        .pipe(createGunzip())
        .setEncoding('utf8')
      await pipeline(unpacked, recode, createWriteStream(latin1))
      const again = await loadFile(db.pool, online_retail.transactions, latin1)
      expect(again).toMatchObject({ read: 541_909, loaded: 0, unchanged: 541_909, quarantined: 0 })
    } finally {
      await rm(folder, { recursive: true })
    }
    expect(
      await one(`select count(*) > 0 as has_pounds from raw.online_retail__transactions
        where "Description" like '%£%'`),
    ).toEqual({ has_pounds: true })
  })
})
