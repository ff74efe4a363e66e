import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { company as shop } from '#settings'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { evaluateSampleIfDue } from '../../evaluation/sample-due.ts'
import { isoDay, today } from '../../seeds/sample/calendar.ts'
import { openBrowser } from '../../services/print/browser.ts'
import { loadInput } from '../field/field.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { findings, type Look, lookNames, visit } from './browser.ts'
import { smallPages } from './budgets.ts'
import { cataloguePage, freshnessPage } from './pages/data.ts'
import { acquisition, journey, products } from './pages/growth.ts'
import { servicePage } from './pages/service.ts'
import type { Shop } from './pages/shop.ts'
import { subscriptionsPage } from './pages/subscriptions.ts'
import { churnPage, lifetimeValuePage, retentionPage, segmentPages } from './pages/worth.ts'
import { printedPages } from './print.ts'
import { openSite, type Site } from './site.ts'

const paths = [
  '/',
  '/lifetime-value/',
  '/segments/',
  '/retention/',
  '/churn/',
  '/acquisition/',
  '/journey/',
  '/products/',
  '/service/',
  '/subscriptions/',
  '/data/freshness/',
  '/data/identity/',
  '/data/match-weights/',
  '/data/catalogue/',
]
const connections = join(tmpdir(), `clientele-connections-${process.pid}`)
let browser: Browser
let company: Site
let empty: Site

beforeAll(async () => {
  await writeFile(connections, '')
  vi.stubEnv('FOREIGN_CONNECTIONS', connections)
  vi.stubEnv('NODE_OPTIONS', `--import ${join(import.meta.dirname, 'loopback-only.mjs')}`)
  ;[company, empty, browser] = await Promise.all([
    companyDatabase().then(openSite),
    cloneDatabase('built').then(openSite),
    openBrowser(),
  ])
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(connections, { force: true })
  await browser?.close()
  for (const site of [company, empty]) {
    await site?.stop()
    await site?.database.drop()
  }
})

/** The sample company, evaluated, with an order in the future and one that was voided. */
async function companyDatabase(): Promise<TestDatabase> {
  const database = await cloneDatabase('sample')
  const declared = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  const warehouse = { ...declared, asOf: () => isoDay(today) }
  await evaluateSampleIfDue(database.pool, warehouse)
  await loadInput(database.pool, 'shopify.orders', '14-future-order/orders.jsonl')
  await loadInput(database.pool, 'shopify.orders', '04-shopify-csv-voided/same-order-api.jsonl')
  await build(database.pool, warehouse, { jobs: 2 })
  return database
}

test('Cube and the build of the pages connect to no other machine', async () => {
  expect(await readFile(connections, 'utf8')).toBe('')
})

