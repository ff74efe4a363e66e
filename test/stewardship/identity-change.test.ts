import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Relation, Transform } from '#engine'
import { identityChanges, identityHistory } from '../../stewardship/identity-history.ts'
import { map_identity } from '../../transforms/identity/map_identity.ts'
import { mart_identity_change } from '../../transforms/marts/mart_identity_change.ts'
import { fct_orders } from '../../transforms/warehouse/fct_orders.ts'
import { madeUp } from '../engine/build/made-up.ts'
import { useDatabase } from '../harness/database.ts'
import { type Clustered, keysOf, reading } from '../identity/matching/clusters.ts'

const db = useDatabase()

interface Order {
  readonly record: number
  readonly amount: number
  readonly isTest?: boolean
}

function ordersOf(orders: readonly Order[]): Transform {
  const rows = orders.map(({ record, amount, isTest = false }, i) => ({
    order_key: i,
    record_key: record,
    order_type: amount < 0 ? 'return' : 'sale',
    is_test: isTest,
    is_purchase: amount > 0 && !isTest,
    gross_amount: Math.max(amount, 0),
    net_amount: amount,
  }))
  const optional = Object.entries(fct_orders.columns).map(([name, column]) => [name, column.orNull()])
  const columns = { ...Object.fromEntries(optional), order_key: fct_orders.columns.order_key }
  return madeUp({ ...fct_orders, columns }, rows)
}

const keysAnd = (records: readonly Clustered[], orders: readonly Order[]) =>
  keysOf(db.pool, records, (map) => {
    const made = ordersOf(orders)
    const others = new Map<Relation, Relation>([
      [map_identity, map],
      [fct_orders, made],
    ])
    return [made, reading(mart_identity_change, others)]
  })

/** The changes of the last published run, as `before -> after`, by customer key. */
async function changes() {
  const { rows } = await db.pool.query(
    `select run_id from ops.runs where status = 'published' order by run_id desc limit 1`,
  )
  const { count, top } = await identityChanges(db.pool, Number(rows[0]?.run_id), 100)
  expect(top).toHaveLength(count)
  return new Map(
    top.map((c) => [
      c.customerKey,
      [
        `${c.formerRecordCount} -> ${c.recordCount}`,
        `${c.formerOrderCount} -> ${c.orderCount}`,
        `${c.formerNetAmount} -> ${c.netAmount}`,
        c.redirectKey,
      ],
    ]),
  )
}

test('merges and splits are reported once, with orders and net amounts, and stay in the history', async () => {
  const person = (record: number, name: string) => ({ record, person: name, day: record })
  const orders = [
    { record: 1, amount: 100 },
    { record: 2, amount: 40 },
    { record: 2, amount: -10 },
    { record: 2, amount: 999, isTest: true },
    { record: 3, amount: 7 },
  ]
  const apart = [person(1, 'a'), person(2, 'b'), person(3, 'c')]
  const before = await keysAnd(apart, orders)
  const [a = '', b = ''] = [before.get(1), before.get(2)]
  expect(await changes()).toEqual(new Map())

  const together = [person(1, 'a'), person(2, 'a'), person(3, 'c'), person(4, 'a')]
  await keysAnd(together, [...orders, { record: 4, amount: 5 }])
  expect(await changes()).toEqual(
    new Map([
      [a, ['1 -> 2', '1 -> 2', '100 -> 130', null]],
      [b, ['1 -> 0', '1 -> 0', '30 -> 0', a]],
    ]),
  )
  await keysAnd(together, [...orders, { record: 4, amount: 6 }])
  expect(await changes()).toEqual(new Map())

  await keysAnd(apart, orders)
  expect(await changes()).toEqual(
    new Map([
      [a, ['2 -> 1', '2 -> 1', '130 -> 100', null]],
      [b, ['0 -> 1', '0 -> 1', '0 -> 30', null]],
    ]),
  )
  const history = await identityHistory(db.pool, b)
  expect(history).toMatchObject({ isKnown: true, resolvesTo: b })
  expect(history.entries.map((entry) => [entry.event, entry.customerKey])).toEqual([
    ['assign', b],
    ['merge', a],
    ['redirect', a],
    ['split', b],
  ])
  expect(history.changes.map((change) => change.netAmount)).toEqual([0, 30])
  expect(await identityHistory(db.pool, '99')).toMatchObject({
    isKnown: false,
    resolvesTo: '99',
    entries: [],
  })
})

test('changes equal the orders under the former keys and under the new ones, for random merges and splits', async () => {
  const size = 6
  const persons = fc.array(fc.option(fc.nat(3), { freq: 5 }), { minLength: size, maxLength: size })
  const amounts = fc.array(
    fc.record({ record: fc.nat(size - 1), amount: fc.integer({ min: -9, max: 99 }) }),
    {
      maxLength: 9,
    },
  )
  let base = 0
  await fc.assert(
    fc.asyncProperty(persons, persons, amounts, async (first, second, drawn) => {
      base += 100
      const orders = drawn.map((order) => ({ ...order, record: base + order.record }))
      const records = (of: readonly (number | null)[]) =>
        of.flatMap((who, i) => (who === null ? [] : [{ record: base + i, person: who }]))
      const before = await keysAnd(records(first), orders)
      const after = await keysAnd(records(second), orders)
      const stayed = [...after.keys()].filter((record) => before.has(record))
      const total = (keys: ReadonlyMap<number, string>, key: string) => {
        const mine = new Set(stayed.filter((record) => keys.get(record) === key))
        return orders.reduce((sum, order) => sum + (mine.has(order.record) ? order.amount : 0), 0)
      }
      const moved = stayed.filter((record) => before.get(record) !== after.get(record))
      const touched = new Set(moved.flatMap((record) => [before.get(record) ?? '', after.get(record) ?? '']))
      const reported = await changes()
      expect(new Set(reported.keys())).toEqual(touched)
      for (const [key, [, , money]] of reported)
        expect(money).toBe(`${total(before, key)} -> ${total(after, key)}`)
    }),
    { numRuns: 6 },
  )
})
