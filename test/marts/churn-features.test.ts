import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Relation, render, sql } from '#engine'
import { casesOn } from '../../transforms/marts/churn/cases.ts'
import { churnFeatures } from '../../transforms/marts/churn/features.ts'
import { sampledCustomers } from '../../transforms/marts/churn/labelled-cases.ts'
import { useDatabase } from '../harness/database.ts'

/*
 * No feature sees the future. The facts that features are made of are copied and changed at random from a day on, and the
 * features of that day must stay as they were. To show that the changes would be noticed, each condition on time is
 * weakened in turn to any time at all, and then they must not stay.
 */

const cut = '2026-02-01'
const query = churnFeatures(casesOn(sql`select date '2026-02-01' as cut_date`))

/** Each fact with its key, the time at which a row comes to be, and the times that are filled in later. */
const facts: Readonly<
  Record<string, { key: string; born: Moment; later?: readonly Moment[]; also?: string }>
> = {
  fct_orders: { key: 'order_key', born: ['ordered_at', 'ordered_date'] },
  fct_order_lines: { key: 'order_line_key', born: ['occurred_at', 'occurred_date'] },
  fct_shipments: {
    key: 'shipment_key',
    born: ['ordered_at', 'ordered_date'],
    later: [
      ['shipped_at', 'shipped_date'],
      ['delivered_at', 'delivered_date'],
    ],
  },
  fct_returns: {
    key: 'return_key',
    born: ['requested_at', 'requested_date'],
    later: [['refunded_at', 'refunded_date']],
    // of an order before the cut, and as often a request as a refund
    also: `'ordered_date', date '${cut}' - 1, 'return_type', (array['goods', 'request'])[1 + round(random())::integer]`,
  },
  fct_support_cases: {
    key: 'case_key',
    born: ['opened_at', 'opened_date'],
    later: [['solved_at', 'solved_date']],
  },
  fct_survey_responses: { key: 'survey_response_key', born: ['responded_at', 'responded_date'] },
  fct_campaign_sends: { key: 'send_key', born: ['sent_at', 'sent_date'] },
  fct_campaign_responses: { key: 'response_key', born: ['responded_at', 'responded_date'] },
  fct_sessions: { key: 'session_key', born: ['started_at', 'started_date'], later: [['ended_at', null]] },
  fct_loyalty_movements: { key: 'movement_key', born: ['occurred_at', 'occurred_date'] },
  fct_subscriptions: {
    key: 'subscription_key',
    born: ['started_at', 'paid_from_date'],
    later: [['ended_at', 'paid_until_date']],
  },
}
/** A time, and the column that has its day. */
type Moment = readonly [at: string, date: string | null]

const db = useDatabase('sample')
let client: pg.PoolClient
let customers: string[] = []
const copyOf = (relation: Relation) => `copy_of_${relation.name.replace(/^.*\./, '')}`
const text = render(query, (relation) => copyOf(relation)).text

beforeAll(async () => {
  client = await db.pool.connect()
  for (const relation of query.reads) {
    await client.query(`create temp table ${copyOf(relation)} as select * from ${relation.name}`)
    await client.query(`analyze ${copyOf(relation)}`)
  }
  const { rows } = await client.query(
    'select customer_key from copy_of_dim_customer where is_counted order by 1',
  )
  customers = rows.map(({ customer_key }) => customer_key)
})
afterAll(() => client.release())

async function featuresBy(written: string): Promise<string> {
  const { rows } = await client.query(`select * from (${written}) features order by customer_key`)
  return JSON.stringify(rows)
}

/** What runs within is undone. */
async function undone<T>(work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    return await work()
  } finally {
    await client.query('rollback')
  }
}

