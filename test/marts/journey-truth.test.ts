import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { attribute } from '../../analytics/attribution/attribute.ts'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { isoDay, today } from '../../seeds/sample/calendar.ts'
import { defaultCompany } from '../../seeds/sample/company.ts'
import { loadSample } from '../../seeds/sample/load.ts'
import { campaigns, channels, leaves } from '../../seeds/sample/settings.ts'
import { attributionModels } from '../../transforms/marts/attribution/credit-shares.ts'
import { loadJson } from '../field/field.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('migrated')
const buildIt = async () => {
  const warehouse = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  await build(db.pool, { ...warehouse, asOf: () => isoDay(today) }, { jobs: 2 })
}

/** Campaigns cause an order from a few recipients in a hundred: it takes this many people to see. */
beforeAll(async () => {
  await loadSample(db.pool, { ...defaultCompany, customers: 1200 })
  await buildIt()
}, 600_000)

type Figures = Record<string, string | number | null>

async function rowsOf(query: string): Promise<Figures[]> {
  const { rows } = await db.pool.query<Figures>(query)
  console.table(rows)
  return rows
}

const numberOf = (row: Figures | undefined, name: string) => Number(row?.[name] ?? Number.NaN)

test('every model ranks campaigns by the orders that they cause', async () => {
  const rows = await rowsOf(`
    with kinds as (
      select campaign_key, campaign_name, split_part(campaign_name, ' ', 2) as kind
      from warehouse.dim_campaign
      where campaign_type = 'campaign'
    ),
    sent as (
      select kind, count(*) as sent
      from warehouse.fct_campaign_sends
      join kinds using (campaign_key)
      where outcome = 'delivered'
      group by kind
    ),
    caused as (
      select split_part(cause, ' ', 3) as kind, count(*) as caused
      from ops.sample_truth
      where cause like 'campaign %'
      group by 1
    ),
    credited as (
      select kind, attribution_model, sum(order_count) as credited
      from marts.mart_attribution
      join kinds using (campaign_key)
      group by kind, attribution_model
    )
    select
      attribution_model as model,
      kind,
      sent,
      caused,
      round(credited, 1) as credited,
      round(100.0 * caused / sent, 2) as caused_per_100,
      round(100 * credited / sent, 2) as credited_per_100
    from credited
    join sent using (kind)
    left join caused using (kind)
    order by model, credited_per_100 desc`)
  const planted = Object.entries(campaigns.uplift)
    .sort((a, b) => b[1] - a[1])
    .map(([kind]) => kind)
  for (const model of attributionModels) {
    expect(
      rows.filter((row) => row.model === model).map(({ kind }) => kind),
      model,
    ).toEqual(planted)
  }
})

test('every model credits each purchase once, and what it is silent about is counted', async () => {
  const [credit] = await rowsOf(`
    select
      count(*) filter (where credited.orders <> placed.orders or credited.amount <> placed.amount) as wrong,
      count(*) as models
    from (
      select attribution_model, sum(order_count) as orders, sum(value_amount) as amount
      from marts.mart_attribution
      group by 1
    ) credited
    cross join (
      select count(*) as orders, sum(net_amount) as amount
      from warehouse.fct_orders
      where is_purchase
    ) placed`)
  expect(credit).toEqual({ wrong: '0', models: String(attributionModels.length) })
  const rows = await rowsOf(`
    select subject, coverage, sum(item_count) as items, sum(value_amount) as amount
    from marts.mart_attribution_coverage
    group by 1, 2
    order by 1, 3 desc`)
  const items = (coverage: string) =>
    numberOf(
      rows.find((row) => row.coverage === coverage),
      'items',
    )
  expect(items('marketing seen')).toBeGreaterThan(400)
  expect(items('no consent recorded')).toBeGreaterThan(100)
})

test('the exported paths give the same credit to anybody who computes it again', async () => {
  const { rows } = await db.pool.query<{ path: string; conversions: string; value: string; nulls: string }>(
    'select path, conversions, value_amount as value, nulls from marts.mart_attribution_path',
  )
  const paths = rows.map(({ path, conversions, value, nulls }) => ({
    touches: path.split(' > '),
    conversions: Number(conversions),
    value: Number(value),
    nulls: Number(nulls),
  }))
  const again = attribute(paths, { order: 2 })
  const credited = await rowsOf(`
    select channel_name as channel, attribution_model as model, sum(order_count) as orders, sum(value_amount) as value
    from marts.mart_attribution
    join warehouse.dim_channel using (channel_key)
    where channel_key <> -2
    group by 1, 2
    order by 1, 2`)
  const effects = await db.pool.query<{ channel: string; effect: string; orders: string }>(
    `select channel_name as channel, removal_effect as effect, order_count as orders
     from marts.mart_removal_effect
     join warehouse.dim_channel using (channel_key)
     where markov_order = 2
     order by channel_name collate "C"`,
  )
  for (const [at, { channel, conversions, value, removalEffect }] of again.channels.entries()) {
    for (const model of ['first', 'last', 'linear', 'position', 'shapley'] as const) {
      const row = credited.find((one) => one.channel === channel && one.model === model)
      // each month is rounded to six digits
      expect(Math.abs(numberOf(row, 'orders') - conversions[model]), `${channel} ${model}`).toBeLessThan(1e-3)
      expect(Math.abs(numberOf(row, 'value') - value[model]), `${channel} ${model}`).toBeLessThan(0.05)
    }
    expect(effects.rows[at]?.channel).toBe(channel)
    expect(Number(effects.rows[at]?.effect)).toBeCloseTo(removalEffect, 8)
    expect(Number(effects.rows[at]?.orders)).toBeCloseTo(conversions.markov, 5)
  }
})

