import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { useDatabase } from '../../harness/database.ts'
import { answer, type Decided, type Link, type PersonRecord, prepareInput, put, run } from './matching.ts'

const db = useDatabase()
let client: pg.PoolClient
beforeAll(async () => {
  client = await db.pool.connect()
  await prepareInput(client)
})
beforeEach(async () => {
  await client.query('truncate person, link, decided, matching.state; delete from ops.identity_model')
})
afterAll(async () => {
  client?.release()
})

const of = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { freq: 4 })
const person: fc.Arbitrary<PersonRecord> = fc.record({
  given: of('ann', 'anna', 'bob', 'rob'),
  family: of('smith', 'smyth', 'jones', 'joness'),
  birth: of('1980-02-03', '1980-03-02', '1980-02-20', '1999-09-09'),
  email: of('a@x.uk', 'b@x.uk', 'c@x.uk', 'info@x.uk', 'noreply@x.uk'),
  phone: of('1', '2', '3'),
})
const size = 16
const key = fc.nat(size - 1)
const people = fc.array(person, { minLength: size, maxLength: size })
const edit = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('put' as const), key: fc.nat(size + 7), person }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('drop' as const), key }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('login', 'reference'), a: key, b: key }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('decide' as const),
      a: key,
      b: key,
      verdict: fc.constantFrom<Decided[2]>('same', 'different', 'unsure'),
    }),
  },
)
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never

async function make(change: Edit): Promise<void> {
  if ('person' in change) return put(client, change.key, change.person)
  if ('key' in change) return put(client, change.key, null)
  if (change.a === change.b) return
  if ('verdict' in change)
    await client.query(
      `insert into decided values (least($1::bigint, $2::bigint), greatest($1::bigint, $2::bigint), $3)
       on conflict (record_key_a, record_key_b) do update set verdict = excluded.verdict`,
      [change.a, change.b, change.verdict],
    )
  else await client.query('insert into link values ($1, $2, $3)', [change.a, change.b, change.type])
}

function differ(x: PersonRecord, y: PersonRecord): boolean {
  return x.birth !== y.birth && x.given !== y.given && ![x.birth, y.birth, x.given, y.given].includes(null)
}

async function start(records: readonly PersonRecord[]): Promise<void> {
  await client.query('truncate person, link, decided, matching.state; delete from ops.identity_model')
  for (const [at, one] of records.entries()) await put(client, at, one)
  await run(client)
}

test('matching only the changes gives what a full run gives, whatever is added, changed, deleted, linked or decided', async () => {
  let incremental = 0
  await fc.assert(
    fc.asyncProperty(
      people,
      fc.array(fc.array(edit, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
      async (records, rounds) => {
        await start(records)
        for (const changes of rounds) {
          for (const change of changes) await make(change)
          if (!(await run(client)).isFull) incremental++
          const after = await answer(client)
          await client.query('truncate matching.state')
          expect((await run(client)).isFull).toBe(true)
          expect(after).toEqual(await answer(client))
        }
      },
    ),
    { numRuns: 8 },
  )
  expect(incremental).toBeGreaterThan(10)
})

test('the order in which records arrive does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(
      people,
      fc.array(fc.nat(size - 1), { minLength: 6, maxLength: 6 }),
      async (records, first) => {
        await start(records)
        const whole = await answer(client)
        // the model is kept; records are deleted and come back in another order, in batches
        const late = [...new Set(first)]
        for (const at of late) await put(client, at, null)
        await run(client)
        for (const at of late) {
          await put(client, at, records[at] ?? null)
          expect((await run(client)).isFull).toBe(false)
        }
        expect(await answer(client)).toEqual(whole)
      },
    ),
    { numRuns: 4 },
  )
})

test('a run with nothing new changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(people, async (records) => {
      await start(records)
      const before = await answer(client)
      expect(await run(client)).toMatchObject({ isFull: false, changed: 0 })
      expect(await answer(client)).toEqual(before)
    }),
    { numRuns: 4 },
  )
})

test('no cluster has a forbidden pair, is too large, or joins records that a steward keeps apart', async () => {
  const decisions = fc.array(fc.tuple(key, key, fc.constantFrom<Decided[2]>('same', 'different')), {
    maxLength: 6,
  })
  const links = fc.array<Link>(fc.tuple(key, key), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(people, links, decisions, async (records, linked, decided) => {
      await client.query('truncate person, link, decided, matching.state; delete from ops.identity_model')
      for (const [at, one] of records.entries()) await put(client, at, one)
      for (const [a, b] of linked) await make({ type: 'reference', a, b })
      for (const [a, b, verdict] of decided) await make({ type: 'decide', a, b, verdict })
      await run(client)
      const { clusters } = await answer(client)
      const of = new Map(clusters.map(([record, cluster]) => [Number(record), String(cluster)]))
      for (const one of new Set(of.values()))
        expect([...of.values()].filter((other) => other === one).length).toBeLessThanOrEqual(6)
      const { rows } = await client.query('select * from decided')
      const verdicts = new Map<string, string>()
      for (const { record_key_a: a, record_key_b: b, verdict } of rows) {
        verdicts.set(`${a} ${b}`, verdict)
        if (verdict === 'different') expect(of.get(Number(a))).not.toBe(of.get(Number(b)))
      }
      for (const [a, x] of records.entries())
        for (const [b, y] of records.entries())
          if (differ(x, y) && verdicts.get(`${Math.min(a, b)} ${Math.max(a, b)}`) !== 'same')
            expect(of.get(a), `${a} and ${b} are forbidden`).not.toBe(of.get(b))
    }),
    { numRuns: 10 },
  )
})

test('state and models of other settings or code are not used', async () => {
  const ann = { given: 'ann', family: 'smith', birth: '1980-02-03', email: 'a@x.uk', phone: '1' }
  await start([ann, { ...ann, email: 'b@x.uk' }])
  await client.query(`update matching.state set settings_hash = 'another'`)
  expect((await run(client)).seconds).not.toHaveProperty('train')
  await client.query(`update ops.identity_model set settings_hash = 'another'`)
  const again = await run(client)
  expect(again.isFull).toBe(true)
  expect(again.seconds).toHaveProperty('train')
})

test('all records are matched again if most have changed', async () => {
  const one = { given: 'ann', family: 'smith', birth: null, email: 'a@x.uk', phone: null }
  await start(Array.from({ length: size }, () => one))
  for (let at = 0; at < size - 2; at++) await put(client, at, { ...one, given: 'bob' })
  expect(await run(client)).toMatchObject({ isFull: true, records: size })
})
