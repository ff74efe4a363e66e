import type { ClientBase } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { falseJoins, joinedStrangers } from '../../evaluation/false-joins.ts'
import { missedPairs } from '../../evaluation/missed.ts'
import { identitySettings } from '../../transforms/identity/matching/index.ts'
import { useDatabase } from '../harness/database.ts'

const settings = identitySettings({
  columns: { email: { from: 'email', as: 'text' }, name: { from: 'name', as: 'text' } },
  personSignature: ['name'],
  identifiers: [{ kind: 'email', column: 'email', trust: 'joins', cap: { people: 5, records: 50 } }],
  links: {},
  cannotLink: [],
  blocking: { rules: [{ name: 'name', on: ['name'] }], maxBlock: 100, maxPairsPerRecord: 100 },
  comparisons: [
    {
      name: 'name',
      requires: ['name'],
      levels: [{ label: 'same', when: { kind: 'exact', columns: ['name'] } }],
    },
  ],
  thresholds: { keep: -5, review: 0, link: 4, bridge: 8 },
  maxClusterSize: 10,
  training: { randomPairs: 100, pairsPerRule: 100 },
})

const db = useDatabase()
let client: ClientBase & { release(): void }
beforeEach(async () => {
  client = await db.pool.connect()
  await client.query(`begin;
    create table matching.record (id int, record_key bigint, shared_1 bigint, shared_2 bigint);
    create temp table known (record_key bigint, id int, customer_key bigint, person_id bigint, standing text) on commit drop`)
})
afterEach(async () => {
  await client.query('rollback')
  client.release()
})

/** Inserts records: id, customer, person, and the hashes of email and name. */
async function place(
  records: readonly [
    id: number,
    customer: number,
    person: number | null,
    email: number | null,
    name: number | null,
  ][],
) {
  for (const [id, customer, person, email, name] of records) {
    await client.query('insert into matching.record values ($1::int, $1::bigint, $2, $3)', [id, email, name])
    await client.query('insert into known values ($1::bigint, $1::int, $2, $3, $4)', [
      id,
      customer,
      person,
      person === null ? 'silent' : 'counted',
    ])
  }
}

async function compared(
  a: number,
  b: number,
  weight: number,
  more: { identifier?: string; forbidden?: string } = {},
) {
  await client.query(`insert into matching.pair values ($1, $2, $3, '{1}', 1, $4, $5)`, [
    a,
    b,
    weight,
    more.identifier ?? null,
    more.forbidden ?? null,
  ])
}

const listed = (reasons: readonly { label: string; pairs: number }[]) =>
  Object.fromEntries(reasons.map(({ label, pairs }) => [label, pairs]))

test('each missed pair has its reason, worked out by hand', async () => {
  // one person as six customers: records 1 and 2 in one, every other record in its own
  await place([
    [1, 10, 7, 501, 601],
    [2, 10, 7, 501, 601],
    [3, 11, 7, 502, 602],
    [4, 12, 7, 503, 601],
    [5, 13, 7, 504, 604],
    [6, 14, 7, null, null],
    [7, 15, 7, 509, 607],
  ])
  // 1 and 3 are in review, so both pairs between {1, 2} and {3} are
  await compared(1, 3, 2)
  // 3 and 5 share an email address, and a guard cut them
  await compared(3, 5, 9, { identifier: 'email' })
  // 4 and 5 weigh enough to link, but a rule forbids it
  await compared(4, 5, 6, { forbidden: 'different given name' })
  // a steward decided that 2 and 7 are different
  await client.query(`insert into matching.decision values (2, 7, 'different')`)
  expect(listed(await missedPairs(client, settings))).toEqual({
    'below the threshold, in review': 2,
    'cut by a guard': 1,
    'forbidden: different given name': 1,
    'a steward decided against it': 2,
    // {1, 2} and 4 share a name, so they were compared, but their weight was too low to keep
    'below the threshold': 2,
    // 6 with each of the other six
    'never compared: no values to block by': 6,
    // {1, 2} with 5; 3 with 4 and 7; 4 with 7; 5 with 7
    'never compared': 6,
  })
})

test('a value that too many share explains a miss', async () => {
  await place([
    [1, 10, 7, 501, 601],
    [2, 11, 7, 501, 602],
  ])
  await client.query(
    `insert into matching.over_shared values ('email', 501, 'office@x.uk', 99, 60, 'too many people')`,
  )
  expect(listed(await missedPairs(client, settings))).toEqual({ 'share only an over-shared value': 1 })
})

test('the strongest evidence between two people is the reason for joining them', async () => {
  // three people in one customer: 1 and 2 by email and weight, 2 and 3 by weight, 1 and 3 through 2
  await place([
    [1, 10, 7, 501, 601],
    [2, 10, 8, 501, 601],
    [3, 10, 9, 503, 601],
    [4, 10, null, null, 601],
    [5, 11, 7, null, 605],
  ])
  await compared(1, 2, 9, { identifier: 'email' })
  await compared(2, 3, 5)
  await compared(3, 4, 5)
  expect(listed(await falseJoins(client, settings))).toEqual({
    'identifier: email': 1,
    weight: 1,
    'through other records': 1,
  })
})

test('strangers count as joined if any record of one is in a customer of the other', async () => {
  await client.query(`insert into ops.sample_people values
    (7, 'x', false, null, null, null), (8, 'x', false, null, 7, null), (9, 'x', false, null, 7, null)`)
  await place([
    [1, 10, 7, null, null],
    [2, 10, 8, null, null],
    [3, 11, 9, null, null],
  ])
  expect(await joinedStrangers(client)).toEqual({ planted: 2, joined: 1 })
})