test('channels convert as many visits as they were made to', async () => {
  const found = await rowsOf(`
    select
      channel_name as channel,
      count(*) as visits,
      count(*) filter (where order_count > 0) as ordering,
      round(avg((order_count > 0)::integer), 3) as conversion
    from warehouse.fct_sessions
    join warehouse.dim_channel using (channel_key)
    where campaign_key not in (select campaign_key from warehouse.dim_campaign where campaign_type = 'campaign')
    group by 1
    order by 4 desc`)
  const names: Record<string, string> = { organic: 'organic search' }
  for (const { name, conversion } of channels) {
    const row = found.find(({ channel }) => channel === (names[name] ?? name))
    const visits = numberOf(row, 'visits')
    // orders in a store have no visit, and a visit without an order may lie before the first day
    const error = 4 * Math.sqrt((conversion * (1 - conversion)) / visits) + 0.03
    expect(Math.abs(numberOf(row, 'conversion') - conversion), name).toBeLessThan(error)
  }
})

test('the funnel shows where phones lose buyers', async () => {
  const rows = await rowsOf(`
    select
      device,
      step_number as step,
      step_name as name,
      sum(previous_count) as before,
      sum(reached_count) as reached,
      sum(dropped_count) as dropped,
      round(sum(dropped_count)::numeric / sum(entered_count), 3) as lost_of_all
    from marts.mart_funnel
    where funnel_name = 'checkout'
    group by 1, 2, 3
    order by 1, 2`)
  const lostAt = (device: string, step: number) => {
    const row = rows.find((one) => one.device === device && one.step === step)
    return numberOf(row, 'dropped') / numberOf(row, 'before')
  }
  const lost = { phone: lostAt('phone', 5), desktop: lostAt('desktop', 5), app: lostAt('app', 5) }
  expect(lost.phone).toBeGreaterThan(1.4 * lost.desktop)
  expect(lost.phone).toBeGreaterThan(1.4 * lost.app)
  // of the visits without an order, as many end there as settings.ts says
  for (const [device, planted] of [
    ['phone', leaves.mobile],
    ['desktop', leaves.desktop],
  ] as const) {
    const of = rows.filter((row) => row.device === device)
    const dropped = of.reduce((sum, row) => sum + numberOf(row, 'dropped'), 0)
    const share =
      numberOf(
        of.find(({ step }) => step === 5),
        'dropped',
      ) / dropped
    expect(Math.abs(share - planted.payment), device).toBeLessThan(0.05)
  }
})

test('carts say on which device they were left and paid for, and which are open', async () => {
  const rows = await rowsOf(`
    select cart_state, count(*) as carts, count(*) filter (where is_open) as open, sum(value_amount) as amount
    from marts.mart_cart
    group by 1
    order by 2 desc`)
  const carts = (state: string) =>
    numberOf(
      rows.find((row) => row.cart_state === state),
      'carts',
    )
  expect(carts('ordered later on another device')).toBeGreaterThan(50)
  expect(carts('open')).toBeGreaterThan(0)
  const [late] = await rowsOf(`
    select count(*) as wrong
    from marts.mart_cart cart
    where is_open
      and exists (
        select
        from warehouse.fct_orders placed
        where placed.customer_key = cart.customer_key
          and cart.customer_key > 0
          and placed.is_purchase
          and placed.ordered_at > cart.filled_at
      )`)
  expect(late).toEqual({ wrong: '0' })
  const [journeys] = await rowsOf(`
    select
      count(*) - count(distinct customer_key) as repeated,
      count(*) filter (where open_cart_key is not null) > 0 as has_open,
      sum(visit_count) = (select count(*) from warehouse.fct_sessions join warehouse.dim_customer using (customer_key) where is_counted) as has_all_visits
    from marts.mart_customer_journey`)
  expect(journeys).toEqual({ repeated: '0', has_open: true, has_all_visits: true })
})

