import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Pool } from 'pg'
import { expect, test } from 'vitest'
import { buildAll, loadJson } from '../field/field.ts'
import { cloneDatabase } from '../harness/database.ts'
import { rowsOf } from '../sources/staged.ts'
import { shopOrder } from './goods-records.ts'

const docs = readFileSync(join(import.meta.dirname, '../../docs/two-clocks.md'), 'utf8')

/** What happened to somebody on a day; each is one record, or a new version of one. */
type Happening = { readonly person: number; readonly day: number } & (
  | { readonly kind: 'order'; readonly home: number; readonly name: string; readonly price: number }
  | { readonly kind: 'account'; readonly home: number; readonly name: string }
  | { readonly kind: 'consent'; readonly purpose: string; readonly status: string }
  | { readonly kind: 'member'; readonly tier: string; readonly hasLeft: boolean }
)

const streets = ['Abbey Road', 'Baker Street', 'Carnaby Street']
const cities = ['London', 'Leeds', 'York']
const at = (day: number) => new Date(Date.UTC(2024, 0, day, 12)).toISOString()
const emailOf = (person: number) => `person${person}@example.com`
const givenNames = ['Ada', 'Bertram', 'Clementine', 'Dietrich', 'Euphemia', 'Ferdinand']

function addressOf({ person, home, name }: { person: number; home: number; name: string }) {
  const address1 = `${person} ${streets[home]}`
  return {
    ...{ first_name: givenNames[person], last_name: name, address1, city: cities[home] },
    ...{ zip: `SW1${home} ${person}AA`, country: 'United Kingdom', country_code: 'GB', phone: null },
  }
}

function recordOf(one: Happening, number: number): readonly [entity: string, record: object] {
  const { person, day } = one
  const email = emailOf(person)
  switch (one.kind) {
    case 'order': {
      const time = { created_at: at(day), processed_at: at(day), updated_at: at(day) }
      const customer = { id: person + 1, first_name: givenNames[person], last_name: one.name, email }
      const price = `${one.price}.00`
      const line = { id: number, product_id: 1, sku: 'MUG', title: 'Mug', quantity: 1, price }
      const order = shopOrder(number, {
        ...time,
        ...{ email, customer, billing_address: addressOf(one), line_items: [line] },
        ...{ total_line_items_price: price, subtotal_price: price, total_price: price },
      })
      return ['shopify.orders', order]
    }
    case 'account':
      return [
        'shopify.customers',
        {
          ...{ id: person + 1, email, first_name: givenNames[person], last_name: one.name, phone: null },
          ...{ state: 'enabled', verified_email: true, tags: '', note: null, currency: 'GBP' },
          ...{ default_address: addressOf(one), created_at: at(1), updated_at: at(day) },
        },
      ]
    case 'consent':
      return [
        'consent.decisions',
        {
          ...{ decision_id: String(number), subject_id: String(person), email, phone: null },
          ...{
            subject_reference: `shopify:customer:${person + 1}`,
            purpose: one.purpose,
            status: one.status,
          },
          ...{ legal_basis: 'consent', decided_at: at(day), recorded_at: at(day), channel: 'checkout' },
          ...{ recorded_by: 'web', policy_version: '1', evidence: 'log' },
        },
      ]
    case 'member':
      return [
        'loyalty.members',
        {
          ...{ member_id: `m${person}`, email, tier: one.tier, joined_at: at(2), updated_at: at(day) },
          left_at: one.hasLeft ? at(day) : null,
        },
      ]
  }
}

const who = { person: fc.integer({ min: 0, max: 5 }), day: fc.integer({ min: 3, max: 900 }) }
const name = fc.constantFrom('Ashworth', 'Pemberton')
const home = fc.integer({ min: 0, max: 2 })
const happenings: fc.Arbitrary<Happening[]> = fc
  .array(
    fc.oneof(
      fc.record({ ...who, kind: fc.constant('order'), home, name, price: fc.integer({ min: 1, max: 900 }) }),
      fc.record({ ...who, kind: fc.constant('account'), home, name }),
      fc.record({
        ...who,
        kind: fc.constant('consent'),
        purpose: fc.constantFrom('email_marketing', 'sms_marketing', 'profiling', 'other_use'),
        status: fc.constantFrom('granted', 'withdrawn'),
      }),
      fc.record({
        ...who,
        kind: fc.constant('member'),
        tier: fc.constantFrom('silver', 'gold'),
        hasLeft: fc.constantFrom(false, false, true),
      }),
    ),
    { minLength: 60, maxLength: 90 },
  )
  // versions of one record at one time would have no order
  .map((all) => all.map((one, index) => ({ ...one, day: 3 + index * 10 + (one.day % 10) })))

async function land(pool: Pool, records: readonly (readonly [string, object])[]): Promise<void> {
  for (const entity of new Set(records.map(([entity]) => entity))) {
    const result = await loadJson(
      pool,
      entity,
      records.flatMap(([of, record]) => (of === entity ? [record] : [])),
    )
    expect(result.quarantined).toBe(0)
  }
}

/** Keys of customers differ between databases, so people are named by their mailboxes. */
const historyOf = (pool: Pool) =>
  rowsOf<Record<string, unknown>>(
    pool,
    `select c.email, h.*, null as customer_key, null as customer_history_key, null as household_key
     from pii.dim_customer_history h
     join pii.dim_customer c using (customer_key)
     order by c.email, h.valid_from`,
  )

