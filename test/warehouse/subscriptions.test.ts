import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asOfDay, render } from '#engine'
import { rates } from '../../transforms/sources/rates/rates.ts'
import { stripe } from '../../transforms/sources/stripe/stripe.ts'
import { subscriptionsTouchpoints } from '../../transforms/warehouse/touchpoints/subscriptions.ts'
import { buildAll } from '../field/field.ts'
import { useDatabase } from '../harness/database.ts'
import { land, rowsOf } from '../sources/staged.ts'

const db = useDatabase('built')

const at = (day: string) => Date.parse(`${day}T12:00:00Z`) / 1000
const day = 86_400

interface Price {
  readonly minor: number
  readonly interval?: string
  readonly count?: number
}

function subscription(
  id: string,
  who: string,
  start: string,
  { minor, interval, count }: Price,
  more: object = {},
) {
  const recurring = { interval: interval ?? 'month', interval_count: count ?? 1 }
  const price = {
    id: `price_${minor}`,
    nickname: `Box ${minor}`,
    product: 'prod_box',
    unit_amount: minor,
    recurring,
  }
  return {
    id: `sub_${id}`,
    created: at(start),
    customer: `cus_${who}`,
    status: 'active',
    currency: 'gbp',
    start_date: at(start),
    items: { data: [{ quantity: 1, price }] },
    livemode: true,
    ...more,
  }
}
const ended = (when: string) => ({ status: 'canceled', canceled_at: at(when), ended_at: at(when) })

const movements = (who: string) =>
  rowsOf(
    db.pool,
    `select to_char(month_start_date, 'YYYY-MM') as month, movement, closing_amount::float as closing,
       original_closing::float as original
     from warehouse.fct_mrr_months join warehouse.fct_subscriptions using (subscription_key)
     where subscription_id like 'sub_${who}%' and movement <> 'none' order by month_start_date, subscription_id`,
  )

test('movements of recurring revenue are those of the customer', async () => {
  await land(db.pool, rates.daily, [
    { day: '2025-03-03', from: 'EUR', to: 'GBP', rate: '0.8', provider: 'Bank' },
  ])
  await land(db.pool, stripe.subscriptions, [
    subscription('ada1', 'ada', '2025-01-15', { minor: 1000 }, ended('2025-04-10')),
    subscription('ada2', 'ada', '2025-02-20', { minor: 3000, count: 3 }, ended('2025-06-05')),
    subscription('ada3', 'ada', '2025-08-01', { minor: 12_000, interval: 'year' }),
    subscription(
      'bob',
      'bob',
      '2025-01-10',
      { minor: 500 },
      {
        status: 'past_due',
        trial_start: at('2025-01-10'),
        trial_end: at('2025-02-09'),
      },
    ),
    subscription(
      'eve',
      'eve',
      '2025-03-05',
      { minor: 1200 },
      { currency: 'eur', canceled_at: at('2025-05-01') },
    ),
    subscription(
      'dan',
      'dan',
      '2025-03-01',
      { minor: 700 },
      {
        status: 'paused',
        current_period_end: at('2025-05-01'),
      },
    ),
    subscription(
      'vain',
      'vain',
      '2025-03-01',
      { minor: 900 },
      {
        status: 'incomplete_expired',
        ended_at: at('2025-05-01'),
      },
    ),
    subscription(
      'tried',
      'tried',
      '2025-03-01',
      { minor: 900 },
      {
        ...ended('2025-04-10'),
        trial_start: at('2025-03-01'),
        trial_end: at('2025-05-01'),
      },
    ),
    subscription('brief', 'brief', '2025-03-02', { minor: 900 }, ended('2025-03-20')),
    subscription('test', 'test', '2025-03-02', { minor: 900 }, { livemode: false }),
  ])
  await buildAll(db.pool)
  expect(await movements('ada')).toEqual([
    { month: '2025-01', movement: 'new', closing: 10, original: 10 },
    { month: '2025-02', movement: 'expansion', closing: 10, original: 10 },
    { month: '2025-04', movement: 'contraction', closing: 0, original: 0 },
    { month: '2025-06', movement: 'churn', closing: 0, original: 0 },
    { month: '2025-08', movement: 'reactivation', closing: 10, original: 10 },
  ])
  expect(await movements('bob')).toEqual([{ month: '2025-02', movement: 'new', closing: 5, original: 5 }])
  expect(await movements('eve')).toEqual([{ month: '2025-03', movement: 'new', closing: 9.6, original: 12 }])
  expect(await movements('dan')).toEqual([
    { month: '2025-03', movement: 'new', closing: 7, original: 7 },
    { month: '2025-05', movement: 'churn', closing: 0, original: 0 },
  ])
  for (const who of ['vain', 'tried', 'brief', 'test']) expect(await movements(who), who).toEqual([])
  const text = render(subscriptionsTouchpoints, ({ name }) =>
    name === asOfDay.name ? 'current_date' : name,
  ).text
  expect(
    await rowsOf(
      db.pool,
      `select occurred_at::date::text as day, sentence from (${text}) t
       join warehouse.fct_subscriptions on subscription_key = fact_key
       where subscription_id in ('sub_ada2', 'sub_bob', 'sub_eve') order by subscription_id, occurred_at`,
    ),
  ).toEqual([
    { day: '2025-02-20', sentence: 'Subscribed to Box 3000 for 30.00 GBP every 3 months' },
    { day: '2025-06-05', sentence: 'Cancelled Box 3000' },
    { day: '2025-01-10', sentence: 'Started a trial of Box 500' },
    { day: '2025-02-09', sentence: 'Subscribed to Box 500 for 5.00 GBP every month' },
    { day: '2025-03-05', sentence: 'Subscribed to Box 1200 for 12.00 EUR every month' },
    { day: '2025-05-01', sentence: 'Cancelled Box 1200' },
  ])
})