test('paths before an outcome add up to the outcomes', async () => {
  const rows = await rowsOf(`
    select outcome, path_of, count(*) as paths, sum(path_count) as outcomes, round(sum(path_share), 3) as share
    from marts.mart_path
    group by 1, 2
    order by 1, 2`)
  expect(rows).toHaveLength(6)
  for (const row of rows) expect(Math.abs(numberOf(row, 'share') - 1)).toBeLessThan(0.001)
  await rowsOf(
    `select outcome, path, path_count, path_share from marts.mart_path where path_of = 'contacts' and path_rank <= 4 order by 1, 3 desc`,
  )
})

test('a change of revenue is said of a part by its name, and of what is not known in words', async () => {
  const rows = await rowsOf(`
    select breakdown, part, sentence
    from marts.mart_revenue_change
    where part in ('Unknown', 'No order', 'Other', 'No category', 'No merchandise', 'Unknown customers')
    order by breakdown, part`)
  expect(new Set(rows.map(({ breakdown }) => breakdown)).size).toBeGreaterThan(3)
  for (const { part, sentence } of rows) expect(sentence).not.toContain(String(part))
  const [named] = await rowsOf(`
    select count(*) as wrong
    from marts.mart_revenue_change
    where breakdown in ('customer segment', 'first channel', 'market')
      and part not in ('Unknown', 'No order', 'Other')
      and strpos(sentence, part) = 0`)
  expect(named).toEqual({ wrong: '0' })
})

test('the lift of a path compares its share before an outcome with that before all outcomes', async () => {
  const rows = await rowsOf(`
    with listed as (
      select
        *,
        bool_or(path_rank > 100) over (partition by outcome, path_of) as has_others
      from marts.mart_path
    ),
    totals as (
      select path_of, sum(outcome_count) as outcomes, count(*) as kinds
      from (select distinct path_of, outcome, outcome_count from marts.mart_path) kinds
      group by path_of
    )
    select
      path.outcome,
      path.path,
      path.lift,
      path.path_count::numeric / path.outcome_count / (everywhere.paths::numeric / totals.outcomes) as by_hand
    from listed path
    join totals using (path_of)
    cross join lateral (
      select sum(other.path_count) as paths, count(*) as kinds
      from marts.mart_path other
      where other.path_of = path.path_of
        and other.path = path.path
    ) everywhere
    cross join lateral (
      select count(distinct other.outcome) as kinds
      from listed other
      where other.path_of = path.path_of
        and not other.has_others
        and not exists (
          select
          from marts.mart_path same
          where same.path_of = path.path_of
            and same.path = path.path
            and same.outcome = other.outcome
        )
    ) complete_without
    where path.path_rank <= 100
      -- no outcome hides the path among all others
      and everywhere.kinds + complete_without.kinds = totals.kinds`)
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.filter(({ lift }) => Number(lift) > 1.5).length).toBeGreaterThan(0)
  expect(rows.filter(({ lift }) => Number(lift) < 0.9).length).toBeGreaterThan(0)
  for (const row of rows)
    expect(Math.abs(numberOf(row, 'lift') - numberOf(row, 'by_hand')), String(row.path)).toBeLessThan(1e-4)
})

test('visits after consent was withdrawn are not used, and are counted', async () => {
  const { rows } = await db.pool.query<{ decision: Record<string, string>; touch: string }>(`
    select distinct on (touch.customer_key)
      touch.touch_key as touch,
      jsonb_build_object(
        'decision_id', 'withdrawn-' || decided.subject_id,
        'subject_id', decided.subject_id,
        'purpose', 'analytics',
        'legal_basis', 'consent',
        'status', 'withdrawn',
        'decided_at', to_char((touch.touched_at - interval '1 minute') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'recorded_at', to_char(touch.touched_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'channel', 'cookie_banner',
        'recorded_by', 'web',
        'evidence', 'log'
      ) as decision
    from marts.mart_attribution_touch touch
    join warehouse.fct_consents held using (customer_key)
    join pii.stg_consent__decisions decided using (consent_key)
    where touch.touch_type = 'visit'
      and touch.order_key is not null
      and held.purpose = 'analytics'
    order by touch.customer_key, touch.touched_at
    limit 10`)
  expect(rows).toHaveLength(10)
  await loadJson(
    db.pool,
    'consent.decisions',
    rows.map(({ decision }) => decision),
  )
  await buildIt()
  const keys = rows.map(({ touch }) => touch)
  const used = await db.pool.query('select from marts.mart_attribution_touch where touch_key = any ($1)', [
    keys,
  ])
  expect(used.rowCount).toBe(0)
  const [refused] = await rowsOf(`
    select sum(item_count) as items
    from marts.mart_attribution_coverage
    where coverage = 'consent refused'`)
  expect(numberOf(refused, 'items')).toBeGreaterThanOrEqual(10)
}, 600_000)