/** Adds, alters and removes records of all facts from the cut on. The seed decides which. */
async function changeTheFuture(seed: number): Promise<void> {
  await client.query('select setseed($1)', [seed])
  const beginning = `timestamptz '${cut} 00:00 Europe/London'`
  const future = `${beginning} + random() * interval '250 days'`
  const someone = `(array[${customers.join(', ')}])[1 + floor(random() * ${customers.length})::integer]`
  for (const [fact, { key, born, later = [], also }] of Object.entries(facts)) {
    const table = `copy_of_${fact}`
    const moments = [born, ...later]
    const moved = moments.flatMap(([at, date]) => [
      `'${at}', new_at`,
      ...(date ? [`'${date}', (new_at at time zone 'Europe/London')::date`] : []),
    ])
    // copies of old records, with every time in the future
    await client.query(`
      insert into ${table}
      select (jsonb_populate_record(null::${table}, to_jsonb(t) || jsonb_build_object(
        '${key}', (random() * 1e15)::bigint, 'customer_key', ${someone}, ${[...moved, ...(also ? [also] : [])].join(', ')}
      ))).*
      from (select * from ${table} order by random() limit 80) t
      cross join lateral (select ${future} + interval '0' * length(t::text) as new_at) drawn_at`)
    const isBorn = born[1] === 'paid_from_date' ? `paid_from_date >= '${cut}'` : `${born[0]} >= ${beginning}`
    await client.query(`delete from ${table} where ${isBorn} and random() < 0.2`)
    await client.query(`update ${table} t set customer_key = ${someone} where ${isBorn} and random() < 0.3`)
    // what is filled in later, of records that were there before: at another time, or never
    for (const [at, date] of later)
      await client.query(`
        update ${table} t
        set ${at} = new_at${date ? `, ${date} = (new_at at time zone 'Europe/London')::date` : ''}
        from (
          select ${key}, case when random() < 0.7 then ${future} end as new_at from ${table}
        ) drawn
        where drawn.${key} = t.${key}
          and (${date && fact === 'fct_subscriptions' ? `${date} >= '${cut}'` : `${at} >= ${beginning}`})`)
  }
}

/** Whether features made by a query change if the future does. */
async function seesTheFuture(written: string, seed: number): Promise<boolean> {
  const before = await featuresBy(written)
  return undone(async () => {
    await changeTheFuture(seed)
    return (await featuresBy(written)) !== before
  })
}

test('the facts that features are made of are all here', () => {
  const read = query.reads
    .map(({ name }) => name.replace(/^.*\./, ''))
    .filter((name) => name.startsWith('fct_'))
  expect(Object.keys(facts).sort()).toEqual(read.sort())
})

test('features say something about customers', async () => {
  const rows: Record<string, string>[] = JSON.parse(await featuresBy(text))
  expect(rows.length).toBeGreaterThan(100)
  const names = Object.keys(rows[0] ?? {}).filter((name) => !/^season|customer_key|cut_date/.test(name))
  const constant = names.filter((name) => new Set(rows.map((row) => row[name])).size < 2)
  // too rare in a company of 300 customers
  expect(constant.filter((name) => !/redeemed|unhappy|unsubscribed|visits/.test(name))).toEqual([])
})

test('no change of records from the cut on changes a feature', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: -1, max: 1, noNaN: true }), async (seed) => {
      expect(await seesTheFuture(text, seed)).toBe(false)
    }),
    { numRuns: 8 },
  )
})

test('a feature without its condition on time would be noticed', async () => {
  const condition = /([a-z_]+\.[a-z_]+) < cases\.cut_(?:at|date)(?! -)/g
  const conditions = [...text.matchAll(condition)]
  expect(conditions.length).toBeGreaterThan(12)
  const unnoticed: string[] = []
  for (const found of conditions) {
    const mutant = `${text.slice(0, found.index)}${found[1]} is not null${text.slice(found.index + found[0].length)}`
    const notices = await [0.1, 0.2, 0.3].reduce<Promise<boolean>>(
      async (before, seed) => (await before) || (await seesTheFuture(mutant, seed)),
      Promise.resolve(false),
    )
    if (!notices) unnoticed.push(found[0])
  }
  expect(unnoticed).toEqual([])
})

test('the sample that the model learns from does not depend on the keys of customers', async () => {
  const sampled = render(sampledCustomers(50), copyOf).text
  const firstOrders = async () => {
    const { rows } = await client.query<{ order_key: string }>(
      `select min(order_key) as order_key from (${sampled}) sampled join copy_of_fct_orders using (customer_key)
       group by customer_key order by 1`,
    )
    return rows.map(({ order_key }) => order_key)
  }
  const before = await firstOrders()
  expect(before).toHaveLength(50)
  const after = await undone(async () => {
    for (const table of ['copy_of_dim_customer', 'copy_of_fct_orders'])
      await client.query(`update ${table} set customer_key = hashtextextended(customer_key::text, 7)`)
    return await firstOrders()
  })
  expect(after).toEqual(before)
})
