import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayIn, render } from '#engine'
import { company } from '#settings'
import { defaultCompany } from '../../seeds/sample/company.ts'
import { livesOf } from '../../seeds/sample/people.ts'
import { orderName } from '../../seeds/sample/systems/shopify-parts.ts'
import { shipmentTouchpoints } from '../../transforms/warehouse/touchpoints/shipments.ts'
import { buildAll, loadJson } from '../field/field.ts'
import { cloneDatabase, type TestDatabase, useDatabase } from '../harness/database.ts'
import { shipment as label, order as toShip } from '../sources/shipstation-records.ts'
import { fulfillment, shopOrder } from './goods-records.ts'

const sample = useDatabase('sample')

describe('parcels that two sources report', () => {
  let db: TestDatabase
  const id = { next: 1 }
  const labelOf = (number: number, parts: object) => {
    id.next += 1
    return { ...label, shipmentId: id.next, orderId: number, orderNumber: String(number), ...parts }
  }
  const orderOf = (number: number, parts: object = {}) => ({
    ...toShip,
    orderId: number,
    orderNumber: String(number),
    orderDate: '2026-06-01T01:00:00',
    shipByDate: '2026-06-03T01:00:00',
    ...parts,
  })
  // few numbers, so that reports meet
  const someReports = fc.sample(
    fc.record({
      number: fc.integer({ min: 500, max: 520 }),
      tracking: fc.constantFrom(null, 'A1', 'B2', 'C3'),
      day: fc.integer({ min: 1, max: 9 }),
      isOfShop: fc.boolean(),
      isVoid: fc.boolean(),
    }),
    { numRuns: 200, seed: 12 },
  )

  beforeAll(async () => {
    db = await cloneDatabase('built')
    const random = (isOfShop: boolean) => someReports.filter((report) => report.isOfShop === isOfShop)
    const randomOrders = [...new Set(random(true).map(({ number }) => number))].map((number) =>
      shopOrder(number, {
        fulfillments: random(true)
          .filter((report) => report.number === number)
          .map(({ tracking, day, isVoid }, index) =>
            fulfillment(number * 100 + index, `2026-06-0${day}T12:00:00Z`, {
              tracking_number: tracking,
              status: isVoid ? 'cancelled' : 'success',
            }),
          ),
      }),
    )
    await loadJson(db.pool, 'shopify.orders', [
      shopOrder(1, {
        fulfillments: [fulfillment(1, '2026-06-02T09:00:00Z', { tracking_number: 'RM 1 GB' })],
      }),
      shopOrder(2, { fulfillments: [fulfillment(2, '2026-06-04T09:00:00Z')] }),
      shopOrder(3, {
        fulfillments: [
          fulfillment(3, '2026-06-02T09:00:00Z', { tracking_number: 'X1' }),
          fulfillment(4, '2026-06-02T09:00:00Z', { tracking_number: 'X2' }),
        ],
      }),
      shopOrder(4, { fulfillments: [fulfillment(5, '2026-06-09T09:00:00Z')] }),
      shopOrder(5),
      ...randomOrders,
    ])
    await loadJson(db.pool, 'shipstation.orders', [
      orderOf(1),
      orderOf(2),
      orderOf(5, { orderStatus: 'awaiting_shipment', shipDate: null }),
    ])
    await loadJson(db.pool, 'shipstation.shipments', [
      labelOf(1, { trackingNumber: 'rm1gb', shipDate: '2026-06-02' }),
      labelOf(2, { trackingNumber: 'RM2', shipDate: '2026-06-03' }),
      labelOf(4, { trackingNumber: 'RM4', shipDate: '2026-06-02' }),
      labelOf(4, { trackingNumber: 'RM4b', shipDate: '2026-06-09', voided: true }),
      labelOf(77, { trackingNumber: 'RM77', shipDate: '2026-06-02' }),
      ...random(false).map(({ number, tracking, day, isVoid }) =>
        labelOf(number, { trackingNumber: tracking, shipDate: `2026-06-0${day}`, voided: isVoid }),
      ),
    ])
    await buildAll(db.pool)
  })
  afterAll(() => db.drop())

  const parcelsOf = async (number: number) => {
    const { rows } = await db.pool.query(
      `select state, merged_by, report_count as reports, days_late, parcel_count as parcels,
         order_key is not null as has_order
       from warehouse.fct_shipments where order_number = $1
       order by shipped_at, report_count`,
      [String(number)],
    )
    return rows
  }
  const one = {
    state: 'shipped',
    merged_by: 'one report',
    reports: 1,
    days_late: null,
    parcels: 1,
    has_order: true,
  }

  test('a tracking number in common is one parcel, however it is written', async () => {
    expect(await parcelsOf(1)).toEqual([{ ...one, merged_by: 'tracking number', reports: 2, days_late: 0 }])
  })

  test('without one, the nearest parcel of the order within three days is it; a day too late is one day late', async () => {
    expect(await parcelsOf(2)).toEqual([
      { ...one, merged_by: 'order number and time', reports: 2, days_late: 1 },
    ])
  })

  test('two tracking numbers are two parcels', async () => {
    expect(await parcelsOf(3)).toEqual([one, one])
  })

  test('a week apart are two parcels, and a voided label is none', async () => {
    const rows = await parcelsOf(4)
    expect(rows).toHaveLength(3)
    expect(rows.filter(({ parcels }) => parcels === 1)).toEqual([one, one])
    expect(rows.find(({ state }) => state === 'cancelled')).toMatchObject({ parcels: 0, reports: 1 })
  })

  test('an order that waits is a row, late since the day it was promised for', async () => {
    const [waiting, ...others] = await parcelsOf(5)
    expect(others).toEqual([])
    expect(waiting).toMatchObject({ state: 'waiting', parcels: 0 })
    const promised = Date.UTC(2026, 5, 3)
    const today = Date.parse(dayIn(company.timeZone, new Date()))
    expect(waiting?.days_late).toBe(Math.max(0, (today - promised) / 86_400_000))
  })

  test('a parcel of an order that no shop has is kept', async () => {
    expect(await parcelsOf(77)).toEqual([{ ...one, has_order: false }])
  })

  test('of random reports each is in one parcel, and no parcel has two tracking numbers', async () => {
    const { rows } = await db.pool.query(`
      select order_number::int as number, sum(report_count)::int as reports, sum(parcel_count)::int as parcels
      from warehouse.fct_shipments where order_number::int between 500 and 520 group by 1 order by 1`)
    expect(rows.reduce((sum, { reports }) => sum + reports, 0)).toBe(someReports.length)
    for (const { number, parcels } of rows) {
      const sent = someReports.filter((report) => report.number === number && !report.isVoid)
      const tracked = new Set(sent.flatMap(({ tracking }) => tracking ?? [])).size
      const untracked = sent.filter(({ tracking }) => tracking === null).length
      expect(parcels, String(number)).toBeGreaterThanOrEqual(tracked)
      expect(parcels, String(number)).toBeLessThanOrEqual(tracked + untracked)
    }
  })

  test('a report that arrives late joins its parcel', async () => {
    await loadJson(db.pool, 'shipstation.shipments', [
      labelOf(3, { trackingNumber: 'X1', shipDate: '2026-06-02' }),
      labelOf(3, { trackingNumber: 'X2', shipDate: '2026-06-02' }),
    ])
    await buildAll(db.pool)
    const both = { ...one, merged_by: 'tracking number', reports: 2 }
    expect(await parcelsOf(3)).toEqual([both, both])
  })
})

