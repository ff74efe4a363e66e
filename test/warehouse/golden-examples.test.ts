import { randomBytes } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { rowsOf } from '../sources/staged.ts'
import { buildGolden, instant, type Sent, saying } from './golden-records.ts'

vi.mock('../../transforms/identity/map_identity.ts', () => import('./record-id-identity.ts'))

const db = useDatabase()

async function customer() {
  const [row] = await rowsOf(db.pool, 'select * from pii.dim_customer where is_known')
  return row
}
const valuesOf = (attribute: string) =>
  rowsOf(
    db.pool,
    `select value, is_chosen, faults, source_names, record_count, age_days, competing_count
     from pii.bdg_customer_attribute where attribute = '${attribute}' order by value_rank`,
  )

test('a trusted source that spoke long ago stands before a newer one', async () => {
  await buildGolden(db.pool, [
    saying({
      record_key: 1,
      source: 'shopify',
      record_kind: 'customer',
      given_name: 'Ann',
      family_name: 'Ward',
    }),
    saying({
      record_key: 2,
      source: 'square',
      given_name: 'Anne',
      family_name: 'Word',
      updated_at: instant(20),
    }),
  ])
  expect(await customer()).toMatchObject({
    full_name: 'Ann Ward',
    has_conflict: true,
    conflicting_attributes: ['name'],
  })
  expect(await valuesOf('name')).toEqual([
    {
      value: 'Ann Ward',
      is_chosen: true,
      faults: [],
      source_names: ['shopify'],
      record_count: 1,
      age_days: 19,
      competing_count: 2,
    },
    {
      value: 'Anne Word',
      is_chosen: false,
      faults: [],
      source_names: ['square'],
      record_count: 1,
      age_days: 0,
      competing_count: 2,
    },
  ])
})

test('of sources trusted alike the newer one counts, and a date that most give before both', async () => {
  const at = { source: 'stripe', record_kind: 'customer' }
  await buildGolden(db.pool, [
    saying({ record_key: 1, ...at, country: 'France', birth_date: '1980-04-03' }),
    saying({ record_key: 2, ...at, country: 'Norway', birth_date: '1980-03-04', updated_at: instant(9) }),
    saying({ record_key: 3, source: 'klaviyo', birth_date: '1980-04-03' }),
  ])
  expect(await customer()).toMatchObject({
    country: 'Norway',
    birth_date: '1980-04-03',
    conflicting_attributes: ['birth_date', 'country'],
  })
})

test('several addresses are no conflict, and all are kept, the best first', async () => {
  await buildGolden(db.pool, [
    saying({ record_key: 1, email: 'info@ward.uk', email_kind: 'role', updated_at: instant(9) }),
    saying({ record_key: 2, source: 'loyalty', email: 'old@ward.uk' }),
    saying({ record_key: 3, source: 'klaviyo', record_kind: 'profile', email: 'ann@ward.uk' }),
  ])
  expect(await customer()).toMatchObject({
    email: 'ann@ward.uk',
    emails: ['ann@ward.uk', 'old@ward.uk', 'info@ward.uk'],
    has_conflict: false,
  })
})

test('what only a deleted record says is a last resort; what another says too is not', async () => {
  await buildGolden(db.pool, [
    saying({ record_key: 1, phone: '+447700900001', is_deleted: true, updated_at: instant(9) }),
    saying({ record_key: 2, phone: '+447700900002' }),
    saying({ record_key: 3, country: 'France', is_deleted: true }),
    saying({ record_key: 4, country: 'France' }),
  ])
  expect(await customer()).toMatchObject({
    phone: '+447700900002',
    phones: ['+447700900002', '+447700900001'],
  })
  expect(await valuesOf('phone')).toMatchObject([{ faults: [] }, { faults: ['deleted record'] }])
  expect(await valuesOf('country')).toMatchObject([{ faults: [], record_count: 2 }])
})

describe('an address that messages came back from', () => {
  const records = [
    saying({
      record_key: 1,
      source: 'klaviyo',
      record_kind: 'profile',
      email: 'ann@ward.uk',
      updated_at: instant(9),
    }),
    saying({ record_key: 2, source: 'loyalty', email: 'old@ward.uk' }),
  ]
  const back: Sent = { record_key: 1, touchpoint_type: 'bounced', detail: 'hard', day: 3 }
  test.each<[what: string, emails: string[], sent: Sent[]]>([
    ['is not written to', ['old@ward.uk'], [back]],
    ['is, where the mailbox was only full', ['ann@ward.uk', 'old@ward.uk'], [{ ...back, detail: 'soft' }]],
    [
      'is, once a message has arrived again',
      ['ann@ward.uk', 'old@ward.uk'],
      [back, { ...back, touchpoint_type: 'delivered', day: 4 }],
    ],
    [
      'is, where it only complained',
      ['ann@ward.uk', 'old@ward.uk'],
      [{ ...back, touchpoint_type: 'complained' }],
    ],
    ['leaves nothing where all are', [], [back, { ...back, record_key: 2 }]],
  ])('%s', async (_, emails, sent) => {
    await buildGolden(db.pool, records, sent)
    expect(await customer()).toMatchObject({ email: emails[0] ?? null, emails })
  })
})

test('a mailbox is bounced however its address is written', async () => {
  const records = [
    saying({ record_key: 1, source: 'klaviyo', email: 'ann@ward.uk' }),
    saying({ record_key: 2, source: 'loyalty', email: 'ann+card@ward.uk' }),
  ]
  await buildGolden(db.pool, records, [{ record_key: 1, touchpoint_type: 'bounced', detail: 'hard', day: 3 }])
  expect(await customer()).toMatchObject({ email: null, emails: [] })
})

test('a value too long for an index stops nothing', async () => {
  const long = () => randomBytes(750).toString('base64')
  await buildGolden(db.pool, [saying({ record_key: 1, street: long(), city: long(), postcode: long() })])
  expect(await valuesOf('address')).toHaveLength(1)
})

test('lists of personal data are masked like all of it', async () => {
  await buildGolden(db.pool, [saying({ record_key: 1, email: 'ann@ward.uk' })])
  expect(
    await rowsOf(
      db.pool,
      'select email, emails, phones, has_conflict from warehouse.dim_customer where is_known',
    ),
  ).toEqual([{ email: null, emails: null, phones: null, has_conflict: false }])
})

test('who only called is nobody’s customer yet, and what is known of them is kept', async () => {
  await buildGolden(db.pool, [
    saying({ record_key: 1, source: 'calls', record_kind: 'caller', phone: '+447700900001' }),
  ])
  expect(await customer()).toBeUndefined()
  expect(await valuesOf('phone')).toMatchObject([{ value: '+447700900001', is_chosen: true }])
})
