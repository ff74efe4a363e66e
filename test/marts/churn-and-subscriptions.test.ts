import { expect, test } from 'vitest'
import { render, sql } from '#engine'
import { kaplanMeier } from '../../analytics/retention/kaplan-meier.ts'
import { lifeTable } from '../../analytics/retention/life-table.ts'
import { rhythms } from '../../transforms/marts/churn/rhythms.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('sample')

async function rowsOf<T>(query: string): Promise<T[]> {
  return (await db.pool.query(query)).rows
}

test('the observed curve of a plan is that of its subscriptions, counted by another program', async () => {
  const subscriptions = await rowsOf<{ plan: string; began: number; ended: number | null; until: number }>(`
    select
      plan_key::text as plan,
      paid_from_date - date '2020-01-01' as began,
      paid_until_date - date '2020-01-01' as ended,
      date '2026-10-01' - date '2020-01-01' as until
    from warehouse.fct_subscriptions
    where excluded_because is null and paid_from_date < '2026-10-01'`)
  const found = await rowsOf<{
    plan: string
    renewal: number
    share: string
    lower: string
    at_risk: number
  }>(`
    select plan_key::text as plan, renewal_number as renewal, survival_share as share, survival_lower as lower,
      at_risk_count as at_risk
    from marts.mart_subscription_retention
    where survival_share is not null and renewal_number > 0`)
  const month = 365.25 / 12
  for (const [plan, all] of Map.groupBy(subscriptions, (each) => each.plan)) {
    const stays = all.map(({ began, ended, until }) => {
      const due = Math.floor((until - began) / month)
      const last =
        ended === null || ended > until
          ? Number.POSITIVE_INFINITY
          : Math.max(1, Math.round((ended - began) / month))
      return { time: Math.min(due, last), hasLeft: last <= due }
    })
    const curve = kaplanMeier(lifeTable(stays)).filter(({ time }) => time > 0)
    for (const { time, survival, lower, atRisk } of curve) {
      const row = found.find((each) => each.plan === plan && each.renewal === time)
      expect(Number(row?.share)).toBeCloseTo(survival, 5)
      expect(Number(row?.lower)).toBeCloseTo(lower, 5)
      expect(row?.at_risk).toBe(atRisk)
    }
    expect(curve.length).toBeGreaterThan(5)
  }
})

test('the monthly hazards of the sample company are not outside the observed band more often than by chance', async () => {
  const hazards = (month: number) => [0.14, 0.1, 0.07, 0.05, 0.04, 0.03][Math.min(month, 6) - 1] ?? 0
  const rows = await rowsOf<{ renewal: number; share: number; lower: number; upper: number }>(`
    select renewal_number as renewal, survival_share::float as share, survival_lower::float as lower,
      survival_upper::float as upper
    from marts.mart_subscription_retention
    where survival_share is not null and renewal_number between 1 and 6
    order by plan_key, renewal_number`)
  let planted = 1
  const compared = rows.map((row) => {
    planted = (row.renewal === 1 ? 1 : planted) * (1 - hazards(row.renewal))
    return { ...row, planted, isInside: row.lower <= planted && planted <= row.upper }
  })
  console.table(compared)
  expect(compared.length).toBe(12)
  expect(compared.filter(({ isInside }) => !isInside).length).toBeLessThanOrEqual(2)
})

test('recurring revenue leads from one month to the next, and ends with what is paid for today', async () => {
  const [row] = await rowsOf<Record<string, string>>(`
    select
      (select closing_amount from marts.mart_mrr_movement order by month_start_date desc limit 1) as closing,
      (select sum(new_amount + reactivation_amount + expansion_amount - contraction_amount - churn_amount)
        from marts.mart_mrr_movement) as moved,
      (select sum(mrr_amount) from warehouse.fct_subscriptions) as paid`)
  expect(Number(row?.paid)).toBeGreaterThan(0)
  expect(row?.closing).toBe(row?.paid)
  expect(row?.moved).toBe(row?.paid)
})

