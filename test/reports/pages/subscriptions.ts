import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { visit } from '../browser.ts'
import type { Site } from '../site.ts'
import { expectFigures, row } from './figures.ts'

/** Balances are those of the end of the period, and flows those of all of it, also with filters. */
export async function subscriptionsPage(browser: Browser, site: Site): Promise<void> {
  for (const [period, segment] of [
    ['month', 'All'],
    ['quarter', 'Loyal'],
  ] as const) {
    const address =
      segment === 'All' ? '/subscriptions/' : `/subscriptions/?period=${period}&segment=${segment}`
    const { page, complaints, leave } = await visit(browser, site.url, address, 'light')
    const found = await row<Record<string, number | null>>(site, figuresOf(period), [segment])
    await expectFigures(
      page,
      Object.fromEntries(
        Object.entries(found).map(([name, value]) => [
          `key-${name.split('__')[1]}`,
          [value, /rate|retention/.test(name) ? 1 : 0],
        ]),
      ),
    )
    const rows = page.locator('[data-panel=bridge] tr:has(td):visible')
    await expect.poll(() => rows.count(), { timeout: 60_000 }).toBe(7)
    expect(complaints).toEqual([])
    await leave()
  }
}

const lengths: Readonly<Record<string, string>> = { month: '1 month', quarter: '3 months', year: '1 year' }
const figuresOf = (period: string) => `
  with bounds as (
    select date_trunc('${period}', last_day + 1) - interval '${lengths[period]}' as from_day, date_trunc('${period}', last_day + 1) as to_day
    from (select max(as_of_date) as last_day from marts.mart_customer_ltv) day
  ),
  people as (
    select customer_key from warehouse.dim_customer left join marts.mart_rfm rfm using (customer_key)
    where $1 = 'All' or rfm.segment = $1
  ),
  mrr as (
    select m.*, month_start_date = to_day - interval '1 month' as is_last
    from warehouse.fct_mrr_months m join people using (customer_key) cross join bounds
    where month_start_date >= from_day and month_start_date < to_day
  ),
  moved as (
    select movement_type, points from warehouse.fct_loyalty_movements join people using (customer_key) cross join bounds
    where occurred_date >= from_day and occurred_date < to_day
  ),
  balance as (
    select customer_key, closing_points from warehouse.fct_loyalty_balances join people using (customer_key) cross join bounds
    where month_start_date = to_day - interval '1 month'
  )
  select
    (select coalesce(sum(closing_amount) filter (where is_last), 0) from mrr)::float8 as subscription_months__closing_mrr,
    (select count(*) filter (where is_last and original_closing > 0) from mrr)::float8
      as subscription_months__closing_subscription_count,
    (select 100 * sum(churn_amount) / nullif(sum(opening_amount), 0) from mrr)::float8 as subscription_months__monthly_churn_rate,
    (select 100 * sum(opening_amount + expansion_amount - contraction_amount - churn_amount) / nullif(sum(opening_amount), 0)
      from mrr)::float8 as subscription_months__monthly_net_retention,
    (select coalesce(sum(closing_points), 0) from balance)::float8 as loyalty_balances__closing_points,
    (select count(distinct customer_key) filter (where closing_points > 0 and customer_key <> -1) from balance)::float8
      as loyalty_balances__member_count,
    (select coalesce(sum(points) filter (where movement_type = 'earned'), 0) from moved)::float8 as loyalty__earned_points,
    (select -100.0 * coalesce(sum(points) filter (where movement_type = 'redeemed'), 0)
      / nullif(sum(points) filter (where movement_type = 'earned'), 0) from moved)::float8 as loyalty__redemption_rate`