describe.each([
  // a segment has its page once somebody can be in it
  { what: 'a company', site: () => company, seen: lookNames, more: ['/segments/best_customers/'] },
  {
    what: 'an empty warehouse',
    site: () => empty,
    seen: ['light', 'phone in the dark'] satisfies Look[],
    more: [],
  },
])('pages of $what', ({ site, seen, more }) => {
  const visits = seen.flatMap((look) => [...paths, ...more].map((path): [string, Look] => [path, look]))
  test.concurrent.each(visits)(
    '%s in %s fits the window, is legible and requests nothing from other hosts',
    async (path, look) => {
      const { page, complaints, leave } = await visit(browser, site().url, path, look)
      try {
        expect(complaints).toEqual([])
        expect(await findings(page, 'cutOff')).toEqual([])
        expect(await findings(page, 'violations')).toEqual([])
        expect(await page.title()).toMatch(new RegExp(`^[A-Z].* · ${shop.name}$`))
        expect(await page.locator('#evidence-main-article').textContent()).not.toMatch(
          /NaN|undefined|null|Infinity|\[object|Invalid/,
        )
        expect((await page.locator('header, aside').allInnerTexts()).join()).not.toMatch(/evidence/i)
      } finally {
        await leave()
      }
    },
  )
})

describe('what is shown is what Postgres says', () => {
  test('executive summary', async () => {
    const { page, leave } = await visit(browser, company.url, '/', 'light')
    expect(await page.locator('[data-sample]').count()).toBe(1)
    const totals = await row<{ revenue: number; orders: number; average_order: number }>(`
      select sum(net_amount)::float8 as revenue,
        count(*) filter (where is_purchase)::int as orders,
        (sum(gross_amount - discount_amount) / count(*) filter (where is_purchase))::float8 as average_order
      from warehouse.fct_orders where not is_test`)
    const people = await row<{
      customers: number
      prospects: number
      lifetime_value: number
      repeat_rate: number
    }>(`
      select count(*) filter (where customer_type = 'customer')::int as customers,
        count(*) filter (where customer_type = 'prospect')::int as prospects,
        (avg(lifetime_value_amount) filter (where order_count > 0))::float8 as lifetime_value,
        (100.0 * count(*) filter (where order_count > 1) / count(*) filter (where order_count > 0))::float8 as repeat_rate
      from marts.mart_customer_ltv where is_known`)
    expect(await figure(page, 'customers')).toBe(people.customers)
    expect(numberIn(await page.locator('[data-figure=customers] .note').textContent())).toBe(people.prospects)
    expect(await figure(page, 'orders')).toBe(totals.orders)
    expectRounded(await figure(page, 'revenue'), totals.revenue, 0)
    expectRounded(await figure(page, 'average-order'), totals.average_order, 2)
    expectRounded(await figure(page, 'lifetime-value'), people.lifetime_value, 2)
    expectRounded(await figure(page, 'repeat-rate'), people.repeat_rate, 1)

    const months = await rows<Named>(`
      select to_char(date_trunc('month', ordered_date), 'FMMonth YYYY') as name,
        sum(case when not is_test then net_amount end)::float8 as amount
      from warehouse.fct_orders where excluded_because is null
      group by date_trunc('month', ordered_date) order by date_trunc('month', ordered_date)`)
    await expectList(page.locator('[data-panel=months] tr'), 'th', 'td:nth-child(2)', months)

    const countries = await rows<Named>(`
      select coalesce(country, 'Not known') as name, sum(case when not is_test then net_amount end)::float8 as amount
      from warehouse.fct_orders group by country order by 2 desc, country limit 10`)
    await expectList(page.locator('[data-panel=countries] li'), '.label', '.text', countries)

    const placed = await rows<{ known: number; customers: number; unknown: number }>(`
      select count(*) filter (where customer_key <> -1)::int as known,
        count(distinct nullif(customer_key, -1))::int as customers, count(*) filter (where customer_key = -1)::int as unknown
      from warehouse.fct_orders where is_purchase group by country`)
    for (const note of await page.locator('[data-panel=countries] li .note').allInnerTexts()) {
      const [known = 0, customers = 0, unknown = 0] = (note.match(/\d[\d,]*/g) ?? []).map(numberIn)
      expect(placed).toContainEqual({ known, customers, unknown })
      expect(customers).toBeLessThanOrEqual(known)
    }

    const leftOut = await rows<{ reason: string; orders: number }>(`
      select reason, order_count::int as orders from marts.mart_left_out order by reason, source, currency`)
    expect(leftOut.map(({ reason }) => reason)).toEqual(['future', 'status'])
    const shown = page.locator('[data-left-out]')
    expect((await shown.allInnerTexts()).map((text) => numberIn(text.split(' ')[0]))).toEqual(
      leftOut.map(({ orders }) => orders),
    )

    const bands = await rows<Named>(`
      select count(*)::text as name, sum(lifetime_value_amount)::float8 as amount
      from marts.mart_customer_ltv where is_known and order_count > 0
      group by width_bucket(lifetime_value_amount, array[0, 100, 250, 500, 1000, 2500, 5000, 10000]::numeric[])
      order by min(lifetime_value_amount)`)
    await expectList(page.locator('[data-panel=distribution] li'), '.text:not(.quiet)', '.quiet', bands)
    await leave()
  })

  const markets = [
    'All',
    shop.markets.map((code) => new Intl.DisplayNames('en', { type: 'region' }).of(code))[0],
  ]
  test.each(markets)('key figures of the executive summary, market %s', async (market = '') => {
    const address = market === 'All' ? '/' : `/?market=${encodeURIComponent(market)}`
    const { page, complaints, leave } = await visit(browser, company.url, address, 'light')
    const known = await row<Record<string, number>>(
      `
      with people as (
        select
          max(o.ordered_date) filter (where o.is_purchase) as last_order,
          sum(o.net_amount) as worth,
          sum(o.net_amount) filter (where o.ordered_date >= cut - interval '12 months') as year_worth,
          bool_or(o.is_purchase and o.ordered_date < cut - interval '12 months'
            and o.ordered_date >= cut - interval '24 months') as was_active,
          cut
        from warehouse.fct_orders o
        join warehouse.dim_customer c using (customer_key)
        cross join (select date_trunc('month', max(as_of_date)) as cut from marts.mart_customer_ltv) day
        where not o.is_test and o.ordered_date < cut and c.is_known and ($1 = 'All' or c.market = $1)
        group by o.customer_key, cut
        having bool_or(o.is_purchase)
      )
      select
        count(*)::float8 as customer_count,
        count(*) filter (where last_order >= cut - interval '12 months')::float8 as active_customer_count,
        (sum(worth) / count(*))::float8 as average_lifetime_value,
        (100.0 * count(*) filter (where was_active and last_order >= cut - interval '12 months')
          / count(*) filter (where was_active))::float8 as retention_rate,
        (sum(year_worth) filter (where last_order < cut - interval '6 months'
          and last_order >= cut - interval '12 months'))::float8 as value_at_risk
      from people`,
      [market],
    )
    const { net_revenue } = await row<{ net_revenue: number }>(
      `
      select sum(o.net_amount)::float8 as net_revenue
      from warehouse.fct_orders o
      join warehouse.dim_customer c using (customer_key)
      cross join (select date_trunc('month', max(as_of_date)) as cut from marts.mart_customer_ltv) day
      where not o.is_test and o.ordered_date >= cut - interval '1 month' and o.ordered_date < cut
        and ($1 = 'All' or case when o.customer_key = -1 then o.sold_to_market else c.market end = $1)`,
      [market],
    )
    const digits: Record<string, number> = { average_lifetime_value: 2, retention_rate: 1 }
    for (const [name, exact] of Object.entries({ ...known, net_revenue })) {
      const shown = page.locator(`[data-figure=key-${name}] .value > span`)
      expectRounded(numberIn(await shown.textContent()), exact, digits[name] ?? 0)
    }
    const sentences = await page.locator('[data-comparison] li').allInnerTexts()
    const said = await rows<{ sentence: string }>(
      `select sentence from marts.mart_revenue_change where breakdown = 'all sales'`,
    )
    expect(said).toHaveLength(2)
    for (const { sentence } of said) expect(sentences.join()).toContain(sentence)
    await page.locator('aside').getByRole('link', { name: 'Segments' }).click()
    await page.waitForURL(/segments/)
    expect(new URL(page.url()).searchParams.get('market')).toBe(market === 'All' ? null : market)
    expect(complaints).toEqual([])
    await leave()
  })

  test('acquisition and attribution', () => acquisition(shopOfPages))
  test('journey and checkout', () => journey(shopOfPages))
  test('products and cross-sell', () => products(shopOfPages))

  test('a filter opens, says so, and what a reader chooses is in the address', async () => {
    const { page, complaints, leave } = await visit(browser, company.url, '/', 'light')
    const filter = page.locator('article').getByRole('button', { name: /^Market/ })
    expect(await filter.getAttribute('aria-expanded')).toBe('false')
    await filter.click()
    expect(await filter.getAttribute('aria-expanded')).toBe('true')
    // the first is All
    const option = page.getByRole('option').nth(1)
    const market = (await option.textContent())?.trim()
    await option.click()
    await expect.poll(() => new URL(page.url()).searchParams.get('market'), { timeout: 60_000 }).toBe(market)
    expect(await filter.getAttribute('aria-expanded')).toBe('false')
    expect(complaints).toEqual([])
    await leave()
  })

  test('a page that the company adds', async () => {
    const { page, complaints, leave } = await visit(browser, company.url, '/company/channels/', 'light')
    expect(complaints).toEqual([])
    expect(await page.title()).toBe(`Channels · ${shop.name}`)
    const channels = await rows<{ source: string }>('select distinct source from warehouse.fct_orders')
    for (const { source } of channels) await page.getByRole('cell', { name: source, exact: true }).waitFor()
    await page.getByRole('link', { name: 'Channels' }).waitFor()
    await leave()
  })

  test('lifetime value', () => lifetimeValuePage(browser, company))
  test('retention and cohorts', () => retentionPage(browser, company))
  test('churn and win-back', () => churnPage(browser, company))
  test('segments and a page of each', () => segmentPages(browser, company))

  test('RFM segments', async () => {
    const { page, leave } = await visit(browser, company.url, '/segments/', 'light')
    const segments = await rows<Named & { customers: number; share: number }>(`
      select segment as name, count(*)::int as customers, (100.0 * count(*) / sum(count(*)) over ())::float8 as share,
        sum(monetary_amount)::float8 as amount
      from marts.mart_rfm group by segment`)
    expect(await page.locator('[data-segment]').count()).toBe(segments.length)
    for (const { name, customers, share, amount } of segments) {
      const card = page.locator(`[data-segment="${name}"]`)
      const [people, portion, money] = await card.locator('.share > .what, .share > .percent').allInnerTexts()
      expect(numberIn(people)).toBe(customers)
      expectRounded(numberIn(portion), share, 1)
      expectRounded(numberIn(money), amount, 0)
    }
    await leave()
  })

  test('service and voice of the customer', () => servicePage(browser, company))
  test('subscriptions and loyalty', () => subscriptionsPage(browser, company))
  test('freshness and data quality', () => freshnessPage(browser, company))
  test('catalogue and lineage', () => cataloguePage(browser, company))

  test('identity', async () => {
    const { page, leave } = await visit(browser, company.url, '/data/identity/', 'light')
    const result = await row<{ f1: number; known: number; joined: number; planted: number }>(`
      select f1::float8 as f1, record_count::int as known, stranger_join_count::int as joined,
        stranger_count::int as planted
      from marts.mart_identity_quality where part = 'result' and is_latest`)
    expect(Math.abs((await figure(page, 'f1')) - result.f1)).toBeLessThan(0.0001)
    expect(await page.locator('[data-figure=strangers] .value').textContent()).toBe(
      `${result.joined} of ${result.planted}`,
    )
    for (const [panel, part] of [
      ['missed', 'missed'],
      ['false-joins', 'false join'],
    ]) {
      const reasons = await rows<Named>(`
        select label as name, pair_count::float8 as amount from marts.mart_identity_quality
        where part = '${part}' and is_latest order by pair_count desc, label collate "C"`)
      await expectList(page.locator(`[data-panel=${panel}] li`), '.label', '.text', reasons)
    }
    const { customers } = await row<{ customers: number }>(
      'select count(distinct customer_key)::int as customers from identity.map_identity',
    )
    expect(await figure(page, 'identity-customer_count')).toBe(customers)
    await leave()
  })

  test('match weights', async () => {
    const { page, leave } = await visit(browser, company.url, '/data/match-weights/', 'light')
    const levels = await rows<{ comparison: string; level: string; weight: number }>(`
      select comparison, case level when 'else' then 'anything else' else level end as level, weight::float8 as weight
      from marts.mart_match_model where is_in_use and level_number > 0 order by comparison_number, level_number`)
    expect(levels.length).toBeGreaterThan(0)
    for (const [comparison, some] of Map.groupBy(levels, (level) => level.comparison)) {
      const items = page.locator(`[data-panel="comparison-${comparison}"] li`)
      const labels = await items.locator('.label').allInnerTexts()
      expect(labels).toEqual([...some.map(({ level }) => level), 'a value is missing'])
      const texts = await items.locator('.text').allInnerTexts()
      for (const [at, { weight }] of some.entries()) expectRounded(numberIn(texts[at]), weight, 1)
    }
    const { pairs } = await row<{ pairs: number }>(
      'select sum(pair_count)::float8 as pairs from marts.mart_match_weight',
    )
    expect(await figure(page, 'identity_match_weights-compared_pair_count')).toBe(pairs)
    const found = await rows<{ subject: string }>(
      'select subject from marts.mart_match_finding where is_in_use order by finding_number',
    )
    const listed = await page.locator('[data-panel=findings] li strong').allInnerTexts()
    expect(listed.map((text) => text.split(':')[0])).toEqual(
      found.map(({ subject }) => (subject === 'prior' ? 'prior at its bound' : subject)),
    )
    await leave()
  })
})

describe('what a reader loads', () => {
  smallPages(
    () => company,
    () => browser,
  )
})

describe('on paper and by mail', () => {
  printedPages(
    () => company,
    () => browser,
  )
})

test('every page without data says what to do', async () => {
  await Promise.all(
    // relations are published although they are empty, so the catalogue shows them
    paths
      .filter((path) => path !== '/data/catalogue/')
      .map(async (path) => {
        const { page, leave } = await visit(browser, empty.url, path, 'light')
        expect(await page.locator('[data-empty] pre').textContent()).toContain('npx clientele')
        await leave()
      }),
  )
})

type Named = { name: string; amount: number }

const shopOfPages: Shop = {
  rows,
  row,
  read: async (path, look) => {
    const { page, complaints, leave } = await visit(browser, company.url, path, 'light')
    await look(page)
    expect(complaints).toEqual([])
    await leave()
  },
}

async function rows<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
  return (await company.database.pool.query<T>(sql, values)).rows
}

async function row<T extends object>(sql: string, values: unknown[] = []): Promise<T> {
  const [first] = await rows<T>(sql, values)
  if (!first) throw new Error(`No row for ${sql}`)
  return first
}

/** '-£4,120' is −4120. */
function numberIn(text: string | null = ''): number {
  return Number(text?.replace(/[^\d.-]/g, '') || Number.NaN)
}

async function figure(page: Page, name: string): Promise<number> {
  return numberIn(await page.locator(`[data-figure=${name}] .value`).textContent())
}

function expectRounded(shown: number, exact: number, decimals: number): void {
  expect(Math.abs(shown - exact), `${shown} is ${exact} rounded`).toBeLessThanOrEqual(
    0.5 * 10 ** -decimals + 1e-6,
  )
}

async function expectList(items: Locator, name: string, amount: string, expected: Named[]): Promise<void> {
  expect(await items.locator(name).allInnerTexts()).toEqual(expected.map((item) => item.name))
  const shown = (await items.locator(amount).allInnerTexts()).map(numberIn)
  expect(shown).toHaveLength(expected.length)
  expected.forEach((item, at) => {
    expectRounded(shown[at] ?? Number.NaN, item.amount, 0)
  })
}
