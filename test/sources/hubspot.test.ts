import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CsvRow, RawEntity } from '#engine'
import { hubspot } from '../../transforms/sources/hubspot/hubspot.ts'
import { stg_hubspot__companies } from '../../transforms/staging/hubspot/stg_hubspot__companies.ts'
import { stg_hubspot__deals } from '../../transforms/staging/hubspot/stg_hubspot__deals.ts'
import { useDatabase } from '../harness/database.ts'
import { land, recordKeyOf, refusals, rowsOf, stage } from './staged.ts'

const times = { createdAt: '2026-03-02T09:15:30.112Z', updatedAt: '2026-06-30T10:00:00Z', archived: false }

const contact = {
  ...times,
  id: '501',
  properties: {
    email: 'ada@example.com',
    firstname: 'Ada',
    lastname: 'Byron',
    createdate: '2026-03-02T09:15:30.112Z',
    hs_object_id: '501',
    lastmodifieddate: '2026-06-30T10:00:00Z',
    favourite_colour: 'teal',
  },
}

const company = {
  ...times,
  id: '9001',
  properties: {
    name: ' Bluebay Ltd ',
    domain: 'https://www.Bluebay.example/about',
    industry: 'RETAIL',
    numberofemployees: '12',
    annualrevenue: '1250000.50',
    hs_lastmodifieddate: '2026-06-30T10:00:00Z',
  },
}

const deal = {
  ...times,
  id: '7001',
  properties: {
    dealname: 'Bluebay: spring order',
    dealstage: 'closedwon',
    pipeline: 'default',
    amount: '1500.05',
    closedate: '2026-07-07T16:50:06.678Z',
    deal_currency_code: 'EUR',
  },
  associations: {
    contacts: { results: [{ id: '501', type: 'deal_to_contact' }] },
    companies: { results: [{ id: '9001', type: 'deal_to_company' }] },
  },
}

const db = useDatabase()

test.each<[RawEntity, unknown]>([
  [hubspot.contacts, contact],
  [hubspot.companies, company],
  [hubspot.deals, deal],
])('a record of the API is accepted: $entity', (entity, record) => {
  expect(refusals(entity, record)).toEqual([])
})

test('an invalid record is rejected with a helpful reason', () => {
  expect(refusals(hubspot.companies, { ...company, id: 'ACME-1' })).toEqual([
    'id: not a HubSpot record id, which is a whole number',
  ])
  const properties = {
    ...deal.properties,
    amount: '£1,500',
    closedate: '07/07/2026',
    deal_currency_code: 'Euro',
  }
  expect(refusals(hubspot.deals, { ...deal, properties })).toEqual([
    'properties.amount: not an amount like 1500.00',
    'properties.deal_currency_code: not a currency code of three capital letters',
    'properties.closedate: not a point in time like 2026-03-04T10:15:00Z',
  ])
})

test.each<[RawEntity, CsvRow, object]>([
  [
    hubspot.contacts,
    {
      'Record ID': '501',
      'First Name': 'Ada',
      'Last Name': 'Byron',
      Email: 'ada@example.com',
      'Country/Region': '',
      'Create Date': '2026-03-02 09:15',
      'Last Modified Date': '2026-06-30 11:00',
      'Favourite colour': 'teal',
    },
    {
      id: '501',
      createdAt: '2026-03-02T09:15:00.000Z',
      updatedAt: '2026-06-30T10:00:00.000Z',
      archived: false,
      properties: { firstname: 'Ada', email: 'ada@example.com', country: null, 'Favourite colour': 'teal' },
    },
  ],
  [
    hubspot.companies,
    {
      'Record ID': '9001',
      'Company name': 'Bluebay Ltd',
      'Number of Employees': '12',
      'Create Date': '2026-03-02 09:15',
      'Last Modified Date': '2026-06-30 11:00',
    },
    { id: '9001', properties: { name: 'Bluebay Ltd', numberofemployees: '12' } },
  ],
  [
    hubspot.deals,
    {
      'Record ID': '7002',
      'Deal Name': 'Bluebay: autumn order',
      'Deal Stage': 'Closed Won',
      Amount: '2500',
      'Close Date': '2026-12-01 00:00',
      'Associated Contact IDs': '501;502',
      'Associated Company IDs': '',
      'Create Date': '2026-03-02 09:15',
      'Last Modified Date': '2026-06-30 11:00',
    },
    {
      properties: { dealstage: 'Closed Won', amount: '2500', closedate: '2026-12-01T00:00:00.000Z' },
      associations: { contacts: { results: [{ id: '501' }, { id: '502' }] }, companies: { results: [] } },
    },
  ],
])('a row of an export becomes a record of the API: $entity', (entity, row, expected) => {
  for (const header of entity.csv?.header ?? []) expect(row).toHaveProperty([header])
  const record = entity.csv?.record([row])
  expect(record).toMatchObject(expected)
  expect(refusals(entity, record)).toEqual([])
})

