import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { visit } from '../browser.ts'
import type { Site } from '../site.ts'

/* What customers are worth, who stays and who leaves: what is shown is what Postgres says, with and without filters. */

/** The filters of an address, and the customers who match them. */
const filters = [
  { address: '', who: 'true' },
  { address: '?market=Ireland', who: "market = 'Ireland'" },
  {
    address: '?market=United+Kingdom&channel=paid+search',
    who: "market = 'United Kingdom' and first_channel_name = 'paid search'",
  },
]
const people = (who: string) => `(select * from marts.mart_customer_360 where ${who}) who`

export async function lifetimeValuePage(browser: Browser, site: Site): Promise<void> {
  for (const { address, who } of filters) {
    const known = await row(
      site,
      `
      select
        percentile_cont(0.5) within group (order by worth.lifetime_value_amount) as median_value,
        avg(forecast.predicted_lifetime_value_amount) as average_predicted_value,
        sum(forecast.expected_value_12_months_amount) as expected_value_in_12_months,
        sum(forecast.expected_value_12_months_amount) / count(forecast.expected_value_12_months_amount)
          as expected_value_per_customer,
        100 * sum(forecast.alive_probability) / count(forecast.alive_probability) as alive_rate
      from ${people(who)}
      join marts.mart_customer_ltv worth using (customer_key)
      join marts.mart_customer_forecast forecast using (customer_key)
      where worth.first_ordered_date is not null`,
    )
    await read(browser, site, `/lifetime-value/${address}`, async (page) => {
      await expectFigures(page, 'lifetime_value', known, { expected_value_in_12_months: 0, alive_rate: 1 })
    })
  }
  const methods = await rows<{ method: string; error: number }>(
    site,
    `select method_name as method, round(root_mean_square_error, 2)::float8 as error
    from marts.mart_clv_backtest where target = 'orders'`,
  )
  await read(browser, site, '/lifetime-value/', async (page) => {
    const shown = await page.locator('[data-panel=backtest] tr:has(td):visible').allInnerTexts()
    for (const { method, error } of methods) {
      expect(shown.some((text) => text.includes(method) && text.includes(error.toFixed(2)))).toBe(true)
    }
  })
}

export async function retentionPage(browser: Browser, site: Site): Promise<void> {
  const channels = await rows<{ channel: string; rate: number; worth: number }>(
    site,
    `
    with firsts as (
      select
        customer_key,
        date_trunc('month', min(ordered_date) filter (where is_purchase)) as cohort
      from warehouse.fct_orders
      where customer_key <> -1 and not is_test
      group by customer_key
    ),
    old_enough as (
      select firsts.*, who.first_channel_name as channel
      from firsts
      join marts.mart_customer_360 who using (customer_key)
      where cohort + interval '13 months' <= (select max(as_of_date) + 1 from marts.mart_customer_ltv)
    ),
    ordered as (
      select
        old_enough.channel,
        old_enough.customer_key,
        bool_or(is_purchase and date_trunc('month', ordered_date) = cohort + interval '12 months') as again,
        sum(net_amount) filter (where ordered_date < cohort + interval '13 months') as worth
      from old_enough
      join warehouse.fct_orders using (customer_key)
      where not is_test
      group by 1, 2
    )
    select
      channel,
      (100.0 * count(*) filter (where again) / count(*))::float8 as rate,
      (sum(worth) / count(*))::float8 as worth
    from ordered
    group by channel`,
  )
  expect(channels.length).toBeGreaterThan(5)
  await read(browser, site, '/retention/', async (page) => {
    for (const { channel, rate, worth } of channels) {
      const cells = await cellsOf(page, 'parts', channel)
      expectRounded(cells.at(-2), rate, 1)
      expectRounded(cells.at(-1), worth, 0)
    }
  })
  await read(browser, site, '/retention/?channel=paid+search&period=quarter', async (page) => {
    await expect
      .poll(() => page.locator('[data-panel=parts] section').first().locator('tr:has(td):visible').count(), {
        timeout: 60_000,
      })
      .toBe(1)
  })
}

