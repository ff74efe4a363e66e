import { expect, test } from 'vitest'
import { isoDay, today } from '../../seeds/sample/calendar.ts'
import { defaultCompany } from '../../seeds/sample/company.ts'
import { livesOf } from '../../seeds/sample/people.ts'
import { euroCosts } from '../../seeds/sample/rates.ts'
import { billingOf, billsOf } from '../../seeds/sample/systems/stripe-billing.ts'
import { useDatabase } from '../harness/database.ts'
import { rowsOf } from '../sources/staged.ts'

/* What was planted in the sample company: who subscribed and left, and what was paid and paid back. */

const db = useDatabase('sample')
const lives = [...livesOf({ ...defaultCompany, customers: 300 })]
const monthOf = (instant: number) => isoDay(instant).slice(0, 7)

test('the ends of subscriptions are found again in the month in which they were planted', async () => {
  const planted = lives
    .flatMap((life) => billingOf(life) ?? [])
    .filter(({ startsAt, endsAt }) => startsAt <= today && monthOf(startsAt) !== monthOf(endsAt))
  const churned = new Map<string, number>()
  for (const { endsAt, plan } of planted) {
    if (endsAt <= today) churned.set(monthOf(endsAt), (churned.get(monthOf(endsAt)) ?? 0) + plan.amount / 100)
  }
  const found = await rowsOf<{ month: string; churn: number }>(
    db.pool,
    `select to_char(month_start_date, 'YYYY-MM') as month, sum(churn_amount + contraction_amount)::float as churn
     from warehouse.fct_mrr_months group by 1 having sum(churn_amount + contraction_amount) > 0`,
  )
  expect(churned.size).toBeGreaterThan(5)
  expect(new Map(found.map(({ month, churn }) => [month, churn]))).toEqual(churned)
  const paying = planted.filter(({ endsAt }) => endsAt > today)
  const [closing] = await rowsOf(
    db.pool,
    `select sum(closing_amount)::float as mrr, count(*)::int as subscriptions from warehouse.fct_mrr_months
     where snapshot_date = '${isoDay(today)}' and closing_amount > 0`,
  )
  expect(closing).toEqual({
    mrr: paying.reduce((sum, { plan }) => sum + plan.amount, 0) / 100,
    subscriptions: paying.length,
  })
})

test('what was charged for subscriptions and paid back are the net receipts', async () => {
  const bills = lives.flatMap((life) => [...billsOf(life)])
  const paid = bills.filter(({ paidAt }) => paidAt <= today)
  const back = bills.filter(({ refundedAt }) => refundedAt !== null && refundedAt <= today)
  const sum = (some: typeof bills) =>
    some.reduce((total, { billing }) => total + billing.plan.amount, 0) / 100
  expect(back.length).toBeGreaterThan(1)
  const [found] = await rowsOf(
    db.pool,
    `select sum(charged_amount)::float as charged, sum(refunded_amount)::float as refunded,
       sum(net_receipts_amount)::float as net, count(*) filter (where status = 'failed')::int as declined
     from warehouse.fct_payments where source = 'stripe'`,
  )
  expect(found).toEqual({
    charged: sum(paid),
    refunded: sum(back),
    net: sum(paid) - sum(back),
    declined: bills.filter(({ at, isDeclined }) => isDeclined && at + 60_000 <= today).length,
  })
})

test('the orders in euros are worth what their price list says in pounds, but for the movement of the rate', async () => {
  const [rate] = await rowsOf<{ lowest: number; highest: number; missing: number; orders: number }>(
    db.pool,
    `select min(net_amount / original_amount)::float as lowest, max(net_amount / original_amount)::float as highest,
       count(*) filter (where net_amount is null)::int as missing, count(*)::int as orders
     from warehouse.fct_orders where currency = 'EUR' and net_amount <> 0 and other_amount = 0`,
  )
  const typical = euroCosts.get('GBP') ?? 0
  expect(rate?.orders).toBeGreaterThan(0)
  expect(rate?.missing).toBe(0)
  expect(rate?.lowest).toBeGreaterThan(typical * 0.96)
  expect(rate?.highest).toBeLessThan(typical * 1.04)
})

test('what shops refunded is what was planted, and every request of the carrier belongs to its refund', async () => {
  const refunds = lives.flatMap((life) =>
    life.purchases.flatMap((purchase) => {
      const { refund } = life.basket(purchase)
      return refund && refund.at <= today ? [{ purchase, refund }] : []
    }),
  )
  expect(refunds.length).toBeGreaterThan(20)
  const [found] = await rowsOf(
    db.pool,
    `select count(distinct (order_key, refunded_at)) filter (where source in ('shopify', 'square'))::int as refunds,
       sum(quantity)::int as units from warehouse.fct_returns`,
  )
  expect(found).toEqual({
    refunds: refunds.length,
    units: refunds.reduce(
      (sum, { refund }) => sum + refund.lines.reduce((some, line) => some + line.quantity, 0),
      0,
    ),
  })
  const [requests] = await rowsOf(
    db.pool,
    `select count(*) filter (where return_type = 'goods' and request_key is not null and source = 'shopify')::int > 0 as answered,
       count(*) filter (where return_type = 'request' and order_key is null)::int as strange
     from warehouse.fct_returns`,
  )
  expect(requests).toEqual({ answered: true, strange: 0 })
})