test('staging has clean companies and every deal with its amount', async () => {
  const exported = hubspot.deals.csv?.record([
    {
      'Record ID': '7002',
      'Deal Name': '',
      'Deal Stage': 'Closed Lost',
      Amount: '',
      'Create Date': '2026-03-02 09:15',
      'Last Modified Date': '2026-06-30 11:00',
    },
  ])
  const open = { ...deal, id: '7003', archived: true, properties: { dealstage: '118493', amount: '0.10' } }
  expect(await land(db.pool, hubspot.companies, [company])).toMatchObject({ loaded: 1, quarantined: 0 })
  expect(await land(db.pool, hubspot.deals, [deal, exported, open])).toMatchObject({
    loaded: 3,
    quarantined: 0,
  })
  await stage(db.pool, [hubspot.companies, hubspot.deals], [stg_hubspot__companies, stg_hubspot__deals])

  expect(
    await rowsOf(
      db.pool,
      'select company_id, company_name, domain, employee_count, annual_revenue, is_deleted from staging.stg_hubspot__companies',
    ),
  ).toEqual([
    {
      company_id: '9001',
      company_name: 'Bluebay Ltd',
      domain: 'bluebay.example',
      employee_count: 12,
      annual_revenue: '1250000.50',
      is_deleted: false,
    },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select deal_id, amount, currency, is_closed, is_won, is_deleted,
         record_key = ${recordKeyOf(`'hubspot', 'contact', '501'`)} as is_with_contact,
         company_key in (select company_key from staging.stg_hubspot__companies) as is_with_company
       from staging.stg_hubspot__deals order by deal_id`,
    ),
  ).toEqual([
    {
      deal_id: '7001',
      amount: '1500.05',
      currency: 'EUR',
      is_closed: true,
      is_won: true,
      is_deleted: false,
      is_with_contact: true,
      is_with_company: true,
    },
    {
      deal_id: '7002',
      amount: null,
      currency: 'GBP',
      is_closed: true,
      is_won: false,
      is_deleted: false,
      is_with_contact: null,
      is_with_company: null,
    },
    {
      deal_id: '7003',
      amount: '0.10',
      currency: 'GBP',
      is_closed: false,
      is_won: false,
      is_deleted: true,
      is_with_contact: true,
      is_with_company: true,
    },
  ])
})

test('staging keeps the total amount of the deals in each currency', async () => {
  const anyDeal = fc.record({
    cents: fc.option(fc.bigInt({ min: -(10n ** 14n) + 1n, max: 10n ** 14n - 1n })),
    currency: fc.constantFrom('GBP', 'EUR', 'USD', '', null),
    stage: fc.constantFrom('closedwon', 'Closed Lost', '118493', 'appointmentscheduled'),
  })
  const seed = Date.now()
  const drawn = fc.sample(anyDeal, { numRuns: 300, seed })
  const expected = new Map<string, bigint>()
  const deals = drawn.map(({ cents, currency, stage: dealstage }, index) => {
    const code = currency || 'GBP'
    expected.set(code, (expected.get(code) ?? 0n) + (cents ?? 0n))
    const properties = {
      dealstage,
      deal_currency_code: currency,
      amount: cents === null ? '' : pounds(cents),
    }
    return { ...times, id: String(90_000 + index), properties }
  })
  expect(await land(db.pool, hubspot.deals, deals)).toMatchObject({ loaded: deals.length, quarantined: 0 })
  await stage(db.pool, [hubspot.deals], [stg_hubspot__deals])
  const totals = await rowsOf<{ currency: string; cents: string }>(
    db.pool,
    `select currency, (coalesce(sum(amount), 0) * 100)::numeric(30)::text as cents
     from staging.stg_hubspot__deals where deal_id >= '90000' group by 1`,
  )
  expect(new Map(totals.map(({ currency, cents }) => [currency, BigInt(cents)])), `seed ${seed}`).toEqual(
    expected,
  )
})

function pounds(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0')
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
