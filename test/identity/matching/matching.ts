import type pg from 'pg'
import { expect } from 'vitest'
import { identitySettings, type MatchMeasures, match } from '../../../transforms/identity/matching/index.ts'

/** One record of a person, small enough to draw at random. */
export interface PersonRecord {
  readonly given: string | null
  readonly family: string | null
  readonly birth: string | null
  readonly email: string | null
  readonly phone: string | null
}

export type Link = readonly [a: number, b: number]
export type Decided = readonly [a: number, b: number, verdict: 'same' | 'different' | 'unsure']

/** All caps are low, so that a few dozen records reach every rule. */
export const smallSettings = identitySettings({
  columns: {
    given: { from: 'given', as: 'text' },
    family: { from: 'family', as: 'text' },
    sounds: { from: 'family', as: 'sounds' },
    birth: { from: 'birth', as: 'day' },
    birth_digits: { from: 'birth', as: 'digits' },
    email: { from: 'email', as: 'text' },
    phone: { from: 'phone', as: 'digits' },
  },
  personSignature: ['given', 'family'],
  identifiers: [
    {
      kind: 'email',
      column: 'email',
      trust: 'joins',
      cap: { people: 3, records: 5 },
      blocked: { values: ['info@x.uk'], patterns: ['^noreply'] },
    },
    { kind: 'phone', column: 'phone', trust: 'supports', cap: { people: 3, records: 4 } },
  ],
  links: { login: { cap: 1 }, reference: {} },
  cannotLink: [
    {
      name: 'other birthday and given name',
      when: [
        { kind: 'differs', column: 'birth' },
        { kind: 'differs', column: 'given' },
      ],
    },
  ],
  blocking: {
    rules: [
      { name: 'birthday', on: ['birth'] },
      { name: 'name', on: ['given', 'family'] },
    ],
    maxBlock: 6,
    maxPairsPerRecord: 200,
  },
  comparisons: [
    {
      name: 'given name',
      requires: ['given'],
      levels: [
        { label: 'same', when: { kind: 'exact', columns: ['given'] }, termFrequency: 'given' },
        { label: 'one letter', when: { kind: 'levenshtein', column: 'given', atMost: 1 } },
      ],
    },
    {
      name: 'family name',
      requires: ['family', 'sounds'],
      levels: [
        { label: 'same', when: { kind: 'exact', columns: ['family'] }, termFrequency: 'family' },
        { label: 'similar', when: { kind: 'trigram', column: 'family', atLeast: 0.4 } },
        { label: 'sounds similar', when: { kind: 'overlap', column: 'sounds' } },
      ],
    },
    {
      name: 'birth date',
      requires: ['birth', 'birth_digits'],
      levels: [
        { label: 'same', when: { kind: 'exact', columns: ['birth'] } },
        { label: 'swapped', when: { kind: 'dayMonthSwapped', column: 'birth' } },
        { label: 'a month', when: { kind: 'days', column: 'birth', atMost: 31 } },
      ],
    },
    {
      name: 'email',
      requires: ['email'],
      levels: [{ label: 'same', when: { kind: 'exact', columns: ['email'] } }],
    },
    {
      name: 'phone',
      requires: ['phone'],
      levels: [{ label: 'same', when: { kind: 'exact', columns: ['phone'] } }],
    },
  ],
  thresholds: { keep: -4, review: 0, link: 3, bridge: 9 },
  maxClusterSize: 6,
  // the model is kept, so that two ways of matching with one model can be compared
  training: { randomPairs: 2000, pairsPerRule: 2000, drift: 1 },
})

/** The records, links and decisions that `run` matches. */
export async function prepareInput(client: pg.ClientBase): Promise<void> {
  await client.query(`
    create table person (record_key bigint primary key, source text not null default 'made up', given text, family text,
      birth date, email text, phone text);
    create table link (record_key_a bigint, record_key_b bigint, link_type text);
    create table decided (record_key_a bigint, record_key_b bigint, verdict text, primary key (record_key_a, record_key_b))`)
}

export async function put(client: pg.ClientBase, key: number, person: PersonRecord | null): Promise<void> {
  await client.query('delete from person where record_key = $1', [key])
  if (!person) return
  const { given, family, birth, email, phone } = person
  await client.query(
    'insert into person (record_key, given, family, birth, email, phone) values ($1, $2, $3, $4, $5, $6)',
    [key, given, family, birth, email, phone],
  )
}

/** Matches the records of `person` with `link` and `decided`, in one transaction. */
export async function run(client: pg.ClientBase, settings = smallSettings): Promise<MatchMeasures> {
  await client.query('begin')
  try {
    const measures = await match(client, {
      schema: 'matching',
      settings,
      input: {
        records: 'select * from person',
        links: 'select * from link',
        decisions:
          'select least(record_key_a, record_key_b) as record_key_a, greatest(record_key_a, record_key_b) as record_key_b, verdict from decided',
      },
    })
    await expectPlannerSettingsRestored(client)
    await client.query('commit')
    return measures
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/** Matching changes planner settings for its own statements only. */
async function expectPlannerSettingsRestored(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query(`
    select name from pg_settings where source = 'session'
      and (name like 'enable_%' or name like '%parallel%' or name = 'random_page_cost')`)
  expect(rows).toEqual([])
}

/** The result of matching by record keys, because ids depend on the order of arrival. */
export async function answer(client: pg.ClientBase) {
  const rows = async (query: string) => (await client.query({ text: query, rowMode: 'array' })).rows
  return {
    clusters: await rows(`select r.record_key, min(r.record_key) over (partition by c.root),
        min(r.record_key) over (partition by c.component), c.record_key, c.cluster_key, c.joined_by
      from matching.record r join matching.cluster c using (id) order by 1`),
    pairs:
      await rows(`select least(l.record_key, r.record_key), greatest(l.record_key, r.record_key), weight, levels,
        found_by, identifier, forbidden
      from matching.pair p join matching.record l on l.id = p.a join matching.record r on r.id = p.b order by 1, 2`),
    review: await rows(
      'select record_key_a, record_key_b, weight, reason from matching.review order by 1, 2, 4',
    ),
    overShared: await rows(
      'select kind, value, record_count, person_count, reason from matching.over_shared order by 1, 2',
    ),
  }
}