test('the movements of random subscriptions are those that follow from their days', async () => {
  const anySubscription = fc.record({
    who: fc.integer({ min: 0, max: 40 }),
    start: fc.integer({ min: 0, max: 600 }),
    trial: fc.constantFrom(0, 0, 14, 40),
    length: fc.constantFrom(...[null, null], ...fc.sample(fc.integer({ min: 1, max: 300 }), 40)),
    minor: fc.integer({ min: 100, max: 9999 }),
  })
  const first = at('2023-01-01')
  const made = fc.sample(anySubscription, 120).map((one, id) => {
    const from = first + one.start * day
    const paidFrom = from + one.trial * day
    const until = one.length === null ? null : from + one.length * day
    return { ...one, id: `any${id}`, from, paidFrom, until, isPaid: until === null || until > paidFrom }
  })
  await land(
    db.pool,
    stripe.subscriptions,
    made.map(({ id, who, from, paidFrom, trial, until, minor }) => ({
      ...subscription(id, `any${who}`, '2023-01-01', { minor }),
      created: from,
      start_date: from,
      ...(trial > 0 && { trial_start: from, trial_end: paidFrom }),
      ...(until !== null && { status: 'canceled', canceled_at: until, ended_at: until }),
    })),
  )
  await buildAll(db.pool)
  const months = Array.from({ length: 24 }, (_, index) => {
    const startOf = (n: number) => Date.UTC(2023, n, 1) / 1000
    return {
      name: new Date(startOf(index) * 1000).toISOString().slice(0, 7),
      start: startOf(index),
      end: startOf(index + 1),
    }
  })
  const expected = new Map<string, number>()
  for (const { name, start, end } of months) {
    const pays = (one: (typeof made)[number], moment: number) =>
      one.isPaid && one.paidFrom < moment && (one.until === null || one.until >= moment)
    for (const one of made) {
      const others = made.filter(({ who }) => who === one.who)
      const [before, after] = [pays(one, start), pays(one, end)]
      if (before === after) continue
      const paidBefore = others.some((other) => other.isPaid && other.paidFrom < start)
      const gained = others.some((other) => pays(other, start))
        ? 'expansion'
        : paidBefore
          ? 'reactivation'
          : 'new'
      const lost = others.some((other) => pays(other, end)) ? 'contraction' : 'churn'
      const key = `${name} ${after ? gained : lost}`
      expected.set(key, (expected.get(key) ?? 0) + one.minor)
    }
  }
  const found = await rowsOf<{ key: string; minor: number }>(
    db.pool,
    `select to_char(month_start_date, 'YYYY-MM') || ' ' || movement as key,
       sum(100 * (original_new + original_reactivation + original_expansion + original_contraction + original_churn))::float as minor
     from warehouse.fct_mrr_months join warehouse.fct_subscriptions using (subscription_key)
     where subscription_id like 'sub_any%' and movement <> 'none' and month_start_date < '2025-01-01' group by 1`,
  )
  expect(expected.size).toBeGreaterThan(20)
  expect(new Map(found.map(({ key, minor }) => [key, minor]))).toEqual(expected)
})
