import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../harness/database.ts'
import { type Clustered, type Entry, keysOf, ledgerOf, resolve } from '../matching/clusters.ts'

/** `shuffled` gets the same histories as `db`, with rows in another order; `restored` gets only the ledger. */
let db: TestDatabase
let shuffled: TestDatabase
let restored: TestDatabase
beforeAll(async () => {
  db = await cloneDatabase()
  shuffled = await cloneDatabase()
  restored = await cloneDatabase()
})
afterAll(() => Promise.all([db, shuffled, restored].map((each) => each.drop())))

const size = 7
let bases = 0

/** Which records exist and whose they are, from build to build. */
const histories = fc.record({
  days: fc.array(fc.option(fc.nat(3)), { minLength: size, maxLength: size }),
  builds: fc.array(fc.array(fc.option(fc.nat(3), { freq: 4 }), { minLength: size, maxLength: size }), {
    minLength: 2,
    maxLength: 5,
  }),
})

function recordsOf(
  base: number,
  days: readonly (number | null)[],
  persons: readonly (number | null)[],
): Clustered[] {
  return persons.flatMap((person, i) =>
    person === null ? [] : [{ record: base + i, person, day: days[i] ?? null }],
  )
}

/** Longest known first. */
function byPlace(records: readonly Clustered[]): Clustered[] {
  return [...records].sort((a, b) => (a.day ?? 99) - (b.day ?? 99) || a.record - b.record)
}

/** Keys and clusters choose each other in the order of the records, longest known first. */
function kept(
  records: readonly Clustered[],
  before: ReadonlyMap<number, string>,
): Map<string | number, string> {
  const keys = new Map<string | number, string>()
  for (const { record, person } of byPlace(records)) {
    const key = before.get(record)
    if (key && !keys.has(person) && ![...keys.values()].includes(key)) keys.set(person, key)
  }
  return keys
}

/** The key of each record, from reading the ledger from its beginning. */
function replay(entries: readonly Entry[]): Map<number, string> {
  const current = new Map<number, string>()
  for (const { record_key, customer_key } of entries)
    if (record_key !== null) current.set(Number(record_key), customer_key)
  return current
}

async function current(database: TestDatabase): Promise<Map<number, string>> {
  const { rows } = await database.pool.query('select record_key, customer_key from ops.identity_current')
  return new Map(rows.map((row) => [Number(row.record_key), String(row.customer_key)]))
}

test('after any merges and splits, every change is in the ledger, and old keys lead to current ones', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ days, builds }) => {
      const base = 100 * ++bases
      for (const persons of builds) {
        const records = recordsOf(base, days, persons)
        const before = await ledgerOf(db.pool)
        const had = replay(before)
        const keys = await keysOf(db.pool, records)
        const ledger = await ledgerOf(db.pool)
        const entries = ledger.slice(before.length)

        expect(ledger.slice(0, before.length)).toEqual(before)
        expect(replay(ledger)).toEqual(await current(db))
        for (const { record } of records) expect(replay(ledger).get(record)).toBe(keys.get(record))

        const changed = records.filter(({ record }) => had.get(record) !== keys.get(record))
        const moves = entries.filter((e) => e.customer_key !== e.former_customer_key && e.record_key !== null)
        expect(moves.map((e) => [Number(e.record_key), e.former_customer_key])).toEqual(
          changed
            .map(({ record }): [number, string | null] => [record, had.get(record) ?? null])
            .sort(([a], [b]) => a - b),
        )

        const keyOf = new Map(records.map(({ record, person }) => [person, keys.get(record)]))
        for (const { record, person } of records) expect(keys.get(record)).toBe(keyOf.get(person))
        expect(new Set(keyOf.values()).size).toBe(keyOf.size)
        for (const [person, key] of kept(records, had)) expect(keyOf.get(person)).toBe(key)

        await expectResolved(records, had, keys, ledger)
        expect(await keysOf(shuffled.pool, [...records].reverse())).toEqual(keys)
      }
      const records = recordsOf(base, days, builds.at(-1) ?? [])
      expect(await rebuilt(records)).toEqual(await keysOf(db.pool, records))
    }),
    { numRuns: 6 },
  )
})

/** A key that lost its records leads to the key of the longest-known of them; no chain of redirects is a circle. */
async function expectResolved(
  records: readonly Clustered[],
  had: ReadonlyMap<number, string>,
  keys: ReadonlyMap<number, string>,
  ledger: readonly Entry[],
): Promise<void> {
  const living = new Set(keys.values())
  const lost = new Map<string, string>()
  for (const { record } of byPlace(records)) {
    const key = had.get(record)
    const now = keys.get(record)
    if (key && now && !living.has(key) && !lost.has(key)) lost.set(key, now)
  }
  expect(await resolve(db.pool, [...lost.keys()])).toEqual([...lost.values()])
  expect(await resolve(db.pool, [...living])).toEqual([...living])
  const all = [...new Set(ledger.map((entry) => entry.customer_key))]
  const resolved = await resolve(db.pool, all)
  expect(await resolve(db.pool, resolved)).toEqual(resolved)
  const held = new Set(replay(ledger).values())
  for (const key of resolved) expect(held).toContain(key)
}

/** The keys in a database that has only the ledger and has never been built. */
async function rebuilt(records: readonly Clustered[]): Promise<Map<number, string>> {
  // as text, because keys exceed the numbers of JavaScript
  const { rows } = await db.pool.query<{ ledger: string }>(
    'select jsonb_agg(l order by ledger_id)::text as ledger from ops.identity_ledger l',
  )
  await restored.pool.query(
    `insert into ops.identity_ledger overriding system value
     select * from jsonb_populate_recordset(null::ops.identity_ledger, $1) on conflict do nothing`,
    [rows[0]?.ledger],
  )
  const ledger = await ledgerOf(restored.pool)
  const keys = await keysOf(restored.pool, [...records].reverse())
  expect(await ledgerOf(restored.pool)).toEqual(ledger)
  return keys
}

test('people who are merged, in any number of steps, and then split again get their old keys back', async () => {
  const merges = fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { minLength: 1, maxLength: 4 })
  const start = fc.array(fc.nat(4), { minLength: size, maxLength: size })
  const days = fc.array(fc.option(fc.nat(3)), { minLength: size, maxLength: size })
  await fc.assert(
    fc.asyncProperty(start, days, merges, async (persons, known, steps) => {
      const base = 100 * ++bases
      const before = await keysOf(db.pool, recordsOf(base, known, persons))
      const merged = [...persons]
      for (const [a, b] of steps) {
        const [from, to] = [merged[a], merged[b]]
        merged.forEach((person, i) => {
          if (person === from && to !== undefined) merged[i] = to
        })
        await keysOf(db.pool, recordsOf(base, known, merged))
      }
      expect(await keysOf(db.pool, recordsOf(base, known, persons))).toEqual(before)
      expect(await resolve(db.pool, [...before.values()])).toEqual([...before.values()])
    }),
    { numRuns: 6 },
  )
})