export async function churnPage(browser: Browser, site: Site): Promise<void> {
  for (const { address, who } of filters) {
    const known = await row(
      site,
      `
      select
        sum(risk.expected_loss_amount) as value_at_risk,
        sum(risk.churn_probability) filter (where risk.risk_band <> 'lapsed') as expected_leavers,
        count(*) filter (where risk.risk_band = 'high') as high_risk_count,
        count(*) filter (where risk.risk_band = 'lapsed') as lapsed_count
      from ${people(who)}
      join marts.mart_churn_risk risk using (customer_key)`,
    )
    const lists = await rows<{ name: string; amount: number }>(
      site,
      `
      select risk_band || ' ' || value_band as name, count(*)::float8 as amount
      from ${people(who)} where risk_band is not null group by risk_band, value_band`,
    )
    await read(browser, site, `/churn/${address}`, async (page) => {
      await expectFigures(page, 'churn', known, {
        value_at_risk: 0,
        expected_leavers: 0,
        high_risk_count: 0,
        lapsed_count: 0,
      })
      const shown = await page.locator('[data-panel=lists] tr:has(td):visible').all()
      const texts = shown.map(async (line) =>
        (await line.locator('td').allInnerTexts()).slice(0, 3).join(' '),
      )
      expect((await Promise.all(texts)).sort()).toEqual(
        lists.map(({ name, amount }) => `${name} ${amount.toLocaleString('en-GB')}`).sort(),
      )
    })
  }
}

export async function segmentPages(browser: Browser, site: Site): Promise<void> {
  for (const { address, who } of filters) {
    const known = await rows<{ name: string; title: string; customers: number; revenue: number }>(
      site,
      `
      select
        segment.segment_name as name,
        segment.title,
        count(who.customer_key)::float8 as customers,
        sum(who.lifetime_value_amount)::float8 as revenue
      from marts.mart_segment segment
      left join marts.mart_segment_membership member using (segment_name)
      left join ${people(who)} using (customer_key)
      group by 1, 2`,
    )
    await read(browser, site, `/segments/${address}`, async (page) => {
      await expect
        .poll(() => page.locator('[data-panel=segments] tr:has(td):visible').count(), { timeout: 60_000 })
        .toBe(known.length)
      for (const { title, customers, revenue } of known) {
        const cells = await cellsOf(page, 'segments', title)
        expect(numberIn(cells[1])).toBe(customers)
        if (customers > 0) expectRounded(cells[4], revenue, 0)
      }
    })
    const best = known.find(({ name }) => name === 'best_customers')
    await read(browser, site, `/segments/best_customers/${address}`, async (page) => {
      await page.getByRole('heading', { name: 'Best customers', level: 1 }).waitFor()
      await expectFigures(
        page,
        'segment_members',
        { customer_count: best?.customers, net_revenue: best?.revenue },
        { customer_count: 0, net_revenue: 0 },
      )
    })
  }
}

async function read(browser: Browser, site: Site, path: string, look: (page: Page) => Promise<void>) {
  const { page, complaints, leave } = await visit(browser, site.url, path, 'light')
  try {
    await look(page)
    expect(complaints).toEqual([])
  } finally {
    await leave()
  }
}

async function rows<T extends object>(site: Site, sql: string): Promise<T[]> {
  return (await site.database.pool.query<T>(sql)).rows
}

async function row(site: Site, sql: string): Promise<Record<string, unknown>> {
  const [first] = await rows<Record<string, unknown>>(site, sql)
  if (!first) throw new Error(`No row for ${sql}`)
  return first
}

/** The cells of the row of a table whose first cell has the name. */
async function cellsOf(page: Page, panel: string, name: string): Promise<string[]> {
  const line = page
    .locator(`[data-panel=${panel}] tr:has(td):visible`)
    .filter({ has: page.locator('td:first-child').getByText(name, { exact: true }) })
  return line.first().locator('td').allInnerTexts()
}

/** Each figure of a view by the name of its member, with two digits after the point unless `digits` says otherwise. */
async function expectFigures(
  page: Page,
  view: string,
  known: Record<string, unknown>,
  digits: Record<string, number>,
): Promise<void> {
  for (const [name, exact] of Object.entries(known)) {
    const shown = page.locator(`[data-figure="${view}-${name}"] .value > :first-child`)
    const isIt = async () => {
      const text = await shown.textContent()
      return exact === null ? text?.startsWith('–') : isRounded(text, Number(exact), digits[name] ?? 2)
    }
    await expect.poll(isIt, { message: `${name} is ${exact}`, timeout: 60_000 }).toBe(true)
  }
}

/** '-£4,120' is −4120. */
function numberIn(text: string | null | undefined): number {
  return Number(text?.replace(/[^\d.-]/g, '') || Number.NaN)
}

function isRounded(shown: string | null | undefined, exact: number, decimals: number): boolean {
  return Math.abs(numberIn(shown) - exact) <= 0.5 * 10 ** -decimals + 1e-6
}

function expectRounded(shown: string | undefined, exact: number, decimals: number): void {
  expect(isRounded(shown, exact, decimals), `${shown} is ${exact} rounded`).toBe(true)
}
