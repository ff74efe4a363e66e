import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { render, sql, value } from '#engine'
import { isJunkEmail, isJunkId, isJunkPhone, junkRules } from '../../normalise/junk.ts'
import { knownEmail, knownId, knownPhone } from '../../transforms/staging/person-key.ts'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput, loadJson } from './field.ts'

const db = useDatabase('built')
const times = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' }

beforeAll(async () => {
  await loadInput(db.pool, 'hubspot.contacts', '02-segment-undefined/hubspot_contacts.jsonl')
  await loadInput(db.pool, 'segment.identify', '02-segment-undefined/identify.jsonl')
  await loadInput(db.pool, 'shopify.orders', '07-shopify-guest-placeholder/orders.jsonl')
  await loadInput(db.pool, 'loyalty.members', '24-placeholder-email/members.csv')
  await loadInput(db.pool, 'twilio.calls', '37-twilio-anonymous/calls.jsonl')
  await loadJson(
    db.pool,
    'zendesk.users',
    ['Ida Ek', 'Olu Ade'].map((name, i) => ({
      id: 900 + i,
      name,
      role: 'end-user',
      external_id: i === 0 ? 'null' : '[object Object]',
      ...times,
    })),
  )
  await buildAll(db.pool)
})

test('a user id that a program left undefined joins nobody, and the browser stays a visitor of its own', async () => {
  const { rows } = await db.pool.query(
    `select count(distinct customer_key)::int as people from pii.stg_hubspot__contacts join identity.map_identity using (record_key)`,
  )
  expect(rows).toEqual([{ people: 3 }])
  const { rows: visitors } = await db.pool.query(
    `select record_kind, count(*)::int as records from pii.stg_segment__people group by 1 order by 1`,
  )
  // the forms in which the visitors gave their addresses are records of their own
  expect(visitors).toEqual([
    { record_kind: 'anonymous', records: 3 },
    { record_kind: 'form', records: 3 },
  ])
})

test('walk-ins under an invented contact are nobody', async () => {
  const { rows } = await db.pool.query(
    'select customer_key::text, count(*)::int as orders from warehouse.fct_orders group by 1',
  )
  expect(rows).toEqual([{ customer_key: '-1', orders: 5 }])
  const { rows: guests } = await db.pool.query('select * from pii.stg_shopify__guests')
  expect(guests).toEqual([])
})

test('an address that many people invent belongs to none of them, and is counted', async () => {
  const { rows } = await db.pool.query(
    `select email_kind, count(*)::int as records, count(email)::int as emails, count(distinct customer_key)::int as people
     from pii.stg_loyalty__members join identity.map_identity using (record_key) group by 1`,
  )
  expect(rows).toEqual([{ email_kind: 'junk', records: 4, emails: 0, people: 4 }])
})

test('withheld numbers are nobody, and their calls are kept', async () => {
  const { rows } = await db.pool.query(
    `select count(*)::int as calls, count(record_key)::int as known from pii.stg_twilio__calls`,
  )
  expect(rows).toEqual([{ calls: 6, known: 1 }])
  const { rows: callers } = await db.pool.query('select phone from pii.stg_twilio__callers')
  expect(callers).toEqual([{ phone: '+447400300009' }])
})

test('a reference to nothing links nobody', async () => {
  const { rows } = await db.pool.query('select * from staging.stg_zendesk__record_links')
  expect(rows).toEqual([])
})

test('Postgres and JavaScript agree on what is junk', async () => {
  const rules = junkRules()
  const pieces = fc.constantFrom(
    ...[
      'undefined',
      'null',
      'NaN',
      ' none ',
      'N/A',
      '0',
      '-',
      '{{user}}',
      '[object Object]',
      'Guest',
      'test',
    ],
    ...[
      'noemail',
      'No-Mail',
      'dont.have',
      'jane',
      'fake',
      'a',
      'x',
      'abc',
      '+1',
      '+',
      '@',
      '@none.com',
      '.com',
      '12',
    ],
    ...[
      '00000000-0000-0000-0000-000000000000',
      '7911',
      '123',
      '1234567890',
      '266696687',
      ' ',
      '000',
      '77',
      '_',
    ],
  )
  const texts = fc.sample(
    fc.array(pieces, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    1500,
  )
  const query = sql`
    select
      written,
      ${knownId(sql`written`)} is null as is_no_id,
      ${knownEmail(sql`written`)} is null as is_no_email,
      ${knownPhone(sql`written`)} is null as is_no_phone
    from unnest(${value(texts)}) as given(written)`
  const { rows } = await db.pool.query(render(query, () => '').text)
  expect(rows).toHaveLength(texts.length)
  for (const { written, is_no_id, is_no_email, is_no_phone } of rows) {
    const email = written.trim().toLowerCase()
    const isNobody = isJunkId(written, rules) || (email.includes('@') && isJunkEmail(email, rules))
    expect([written, is_no_id, is_no_email]).toEqual([written, isNobody, isNobody])
    expect([written, is_no_phone]).toEqual([written, isJunkPhone(written, rules) || !/\d/.test(written)])
  }
})

test('every record key of a person in staging is made by the guard', async () => {
  const staging = join(import.meta.dirname, '..', '..', 'transforms', 'staging')
  const files = (await readdir(staging, { recursive: true })).filter((file) => file.endsWith('.ts'))
  const texts = await Promise.all(files.map((file) => readFile(join(staging, file), 'utf8')))
  const guarded = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/personKey\(\s*'(\w+)',\s*'([\w ]+)'/g)].map((m) => `${m[1]} ${m[2]}`),
    ),
  )
  expect(guarded.size).toBeGreaterThan(15)
  const unguarded = texts.flatMap((text, index) => {
    const keys = [...text.matchAll(/ops\.key_of\(\s*'(\w+)',\s*'([\w ]+)'/g)].filter((m) =>
      guarded.has(`${m[1]} ${m[2]}`),
    )
    const named = [...text.matchAll(/ops\.key_of\([^\n]*\) as (?:other_)?record_key/g)].filter(
      ([line]) => !line.includes('known'),
    )
    return [...keys, ...named].map(([found]) => `${files[index]}: ${found}`)
  })
  expect(unguarded).toEqual([])
  const derived = texts.filter((text) => text.includes('normalisedProfile({'))
  expect(derived.filter((text) => !text.includes('junk: company.junk'))).toEqual([])
  expect(derived.length).toBeGreaterThan(15)
})
