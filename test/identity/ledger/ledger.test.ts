import { expect, test } from 'vitest'
import { returnsNone, sql, transform } from '#engine'
import { useDatabase } from '../../harness/database.ts'
import { type Clustered, keysOf, ledgerOf, resolve } from '../matching/clusters.ts'

const db = useDatabase()

/** Record 1 is the longest known, then 2, and so on. Each test has its own records, from ten times its number on. */
const records = (base: number, persons: Readonly<Record<number, string>>): Clustered[] =>
  Object.entries(persons).map(([n, person]) => ({ record: base + Number(n), person, day: Number(n) }))

/** The key of each record, in the order of the records. */
async function keys(
  base: number,
  persons: Readonly<Record<number, string>>,
): Promise<(string | undefined)[]> {
  const found = await keysOf(db.pool, records(base, persons))
  return Object.keys(persons).map((n) => found.get(base + Number(n)))
}

const one = async (key: string | undefined) => (await resolve(db.pool, [key ?? '0']))[0]

test('the key of the longest-known record survives a merge, and the other leads to it', async () => {
  const [a, b, c] = await keys(10, { 1: 'a', 2: 'b', 3: 'c' })
  expect(await keys(10, { 1: 'a', 2: 'b', 3: 'b' })).toEqual([a, b, b])
  expect(await keys(10, { 1: 'a', 2: 'a', 3: 'a' })).toEqual([a, a, a])
  expect([await one(a), await one(b), await one(c)]).toEqual([a, a, a])
  const entries = (await ledgerOf(db.pool)).slice(3)
  expect(entries.map(({ event, record_key, customer_key }) => [event, record_key, customer_key])).toEqual([
    ['merge', '13', b],
    ['redirect', null, b],
    ['merge', '12', a],
    ['merge', '13', a],
    ['redirect', null, a],
  ])
})

test('a record without a date is not longer known than one with a date', async () => {
  const undated = { record: 21, person: 'x', day: null }
  const dated = { record: 22, person: 'y', day: 5 }
  const before = await keysOf(db.pool, [undated, dated])
  const after = await keysOf(db.pool, [undated, { ...dated, person: 'x' }])
  expect([after.get(21), after.get(22)]).toEqual([before.get(22), before.get(22)])
})

test('the part with the longest-known record keeps the key; the other gets a new one', async () => {
  const [a] = await keys(30, { 1: 'a', 2: 'a', 3: 'a' })
  const [first, second, third] = await keys(30, { 1: 'a', 2: 'b', 3: 'b' })
  expect(first).toBe(a)
  expect(second).not.toBe(a)
  expect(third).toBe(second)
  expect(await one(a)).toBe(a)
})

test('people who are split again get their keys back, however they were merged', async () => {
  const apart = { 1: 'a', 2: 'b', 3: 'c', 4: 'c' }
  const before = await keys(40, apart)
  await keys(40, { 1: 'a', 2: 'b', 3: 'b', 4: 'b' })
  await keys(40, { 1: 'a', 2: 'a', 3: 'a', 4: 'a' })
  expect(await keys(40, apart)).toEqual(before)
  for (const key of before) expect(await one(key)).toBe(key)
})

test('the reason for a split names the decision, if there was one', async () => {
  const split = records(100, { 1: 'a', 2: 'b', 3: 'c' })
  await keysOf(db.pool, records(100, { 1: 'a', 2: 'a', 3: 'a' }))
  await keysOf(db.pool, split, undefined, [{ a: 101, b: 102, decision: 'd1' }])
  const { rows } = await db.pool.query(
    'select reason from identity.map_identity where former_customer_key <> customer_key order by record_key',
  )
  expect(rows.map((row) => row.reason)).toEqual([
    expect.stringMatching(/^no longer one person with -?\d+ \(decision d1\); new key$/),
    expect.stringMatching(/^no longer one person with -?\d+; new key$/),
  ])
})

test('records that move between people in one run: each key goes to one of them', async () => {
  const [a, , b] = await keys(50, { 1: 'a', 2: 'a', 3: 'b' })
  expect(await keys(50, { 1: 'a', 2: 'b', 3: 'b' })).toEqual([a, b, b])
  const [x, y, z] = await keys(50, { 1: 'p', 2: 'q', 3: 'p' })
  expect([x, z]).toEqual([a, a])
  expect(y).toBe(b)
})

test('a record that lost the key it founded founds another one', async () => {
  const late = { record: 62, person: 'a', day: 9 }
  const early = { record: 61, person: 'a', day: 1 }
  const founded = (await keysOf(db.pool, [late])).get(62)
  expect((await keysOf(db.pool, [late, early])).get(61)).toBe(founded)
  const apart = await keysOf(db.pool, [late, { ...early, person: 'b' }])
  expect(apart.get(61)).toBe(founded)
  expect(apart.get(62)).not.toBe(founded)
})

test('records that return bring their key back, even if it was retired in the meantime', async () => {
  const [a, b] = await keys(70, { 1: 'a', 3: 'b', 4: 'b' })
  expect(await keys(70, { 1: 'a', 4: 'a' })).toEqual([a, a])
  expect(await one(b)).toBe(a)
  expect(await keys(70, { 1: 'a', 3: 'b', 4: 'a' })).toEqual([a, b, a])
  expect(await one(b)).toBe(b)
})

test('a failed build does not change the ledger', async () => {
  await keys(80, { 1: 'a', 2: 'b' })
  const before = await ledgerOf(db.pool)
  const failing = keysOf(db.pool, records(80, { 1: 'a', 2: 'a' }), (map) => [
    transform('marts.broken', {
      description: 'Never right.',
      grain: ['record_key'],
      columns: map.columns,
      tests: [returnsNone('never', (self) => sql`select * from ${self}`)],
      query: sql`select * from ${map}`,
    }),
  ])
  await expect(failing).rejects.toMatchObject({ code: 'tests-failed' })
  expect(await ledgerOf(db.pool)).toEqual(before)
})

test('the ledger refuses changes and deletions, and says why', async () => {
  await keys(90, { 1: 'a' })
  for (const statement of [
    'update ops.identity_ledger set customer_key = 1',
    'delete from ops.identity_ledger',
    'truncate ops.identity_ledger',
  ]) {
    await expect(db.pool.query(statement)).rejects.toThrow('ops.identity_ledger is append-only')
  }
})

test('a reader can resolve a key, but cannot read the ledger', async () => {
  const [a, b] = await keys(100, { 1: 'a', 2: 'b' })
  await keys(100, { 1: 'a', 2: 'a' })
  const client = await db.pool.connect()
  try {
    await client.query('set role clientele_reader')
    const { rows } = await client.query('select ops.resolve_customer_key($1) as key', [b])
    expect(rows).toEqual([{ key: a }])
    await expect(client.query('select from ops.identity_ledger')).rejects.toThrow('permission denied')
  } finally {
    await client.query('reset role')
    client.release()
  }
})