async function gapsIn(pool: Pool): Promise<unknown[]> {
  return rowsOf(
    pool,
    `select customer_key
     from warehouse.dim_customer_history
     group by customer_key
     having count(*) filter (where is_current) <> 1
       or range_agg(tstzrange(valid_from, valid_to)) <> tstzmultirange(tstzrange('0001-01-01 00:00+00', '9999-12-31 00:00+00'))
       or sum(valid_to - valid_from) <> timestamptz '9999-12-31 00:00+00' - timestamptz '0001-01-01 00:00+00'`,
  )
}

test('building day by day, in any order of arrival, gives the versions of one full build', async () => {
  const arrivals = happenings.chain((all) =>
    fc.tuple(
      fc.constant(all.map((one, index) => recordOf(one, index + 1))),
      fc.shuffledSubarray(
        all.map((_, index) => index),
        { minLength: all.length },
      ),
    ),
  )
  await fc.assert(
    fc.asyncProperty(arrivals, async ([records, order]) => {
      const [daily, full] = [await cloneDatabase('built'), await cloneDatabase('built')]
      try {
        const shuffled = order.flatMap((index) => records.slice(index, index + 1))
        const half = Math.ceil(shuffled.length / 2)
        for (let from = 0; from < shuffled.length; from += half) {
          await land(daily.pool, shuffled.slice(from, from + half))
          await buildAll(daily.pool)
          expect(await gapsIn(daily.pool)).toEqual([])
        }
        await land(full.pool, records)
        await buildAll(full.pool)
        const rows = await historyOf(full.pool)
        expect(rows.length).toBeGreaterThan(30)
        expect(await historyOf(daily.pool)).toEqual(rows)
      } finally {
        await daily.drop()
        await full.drop()
      }
    }),
    { numRuns: 1 },
  )
})

test('a move, a marriage and a level are dated by what orders and records say, and a stale source moves nobody back', async () => {
  const db = await cloneDatabase('built')
  try {
    const person = 5
    const [before, after] = [
      { person, home: 0, name: 'Ashworth' },
      { person, home: 1, name: 'Pemberton' },
    ] as const
    const happened: readonly Happening[] = [
      { kind: 'order', ...before, day: 10, price: 80 },
      { kind: 'order', ...after, day: 160, price: 450 },
      { kind: 'account', ...after, day: 170 },
      { kind: 'consent', person, day: 10, purpose: 'email_marketing', status: 'granted' },
      { kind: 'consent', person, day: 200, purpose: 'email_marketing', status: 'withdrawn' },
      { kind: 'member', person, day: 160, tier: 'Silver', hasLeft: false },
      // arrives last, and happened before the move
      { kind: 'order', ...before, day: 50, price: 70 },
    ]
    for (const [index, one] of happened.entries()) await land(db.pool, [recordOf(one, index + 1)])
    // a system that was not told of the move, and changed its record after it
    const address = addressOf(before)
    await land(db.pool, [
      [
        'loyalty.members',
        {
          ...{ member_id: 'm5', email: emailOf(person), tier: 'Gold', joined_at: at(2), updated_at: at(300) },
          ...{ family_name: 'Ashworth', given_name: givenNames[person], street: address.address1 },
          ...{ city: address.city, postcode: address.zip, country: address.country },
        },
      ],
    ])
    await buildAll(db.pool)
    const versions = await rowsOf(
      db.pool,
      `select (valid_from at time zone 'UTC')::date - date '2023-12-31' as day, city, family_name as name,
         email_consent as email, loyalty_tier as tier, lifecycle_segment as segment, value_band as band
       from pii.dim_customer_history h
       where customer_key > 0
       order by valid_from`,
    )
    const [granted, withdrawn] = [{ email: 'granted' }, { email: 'withdrawn' }]
    const first = { city: 'London', name: 'Ashworth' }
    const second = { city: 'Leeds', name: 'Pemberton' }
    expect(versions).toEqual([
      { day: -738_884, ...first, email: 'no decision', tier: 'none', segment: 'prospect', band: 'none' },
      { day: 2, ...first, email: 'no decision', tier: 'unknown', segment: 'prospect', band: 'none' },
      { day: 10, ...first, ...granted, tier: 'unknown', segment: 'new', band: 'low' },
      { day: 50, ...first, ...granted, tier: 'unknown', segment: 'returning', band: 'medium' },
      { day: 160, ...second, ...granted, tier: 'silver', segment: 'returning', band: 'high' },
      { day: 200, ...second, ...withdrawn, tier: 'silver', segment: 'returning', band: 'high' },
      { day: 300, ...second, ...withdrawn, tier: 'gold', segment: 'returning', band: 'high' },
      { day: 340, ...second, ...withdrawn, tier: 'gold', segment: 'lapsing', band: 'high' },
      { day: 525, ...second, ...withdrawn, tier: 'gold', segment: 'lapsed', band: 'high' },
    ])

    const [, query = ''] = /```sql\n([\s\S]*?)```/.exec(docs) ?? []
    expect(await rowsOf(db.pool, query)).toEqual([
      { city: 'Leeds', revenue: '450.0000' },
      { city: 'London', revenue: '150.0000' },
    ])
  } finally {
    await db.drop()
  }
})
