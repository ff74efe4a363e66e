import type pg from 'pg'
import { type MatchMeasures, match } from '../../../transforms/identity/matching/index.ts'
import { settings } from '../../../transforms/identity/settings.ts'

/** A profile record, with the columns that the product's settings read. */
export interface Profile {
  readonly record_key: number
  readonly source: string
  readonly given_name_match?: string
  readonly family_name_match?: string
  readonly birth_date?: string
  readonly email_match?: string
  readonly phone?: string
  readonly street?: string
  readonly house_number?: string
  readonly postcode?: string
  readonly city?: string
}

const columns = [
  'given_name_match',
  'family_name_match',
  'name_suffix',
  'birth_date',
  'email_match',
  'phone',
  'street',
  'house_number',
  'postcode',
  'city',
]

export async function prepareProfiles(client: pg.ClientBase): Promise<void> {
  await client.query(`create temp table profile (record_key bigint primary key, source text not null,
    ${columns.map((column) => `${column} text`).join(', ')})`)
}

export async function putProfiles(client: pg.ClientBase, profiles: readonly Profile[]): Promise<void> {
  await client.query(
    `insert into profile
     select * from jsonb_populate_recordset(null::profile, $1)
     on conflict (record_key) do update
       set (${columns.join(', ')}) = (select ${columns.map((column) => `excluded.${column}`).join(', ')})`,
    [JSON.stringify(profiles)],
  )
}

export async function dropSource(client: pg.ClientBase, source: string): Promise<void> {
  await client.query('delete from profile where source = $1', [source])
}

const nothing = `select null::bigint as record_key_a, null::bigint as record_key_b, null::text as link_type,
  null::text as verdict where false`

/** Matches all records of `profile` with the product's settings. */
export async function matchProfiles(client: pg.ClientBase): Promise<MatchMeasures> {
  await client.query('begin')
  const records = `
    select
      *,
      case when coalesce(given_name_match, family_name_match) is null then 'unknown' else 'person' end as party_type,
      null::text as organisation_name_match,
      case when birth_date is null then 'missing' else 'given' end as birth_date_quality,
      case when email_match is null then 'missing' else 'personal' end as email_kind,
      case when phone is null then 'missing' else 'mobile' end as phone_kind
    from profile`
  const input = { records, links: nothing, decisions: nothing }
  const measures = await match(client, { schema: 'matching', settings, input })
  await client.query('commit')
  return measures
}

/** The cluster of each record, named by its lowest record key. */
export async function clustersOf(client: pg.ClientBase): Promise<Map<number, number>> {
  const { rows } = await client.query<{ record: number; cluster: number }>(
    `select record_key::float8 as record, cluster_key::float8 as cluster from matching.cluster order by 1`,
  )
  return new Map(rows.map(({ record, cluster }) => [record, cluster]))
}

/** Forgets all that matching keeps, as in an empty warehouse. */
export async function forget(client: pg.ClientBase): Promise<void> {
  await client.query('truncate matching.state; delete from ops.identity_model')
}

/** Numbers that follow from the seed (mulberry32): below a limit. */
export function numbers(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'ka', 'le', 'mi', 'no', 'pu', 'ra', 'se', 'ti', 'vo', 'zu']
const word = (number: number) =>
  [number % 15, Math.floor(number / 15) % 15, Math.floor(number / 225) % 15]
    .map((at) => syllables[at])
    .join('')

export interface Person {
  readonly given: string
  readonly family: string
  readonly birth: string
  readonly email: string
  readonly phone: string
  readonly street: string
  readonly house: string
  readonly postcode: string
}

/** The person of a number: always the same. */
export function person(number: number): Person {
  const random = numbers(number + 1)
  const [given, family] = [word(random(120) * 7), word(random(900) * 3)]
  const birth = new Date(Date.UTC(1940 + random(60), random(12), 1 + random(28))).toISOString().slice(0, 10)
  return {
    given,
    family,
    birth,
    email: `${given}.${family}${number}@mail.example`,
    phone: `+4479${String(10_000_000 + number * 7919).slice(-8)}`,
    street: word(random(2000)),
    house: String(1 + random(90)),
    postcode: `${1000 + random(700)}-${100 + random(800)}`,
  }
}

/** People without names: a number, a city and a postcode. */
export function nameless(count: number, from: number): Profile[] {
  return Array.from({ length: count }, (_, at) => ({
    record_key: from + at,
    source: 'till',
    postcode: person(at % 500).postcode,
    city: 'porto',
  }))
}

/** Two records of each person: the street is written in two ways, and one record has an email address. */
export function crm(people: number, from: number): Profile[] {
  return Array.from({ length: people }, (_, number) => number).flatMap((number) => {
    const { given, family, birth, street, house, postcode, email } = person(number)
    const one = {
      source: 'crm',
      given_name_match: given,
      family_name_match: family,
      birth_date: birth,
      house_number: house,
      postcode,
    }
    return [
      { ...one, record_key: from + 2 * number, street: `rua ${street}`, email_match: email },
      { ...one, record_key: from + 2 * number + 1, street: `r. ${street}` },
    ]
  })
}

/** A web shop: an email address, a name that is sometimes misspelt, and the street of two in three. */
export function shop(people: number, from: number): Profile[] {
  return Array.from({ length: people }, (_, at) => {
    const random = numbers(from + at)
    const { given, family, email, street, house, postcode } = person(2 * at)
    return {
      record_key: from + at,
      source: 'shop',
      given_name_match: random(10) === 0 ? given.slice(1) : given,
      family_name_match: random(10) === 0 ? `${family}s` : family,
      ...(random(5) === 0 ? {} : { email_match: email }),
      ...(random(3) === 0 ? {} : { street: `rua ${street}`, house_number: house, postcode }),
    }
  })
}

/** A loyalty programme: name and birth date, the phone number of half, and some addresses that are out of date. */
export function members(people: number, from: number): Profile[] {
  return Array.from({ length: people }, (_, at) => {
    const random = numbers(from + at)
    const { given, family, birth, phone, street, house, postcode } = person(3 * at)
    const moved = random(8) === 0 ? person(5000 + at) : { street, house, postcode }
    return {
      record_key: from + at,
      source: 'members',
      given_name_match: given,
      family_name_match: family,
      birth_date: birth,
      street: moved.street,
      house_number: moved.house,
      postcode: moved.postcode,
      ...(random(2) === 0 ? {} : { phone }),
    }
  })
}

/** A mailing list: an email address, and the given name of half. */
export function newsletter(people: number, from: number): Profile[] {
  return Array.from({ length: people }, (_, at) => {
    const { given, email } = person(at)
    return {
      record_key: from + at,
      source: 'newsletter',
      email_match: email,
      ...(at % 2 === 0 ? { given_name_match: given } : {}),
    }
  })
}
