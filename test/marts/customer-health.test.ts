import { expect, test } from 'vitest'
import { type Relation, render } from '#engine'
import { healthParts, parts } from '../../transforms/marts/health/parts.ts'
import { useDatabase } from '../harness/database.ts'

const sample = useDatabase('sample')
const nameOf = (relation: Relation) =>
  relation.kind === 'as-of' ? `date '2026-06-30'` : `pg_temp.${relation.name.replace(/^\w+\./, '')}`

const parse = (rows: { part: string; score: string; reason: string }[]) =>
  Object.fromEntries(rows.map(({ part, score, reason }) => [part, { score: Number(score), reason }]))

/** The parts of customer 1, from the rows of facts given. */
async function partsFrom(facts: Readonly<Record<string, string>>) {
  const client = await sample.pool.connect()
  try {
    const relations = new Map([
      ['mart_next_order', 'customer_key bigint, days_since_last_order int, ended_waits_share numeric'],
      ['fct_orders', 'customer_key bigint, ordered_date date, net_amount numeric, is_purchase boolean'],
      ['fct_shipments', 'customer_key bigint, promised_date date, is_late boolean, direction text'],
      ['fct_support_cases', 'customer_key bigint, opened_date date, opened_by text, excluded_because text'],
      [
        'mart_customer_voice',
        `customer_key bigint, last_nps_score numeric, last_nps_date date, last_satisfaction_share numeric,
         last_satisfaction_date date, last_sentiment text, last_sentiment_score numeric, last_stated_date date`,
      ],
      ['fct_touchpoints', 'customer_key bigint, occurred_date date, direction text'],
      [
        'fct_subscriptions',
        `customer_key bigint, is_paying boolean, cancelled_at timestamptz, cancelled_date date, excluded_because text,
         paid_from_date date, paid_until_date date`,
      ],
    ])
    for (const [name, columns] of relations) {
      await client.query(`create temp table ${name} (${columns})`)
      if (facts[name]) await client.query(`insert into pg_temp.${name} values ${facts[name]}`)
    }
    const { rows } = await client.query(
      `select part, score, reason from (${render(healthParts, nameOf).text}) p where customer_key = 1`,
    )
    return parse(rows)
  } finally {
    await client.query('discard temp')
    client.release()
  }
}

test('a customer about whom nothing is known has no parts', async () => {
  expect(await partsFrom({})).toEqual({})
})

test('trouble is counted against the orders of the last year', async () => {
  const found = await partsFrom({
    fct_orders: `(1, '2026-05-01', 50, true), (1, '2026-04-01', 50, true), (1, '2026-03-01', 50, true),
      (1, '2026-02-01', 50, true), (1, '2025-06-01', 100, true), (1, '2026-06-01', 0, false)`,
    fct_shipments: `(1, '2026-05-03', true, 'outbound'), (1, '2026-04-03', false, 'outbound'), (1, '2026-04-09', true, 'return'),
      (1, '2025-06-03', true, 'outbound')`,
    fct_support_cases: `(1, '2026-06-01', 'agent', null), (1, '2026-06-02', 'customer', 'spam')`,
  })
  expect(found.service).toEqual({
    score: 75,
    reason: 'late parcels and requests for help in the last year: 1, orders: 4',
  })
  // 200 after 100
  expect(found.value).toEqual({
    score: 100,
    reason: 'sales of the last year are 200 % of those of the year before',
  })
})

test('what customers say counts for a year, and each thing alike', async () => {
  const found = await partsFrom({
    mart_customer_voice: `(1, 4, '2026-01-10', 0.9, '2024-01-01', 'negative', -0.5, '2026-06-01')`,
  })
  // (0.4 + 0.25) / 2; the satisfaction is too old
  expect(found).toEqual({
    voice: { score: 32.5, reason: 'said in the last year: last text negative, recommends with 4 of 10' },
  })
})

test('rhythm, contact and subscriptions fall with silence and cancellation', async () => {
  const found = await partsFrom({
    mart_next_order: '(1, 80, 0.75)',
    fct_touchpoints: `(1, '2025-06-01', 'inbound'), (1, '2026-06-29', 'outbound')`,
    fct_subscriptions: `(1, true, '2026-06-01', '2026-06-01', null, '2025-01-01', null)`,
  })
  expect(found).toEqual({
    rhythm: { score: 50, reason: 'last order 80 days ago, and 75 % of such waits are over by then' },
    contact: { score: 0.3, reason: 'last came by themselves 394 days ago' },
    subscription: { score: 0, reason: 'subscription cancelled' },
  })
})

test('the score is the weighted mean of the parts that are known', async () => {
  const { rows } = await sample.pool.query<{
    health_score: string
    parts: { part: string; score: number }[]
  }>(`
    select
      health_score,
      json_agg(json_build_object('part', part, 'score', score)) as parts
    from marts.mart_customer_health
    join marts.mart_customer_health_part using (customer_key)
    group by customer_key, health_score`)
  expect(rows.length).toBeGreaterThan(100)
  const weightOf = new Map<string, number>(parts.map(({ part, weight }) => [part, weight]))
  for (const { health_score, parts: known } of rows) {
    const weights = known.map(({ part }) => weightOf.get(part) ?? 0)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const mean = known.reduce((sum, { score }, i) => sum + (score * (weights[i] ?? 0)) / total, 0)
    expect(Number(health_score)).toBeCloseTo(mean, 0)
  }
})
