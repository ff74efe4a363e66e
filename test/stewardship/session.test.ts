import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchAudit } from '../../services/access/audit.ts'
import { steward } from './steward.ts'

/** A steward's session: each test continues from the state that the previous one left. */
let ann: Awaited<ReturnType<typeof steward>>
beforeAll(async () => {
  ann = await steward()
})
afterAll(() => ann.leave())

/** A customer with orders under several records, and the record to split off. */
async function customerToSplit() {
  const person = await ann.one(`
    select customer_key, (array_agg(record_key::text order by orders, record_key))[1] as removed,
      (array_agg(record_key::text order by orders desc, record_key))[1] as remaining, sum(amount)::text as amount
    from (
      select customer_key, record_key, count(*) as orders, sum(net_amount) as amount from warehouse.fct_orders
      where record_key is not null and not is_test and customer_key <> -1 group by 1, 2
    ) part group by 1 having count(*) > 1 and min(amount) > 0 order by sum(amount) desc, 1 limit 1`)
  return person as { customer_key: string; removed: string; remaining: string; amount: string }
}

const worthOf = async (customer: string | undefined) =>
  Number(
    (
      await ann.one(
        'select coalesce(sum(net_amount), 0) as worth from warehouse.fct_orders where customer_key = $1 and not is_test',
        [customer],
      )
    )?.worth,
  )

test('a split moves its facts at the next build, which reports it; undone, everything is as before', async () => {
  await ann.build()
  const before = await ann.keys()
  const { customer_key, removed, remaining } = await customerToSplit()
  const whole = await worthOf(customer_key)
  const { decision, removedCount } = await ann.json(
    'split',
    customer_key,
    '--records',
    removed,
    '--because',
    'her mother',
  )
  expect(removedCount).toBe(1)
  expect(await ann.keyOf(removed)).toBe(customer_key)
  const report = await ann.build()
  expect(report).toMatch(/2 customers/)
  expect(report).toContain(customer_key)
  const [mother, daughter] = [await ann.keyOf(removed), await ann.keyOf(remaining)]
  expect(mother).not.toBe(daughter)
  expect([mother, daughter]).toContain(customer_key)
  expect(await worthOf(mother)).toBeGreaterThan(0)
  expect((await worthOf(mother)) + (await worthOf(daughter))).toBeCloseTo(whole, 4)
  const changed = await ann.one(
    'select former_record_count - record_count as lost, former_net_amount - net_amount as amount from marts.mart_identity_change where customer_key = $1',
    [customer_key],
  )
  expect(Number(changed.amount)).toBeCloseTo(whole - (await worthOf(customer_key)), 4)
  expect(await ann.json('explain', removed, remaining)).toMatchObject({
    isOneCustomer: false,
    decision: { verdict: 'different', reason: 'her mother' },
  })
  const [entry] = await searchAudit(ann.db.pool, { limit: 1 })
  expect(entry).toMatchObject({ action: 'why', way: 'cli', reader: { kind: 'person' } })
  expect(entry?.listedKeys.toSorted()).toEqual([mother, daughter].toSorted())
  const history = await ann.json('history', customer_key)
  expect(history.changes.at(-1)).toMatchObject({
    formerNetAmount: whole,
    netAmount: await worthOf(customer_key),
  })
  expect((await ann.json('history', removed)).entries.at(-1)).toMatchObject({
    event: 'split',
    customerKey: mother,
  })
  expect(await ann.identity('history', customer_key)).toContain('split')
  expect((await ann.json('undo', decision)).pairs).toBeGreaterThan(0)
  await ann.build()
  expect(await ann.keys()).toEqual(before)
  expect(await worthOf(customer_key)).toBeCloseTo(whole, 4)
  const [left] = [mother, daughter].filter((key) => key !== customer_key)
  expect(await ann.json('history', left ?? '')).toMatchObject({ resolvesTo: customer_key, customerKey: left })
})

