import { expect, test } from 'vitest'
import { day, today } from '../../seeds/sample/calendar.ts'
import { firmsOf } from '../../seeds/sample/firms.ts'
import { livesOf } from '../../seeds/sample/people.ts'
import { feeds } from '../../seeds/sample/systems.ts'
import { type Records, recordsOf, valuesAt } from './records.ts'

const company = { customers: 150, seed: 7, today }
const all = recordsOf(company)

const contents = (records: Records) =>
  [...records].map(([entity, some]) => [entity, [...some].map(([key, { record }]) => [key, record])])

test('the same seed gives the same company, and another seed another one', () => {
  expect(contents(recordsOf(company))).toEqual(contents(all))
  expect(contents(recordsOf({ ...company, seed: 8 }))).not.toEqual(contents(all))
})

test('a larger company has the same people and more', () => {
  const few = recordsOf({ ...company, customers: 12 })
  const many = new Map(all)
  for (const [entity, records] of few) {
    for (const [key, { record }] of records) expect(many.get(entity)?.get(key)?.record).toEqual(record)
  }
})

test('every system has records, and all meet their contracts', () => {
  const broken = new Set<string>()
  for (const [entity, records] of all) {
    expect(records.size, entity).toBeGreaterThan(0)
    for (const { feed, record } of records.values()) {
      const checked = feed.entity.record.safeParse(record)
      for (const { path, message } of checked.error?.issues ?? []) {
        broken.add(`${entity} ${path.join('.')}: ${message}`)
      }
    }
  }
  expect([...broken]).toEqual([])
})

test('no record is from the future, and its time of change matches', () => {
  for (const records of all.values()) {
    for (const { at, feed, record } of records.values()) {
      expect(at).toBeLessThanOrEqual(today)
      const { changedAt } = feed.entity
      const written =
        changedAt && !changedAt.includes('.') ? new Map(Object.entries(record)).get(changedAt) : null
      if (typeof written !== 'string' || !written.endsWith('Z')) continue
      expect(Math.abs(Date.parse(written) - at), feed.entity.entity).toBeLessThanOrEqual(1000)
    }
  }
})

test.each([
  ['shopify.orders', 'customer.id', 'shopify.customers'],
  ['shopify.orders', 'line_items.product_id', 'shopify.products'],
  ['shopify.checkouts', 'customer.id', 'shopify.customers'],
  ['square.orders', 'customer_id', 'square.customers'],
  ['square.orders', 'returns.source_order_id', 'square.orders'],
  ['square.payments', 'order_id', 'square.orders'],
  ['shipstation.orders', 'orderKey', 'shopify.orders'],
  ['shipstation.shipments', 'orderId', 'shipstation.orders'],
  ['zendesk.tickets', 'requester_id', 'zendesk.users'],
  ['zendesk.tickets', 'assignee_id', 'zendesk.users'],
  ['zendesk.satisfaction_ratings', 'ticket_id', 'zendesk.tickets'],
  ['stripe.subscriptions', 'customer', 'stripe.customers'],
  ['stripe.invoices', 'parent.subscription_details.subscription', 'stripe.subscriptions'],
  ['stripe.charges', 'invoice', 'stripe.invoices'],
  ['stripe.refunds', 'charge', 'stripe.charges'],
  ['loyalty.movements', 'member_id', 'loyalty.members'],
  ['hubspot.deals', 'associations.companies.results.id', 'hubspot.companies'],
  ['hubspot.deals', 'associations.contacts.results.id', 'hubspot.contacts'],
  ['klaviyo.events', 'relationships.profile.data.id', 'klaviyo.profiles'],
  ['klaviyo.events', 'relationships.metric.data.id', 'klaviyo.metrics'],
  ['devices.readings', 'device_id', 'devices.registrations'],
  ['segment.alias', 'userId', 'shopify.customers'],
])('%s %s names one of %s', (from, path, to) => {
  const values = valuesAt(all, from, path)
  expect(values.length).toBeGreaterThan(0)
  expect(values.filter((value) => !all.get(to)?.has(String(value)))).toEqual([])
})

test('orders of all systems agree: points and web orders refer to orders, and payments equal sales', () => {
  for (const [source, entity] of [
    ['shopify', 'shopify.orders'],
    ['square', 'square.orders'],
  ] as const) {
    const named = [...(all.get('loyalty.movements')?.values() ?? [])]
      .map(({ record }) => new Map<string, unknown>(Object.entries(record)))
      .filter((record) => record.get('order_source') === source)
    expect(named.length).toBeGreaterThan(0)
    for (const movement of named) expect(all.get(entity)?.has(String(movement.get('order_id')))).toBe(true)
  }
  const numbers = new Set(valuesAt(all, 'shopify.orders', 'name'))
  for (const number of valuesAt(all, 'segment.track', 'properties.order_id')) {
    expect(numbers.has(number)).toBe(true)
  }
  const sum = (values: unknown[]) => values.reduce((total: number, value) => total + Number(value), 0)
  expect(sum(valuesAt(all, 'square.orders', 'total_money.amount'))).toBe(
    sum(valuesAt(all, 'square.payments', 'amount_money.amount')),
  )
  expect(sum(valuesAt(all, 'square.orders', 'line_items.total_money.amount'))).toBe(
    sum(valuesAt(all, 'square.orders', 'total_money.amount')),
  )
})

test('every personal record has a person or a firm behind it', () => {
  const people = new Set([
    ...[...livesOf(company)].map(({ person }) => person.number),
    ...firmsOf(company).map(({ personId }) => personId),
  ])
  for (const { entity, isPersonal } of feeds) {
    for (const { personId } of all.get(entity.entity)?.values() ?? []) {
      if (personId !== null) expect(people.has(personId)).toBe(true)
      else if (entity.entity !== 'zendesk.users') expect(isPersonal).toBe(false)
    }
  }
})

test.each([
  { seed: 7, days: 3, step: 1 },
  { seed: 3, days: 60, step: 20 },
  { seed: 1, days: -400, step: 200 },
  { seed: 2, days: -700, step: 350 },
])('simulating days one by one gives the company of the later day: $days days, seed $seed', (span) => {
  const { seed, days, step } = span
  const [from, to] = days < 0 ? [today + days * day, today] : [today, today + days * day]
  const on = (instant: number) => ({ customers: 110, seed, today: instant })
  const simulated = contentOf(recordsOf(on(from)))
  for (let past = from; past < to; past += step * day) {
    const come = contentOf(recordsOf(on(past + step * day), past))
    expect(come.size).toBeGreaterThan(0)
    for (const [key, content] of come) simulated.set(key, content)
  }
  const later = contentOf(recordsOf(on(to)))
  expect([...simulated].filter(([key, content]) => content !== later.get(key))).toEqual([])
  expect(simulated.size).toBe(later.size)
})

function contentOf(records: Records): Map<string, string> {
  return new Map(
    [...records].flatMap(([entity, some]) =>
      [...some].map(([key, { record }]) => [`${entity} ${key}`, JSON.stringify(record)] as const),
    ),
  )
}