test('customers of today are scored with the features and the coefficients of the model', async () => {
  const [fit] = await rowsOf<{ is_published: boolean; not_published_because: string | null }>(
    'select is_published, not_published_because from marts.mart_churn_fit',
  )
  const evaluations = await rowsOf<Record<string, string>>(
    'select * from marts.mart_churn_evaluation order by 1, 2',
  )
  console.log(fit)
  console.table(evaluations)
  const scored = await rowsOf<{ band: string; customers: string; probability: string | null }>(`
    select risk_band as band, count(*) as customers, avg(churn_probability) as probability
    from marts.mart_churn_risk group by 1`)
  const bands = scored.map(({ band }) => band)
  expect(bands).toContain('lapsed')
  expect(bands.includes('not scored')).toBe(!fit?.is_published)
  if (fit?.is_published) {
    const probability = (band: string) => Number(scored.find((each) => each.band === band)?.probability)
    expect(probability('high')).toBeGreaterThan(probability('low'))
  }
  const ranks = await rowsOf<{ rank: number; loss: string }>(
    'select risk_rank as rank, expected_loss_amount as loss from marts.mart_churn_risk where risk_rank is not null order by 1',
  )
  expect(ranks.map(({ rank }) => rank)).toEqual(ranks.map((_, at) => at + 1))
})

test('the rhythm of customers is found again, and drawn towards that of all if little is known', async () => {
  let state = 7
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  const [mean, within, between] = [4, 0.4, 0.7]
  const orders: { customer: number; day: number }[] = []
  const truth = Array.from({ length: 1500 }, (_, customer) => {
    const own = mean + between * normal()
    let day = Math.floor(uniform() * 30)
    // so many that nobody's waits are cut off by the end of the observation
    const waits = customer % 5
    orders.push({ customer, day })
    for (let wait = 0; wait < waits; wait++) {
      day += Math.max(1, Math.round(Math.exp(own + within * normal())))
      orders.push({ customer, day })
    }
    return { own, waits }
  })
  const client = await db.pool.connect()
  try {
    await client.query(`
      create temp table copy_of_orders as
      select customer::bigint as customer_key, true as is_purchase, date '2000-01-01' + day as ordered_date,
        (date '2000-01-01' + day)::timestamptz as ordered_at
      from jsonb_to_recordset('${JSON.stringify(orders)}') as placed(customer integer, day integer)`)
    const cases = sql`
      select customer_key as case_key, customer_key, date '2100-01-01' as cut_date, timestamptz '2100-01-01' as cut_at
      from (select distinct customer_key from copy_of_orders) known`
    const { rows } = await client.query<{ customer: number; share: number; typical: number; spread: number }>(
      `select customer_key::integer as customer, own_share::float as share, typical_log_wait as typical, spread
       from (${render(rhythms(cases), () => 'copy_of_orders').text}) rhythm order by customer_key`,
    )
    const once = rows.filter(({ customer }) => truth[customer]?.waits === 0)
    const often = rows.filter(({ customer }) => truth[customer]?.waits === 4)
    for (const row of once) {
      expect(row.share).toBe(0)
      expect(row.typical).toBeCloseTo(mean, 1)
      expect(row.spread).toBeCloseTo(Math.sqrt(3 * (within ** 2 + between ** 2)) / Math.PI, 1)
    }
    for (const row of often) expect(row.share).toBeCloseTo(between ** 2 / (between ** 2 + within ** 2 / 4), 1)
    const error = (of: typeof rows, guess: (row: (typeof rows)[number]) => number) =>
      Math.sqrt(
        of.reduce((sum, row) => sum + (guess(row) - (truth[row.customer]?.own ?? 0)) ** 2, 0) / of.length,
      )
    // nearer to the truth than the mean of all, and as near as theory says
    expect(error(often, (row) => row.typical)).toBeLessThan(0.5 * error(often, () => mean))
    const theory = Math.sqrt(1 / (1 / between ** 2 + 4 / within ** 2))
    expect(error(often, (row) => row.typical)).toBeCloseTo(theory, 1)
  } finally {
    await client.query('drop table if exists copy_of_orders')
    client.release()
  }
})