test('decisions outrank identifiers and the model, also when everything is matched from scratch', async () => {
  const { a, b } = await ann.one(`
    select a.record_key::text as a, b.record_key::text as b from matching.pair p
    join matching.record a on a.id = p.a join matching.record b on b.id = p.b
    join identity.map_identity m on m.record_key = a.record_key
    join identity.map_identity n on n.record_key = b.record_key and n.customer_key = m.customer_key
    where p.identifier is not null and (select count(*) from identity.map_identity o where o.customer_key = m.customer_key) = 2
    order by 1 limit 1`)
  const { c, d } = await ann.one(`
    select min(record_key)::text as c, max(record_key)::text as d from identity.map_identity
    where customer_key in (select customer_key from identity.map_identity group by 1 having count(*) = 1)`)
  await ann.json('decide', a, b, '--different')
  const linked = await ann.json('link', c, d, '--because', 'she called us')
  await ann.identity('decide', d, c, '--different', '--by', 'ben')
  await ann.json('undo', (await ann.json('decisions')).decisions[0].decision)
  await ann.build()
  expect(await ann.keyOf(a)).not.toBe(await ann.keyOf(b))
  expect(await ann.keyOf(c)).toBe(await ann.keyOf(d))
  expect(await ann.json('explain', c, d)).toMatchObject({
    isOneCustomer: true,
    decision: { decision: linked.decision },
    path: [{ by: 'decision' }],
  })
  const before = await ann.keys()
  await ann.db.pool.query(
    'truncate matching.state, matching.pair, matching.cluster; delete from ops.identity_model',
  )
  await ann.json('decide', a, b, '--different', '--because', 'to be built again')
  await ann.build()
  expect(await ann.keys()).toEqual(before)
})

/** Customers with several records, and a random part of the records of each. */
async function severalToSplit(seed: number) {
  const { rows } = await ann.db.pool.query<{ customer: string; records: string[] }>(`
    select customer_key as customer, array_agg(record_key::text order by record_key) as records
    from identity.map_identity group by 1 having count(*) between 3 and 12 order by customer_key limit 12`)
  const parts = rows.map(({ records }) =>
    fc.subarray(records, { minLength: 1, maxLength: records.length - 1 }),
  )
  const chosen = fc.sample(fc.tuple(...parts), { numRuns: 1, seed })[0] ?? []
  return rows.map(({ customer, records }, at) => ({ customer, records, apart: new Set(chosen[at]) }))
}

test('any part of any customer can be split off, whatever joins its records', async () => {
  const splits = await severalToSplit(20261122)
  expect(splits.length).toBeGreaterThan(8)
  const before = await ann.keys()
  const decisions: string[] = []
  for (const { customer, apart } of splits) {
    decisions.push((await ann.json('split', customer, '--records', [...apart].join(','))).decision)
  }
  await ann.build()
  for (const { customer, records, apart } of splits) {
    const [gone, left] = [true, false].map((isRemoved) =>
      records.filter((record) => apart.has(record) === isRemoved),
    )
    const [one, other] = [gone ?? [], left ?? []].map(
      async (part) => new Set(await Promise.all(part.map((record) => ann.keyOf(record)))),
    )
    const [there, here] = [await one, await other]
    expect([there?.size, here?.size], customer).toEqual([1, 1])
    expect(there).not.toEqual(here)
    expect([...(there ?? []), ...(here ?? [])]).toContain(customer)
  }
  for (const decision of decisions.reverse()) await ann.identity('undo', decision)
  await ann.build()
  expect(await ann.keys()).toEqual(before)
})

test('two people whom a cannot-link rule keeps apart become one, with all their records, by a decision', async () => {
  const { a, b } = await ann.one(`
    with large as (
      select record_key, customer_key from identity.map_identity
      where customer_key in (select customer_key from identity.map_identity group by 1 having count(*) > 2)
    )
    select l.customer_key as a, r.customer_key as b from matching.pair p
    join matching.record x on x.id = p.a join large l on l.record_key = x.record_key
    join matching.record y on y.id = p.b join large r on r.record_key = y.record_key
    where p.forbidden is not null and l.customer_key <> r.customer_key order by p.weight desc, 1, 2 limit 1`)
  const count = 'select count(*)::integer as records from identity.map_identity where customer_key = any($1)'
  const before = await ann.one(count, [[a, b]])
  await ann.json('link', a, b, '--because', 'she took another name')
  await ann.build()
  const { resolvesTo } = await ann.json('history', a)
  expect([a, b]).toContain(resolvesTo)
  expect(await ann.one(count, [[resolvesTo]])).toEqual(before)
  expect(await ann.json('history', b)).toMatchObject({ resolvesTo })
})
