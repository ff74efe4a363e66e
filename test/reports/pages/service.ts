import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { visit } from '../browser.ts'
import type { Site } from '../site.ts'
import { expectFigures, row } from './figures.ts'

type Figures = Readonly<Record<string, number | null>>

/** The figures of the last month that is over, and of another period and market, are those of plain SQL. */
export async function servicePage(browser: Browser, site: Site): Promise<void> {
  const { market } = await row<{ market: string }>(
    site,
    `select c.market from warehouse.fct_support_cases join warehouse.dim_customer c using (customer_key)
     where c.is_known group by 1 order by count(*) desc, 1 limit 1`,
  )
  for (const [period, of] of [
    ['month', 'All'],
    ['year', market],
  ] as const) {
    const address = of === 'All' ? '/service/' : `/service/?period=${period}&market=${encodeURIComponent(of)}`
    const { page, complaints, leave } = await visit(browser, site.url, address, 'light')
    const found = await row<Figures>(site, figuresOf(period), [of])
    const digits = { hours: 1, rate: 1, seconds: 1 } as const
    const digitsOf = (name: string) => digits[name.split('_').at(-1) as keyof typeof digits] ?? 0
    await expectFigures(
      page,
      Object.fromEntries(
        Object.entries(found).map(([name, value]) => [`key-${name.split('__')[1]}`, [value, digitsOf(name)]]),
      ),
    )
    expect(await page.locator('[data-answer]').textContent()).toContain(
      `${found.service__case_count} request`,
    )
    expect(complaints).toEqual([])
    await leave()
  }
}

const figuresOf = (period: string) => `
  with bounds as (
    select date_trunc('${period}', last_day + 1) - interval '1 ${period}' as from_day, date_trunc('${period}', last_day + 1) as to_day
    from (select max(as_of_date) as last_day from marts.mart_customer_ltv) day
  ),
  people as (
    select customer_key from warehouse.dim_customer
    where $1 = 'All' or customer_key <> -1 and market = $1
  ),
  cases as (
    select c.* from warehouse.fct_support_cases c join people using (customer_key) where excluded_because is null
  ),
  recent as (select * from cases cross join bounds where opened_date >= from_day and opened_date < to_day),
  calls as (
    select c.* from warehouse.fct_calls c join people using (customer_key) cross join bounds
    where started_date >= from_day and started_date < to_day and not is_internal and direction = 'inbound'
  ),
  answers as (
    select nps_group from warehouse.fct_survey_responses join people using (customer_key) cross join bounds
    where responded_date >= from_day and responded_date < to_day and survey_type = 'nps' and nps_group is not null
  ),
  texts as (
    select sentiment from marts.mart_customer_statement join people using (customer_key) cross join bounds
    where stated_date >= from_day and stated_date < to_day and excluded_because is null and sentiment is not null
  )
  select
    (select count(*) from recent)::float8 as service__case_count,
    (select percentile_cont(0.5) within group (order by first_reply_minutes) / 60 from recent) as service__median_first_reply_hours,
    (select percentile_cont(0.5) within group (order by solution_minutes) / 60 from recent where solved_at is not null)
      as service__median_solution_hours,
    (select count(*) from cases cross join bounds
      where opened_date < to_day and (is_open or coalesce(solved_at, closed_at) >= to_day))::float8 as service_backlog__backlog,
    (select count(*) from calls)::float8 as service_calls__inbound_count,
    (select 100.0 * count(*) filter (where outcome = 'abandoned')
      / nullif(count(*) filter (where outcome in ('answered', 'abandoned')), 0) from calls)::float8 as service_calls__abandoned_rate,
    (select percentile_cont(0.5) within group (order by wait_seconds) from calls) as service_calls__median_wait_seconds,
    (select 100.0 * (count(*) filter (where nps_group = 'promoter') - count(*) filter (where nps_group = 'detractor'))
      / nullif(count(*), 0) from answers)::float8 as service_surveys__nps,
    (select 100.0 * count(*) filter (where sentiment = 'negative') / nullif(count(*), 0) from texts)::float8 as voice__negative_rate`