test('the late parcels of the sample company are found, each with its days, and reported twice they count once', async () => {
  const { rows } = await sample.pool.query<{ name: string; days: number; reports: number }>(`
    select order_number as name, days_late as days, report_count as reports
    from warehouse.fct_shipments where has_ship_time and direction = 'outbound'`)
  const found = new Map(rows.map((row) => [row.name, row]))
  expect(found.size).toBe(rows.length)
  const late: string[] = []
  for (const life of livesOf({ ...defaultCompany, customers: 300 })) {
    for (const purchase of life.purchases) {
      const fact = found.get(orderName(life, purchase).slice(1))
      if (purchase.isInStore || !fact) continue
      const { dueAt, shippedAt } = life.parcel(purchase)
      const [due, shipped] = [dueAt, shippedAt].map((at) => Date.parse(dayIn(company.timeZone, new Date(at))))
      const days = Math.max(0, ((shipped ?? 0) - (due ?? 0)) / 86_400_000)
      expect(fact.days, fact.name).toBe(days)
      expect(fact.reports, fact.name).toBe(2)
      if (purchase.trouble === 'late') late.push(fact.name)
    }
  }
  expect(late.length).toBeGreaterThan(20)
  expect(late.every((name) => (found.get(name)?.days ?? 0) > 3)).toBe(true)
})

test('each milestone of a parcel is told once, in words', async () => {
  const timeline = render(shipmentTouchpoints, ({ name }) => name).text
  const { rows } = await sample.pool.query(`
    select touchpoint_type as type, count(*) = count(distinct fact_key) as is_told_once,
      count(*) = (
        select sum(case t.touchpoint_type when 'parcel shipped' then f.parcel_count else (f.delivered_at is not null)::int end)
        from warehouse.fct_shipments f where f.customer_key > 0
      ) as is_all,
      bool_and(sentence ~ '^Parcel (shipped with [a-z ]+|delivered) for order \\d+(, \\d+ days? late)?$') as is_readable
    from (${timeline}) t group by 1 order by 1`)
  const told = { is_told_once: true, is_all: true, is_readable: true }
  expect(rows).toEqual([
    { type: 'parcel delivered', ...told },
    { type: 'parcel shipped', ...told },
  ])
})
