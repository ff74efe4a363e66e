import { beforeAll, expect, test } from 'vitest'
import { calls } from '../../transforms/sources/calls/calls.ts'
import { consent } from '../../transforms/sources/consent/consent.ts'
import { devices } from '../../transforms/sources/devices/devices.ts'
import { hubspot } from '../../transforms/sources/hubspot/hubspot.ts'
import { loyalty } from '../../transforms/sources/loyalty/loyalty.ts'
import { rates } from '../../transforms/sources/rates/rates.ts'
import { zendesk } from '../../transforms/sources/zendesk/zendesk.ts'
import { buildAll } from '../field/field.ts'
import { useDatabase } from '../harness/database.ts'
import { land, rowsOf } from '../sources/staged.ts'

/* The rules of the facts of customer service by examples. Some records arrive late, after a first build. */

const db = useDatabase('built')
const rows = (query: string) => rowsOf(db.pool, query)

const user = (id: number, name: string, more: object = {}) => ({
  ...{ id, name, email: `${name.toLowerCase()}@example.com`, role: 'end-user', active: true },
  ...{ created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z', ...more },
})
const comment = (id: number, author_id: number, time: string, isPublic = true) => ({
  ...{ id, author_id, body: 'text', public: isPublic, created_at: `2026-05-01T${time}:00Z` },
})
const ticket = (id: number, more: object = {}) => ({
  ...{ id, via: { channel: 'email' }, type: 'question', status: 'open', requester_id: 1, submitter_id: 1 },
  ...{ assignee_id: 9, tags: [], comments: [comment(id * 10, 1, '09:00')] },
  ...{ created_at: '2026-05-01T09:00:00Z', updated_at: '2026-05-02T09:00:00Z', ...more },
})
const answered = [
  comment(11, 1, '09:00'),
  comment(12, 9, '09:05', false),
  comment(13, 9, '10:30'),
  comment(14, 4, '11:00'),
]

const call = (conversationId: string, participants: readonly object[]) => ({
  ...{ conversationId, originatingDirection: 'inbound', participants },
  ...{ conversationStart: '2026-05-01T10:00:00Z', conversationEnd: '2026-05-01T10:10:00Z' },
})
const voice = { mediaType: 'voice', ani: 'sip:anonymous@anonymous.invalid', segments: [] }
const spoken = [{ segmentType: 'interact', segmentStart: '2026-05-01T10:01:00Z' }]

const decision = (decision_id: string, status: string, day: string) => ({
  ...{ decision_id, subject_id: 's-1', email: 'ada@example.com', purpose: 'email_marketing', status },
  ...{ decided_at: `${day}T12:00:00Z`, recorded_at: `${day}T12:00:00Z`, legal_basis: 'consent' },
  ...{ channel: 'checkout', recorded_by: 'web', evidence: 'log' },
})
const movement = (movement_id: string, movement_type: string, points: number, day: string) => ({
  ...{ movement_id, member_id: 'm-1', movement_type, points, occurred_at: `${day}T12:00:00Z` },
})

const crm = { createdAt: '2026-03-02T09:00:00Z', updatedAt: '2026-03-20T09:00:00Z', archived: false }
const withContact = { contacts: { results: [{ id: '501' }] } }
const deal = (id: string, properties: object, more: object = {}) => ({
  ...{ ...crm, id, associations: { ...withContact, companies: { results: [{ id: '9002' }] } } },
  ...{ properties: { dealname: 'x', pipeline: 'default', ...properties }, ...more },
})

const device = {
  ...{ device_id: 'd-1', model: 'Lamp', owner_id: 'ada', owner_email: 'ada@example.com' },
  ...{ registered_at: '2026-02-01T09:00:00Z', unregistered_at: '2026-03-01T09:00:00Z' },
  updated_at: '2026-03-01T09:00:00Z',
}
const reading = (device_id: string, at: string, value: number | null) => ({
  ...{ device_id, metric: 'temperature', value, unit: 'C', recorded_at: `${at}Z` },
})

beforeAll(async () => {
  await land(db.pool, zendesk.users, [
    ...[user(1, 'Ada'), user(3, 'Spammer', { suspended: true }), user(4, 'Grace')],
    user(9, 'Beth', { role: 'agent' }),
  ])
  await land(db.pool, zendesk.tickets, [
    ...[ticket(1, { comments: answered, status: 'solved' }), ticket(2, { requester_id: 9, submitter_id: 9 })],
    ...[ticket(3, { requester_id: 3, submitter_id: 3 }), ticket(4, { tags: ['test'] })],
    ...[ticket(5, { status: 'deleted' }), ticket(6, { status: 'closed', tags: ['closed_by_merge'] })],
    ticket(7, { submitter_id: 9, assignee_id: 77, comments: [comment(71, 9, '09:00')] }),
  ])
  await land(db.pool, calls.conversations, [
    call('withheld', [
      { purpose: 'customer', sessions: [voice] },
      {
        purpose: 'agent',
        userId: 'u-1',
        participantName: 'Beth',
        sessions: [{ ...voice, segments: spoken }],
      },
    ]),
    call('colleagues', [
      { purpose: 'user', userId: 'u-1', sessions: [{ ...voice, segments: spoken }] },
      { purpose: 'user', userId: 'u-2', sessions: [{ ...voice, segments: spoken }] },
    ]),
  ])
  await land(db.pool, consent.decisions, [
    decision('1', 'granted', '2025-01-01'),
    decision('2', 'withdrawn', '2025-06-01'),
  ])
  await land(db.pool, loyalty.movements, [
    movement('1', 'adjusted', 100, '2026-01-10'),
    movement('2', 'redeemed', -100, '2026-03-05'),
    movement('3', 'earned', 30, '2026-05-02'),
    ...['5', '6', '7'].map((id) => ({
      ...movement(id, 'adjusted', 1_000_000_000, '1971-05-02'),
      member_id: 'm-2',
    })),
  ])
  await land(db.pool, rates.daily, [
    { provider: 'ECB', day: '2026-03-13', from: 'EUR', to: 'GBP', rate: '0.8' },
  ])
  await land(db.pool, hubspot.contacts, [
    { ...crm, id: '501', properties: { email: 'ada@example.com', associatedcompanyid: '9001' } },
  ])
  await land(db.pool, hubspot.companies, [
    { ...crm, id: '9001', properties: { name: 'Bluebay', hs_merged_object_ids: '9002' } },
    { ...crm, id: '9002', properties: { name: 'Bluebay (old)' } },
  ])
  await land(db.pool, hubspot.deals, [
    deal('1', {
      dealstage: 'closedwon',
      amount: '50',
      deal_currency_code: 'EUR',
      closedate: '2026-03-15T09:00:00Z',
    }),
    deal('2', { dealstage: 'closedwon', amount: '7', closedate: '2026-03-15T09:00:00Z' }, { archived: true }),
    deal(
      '3',
      { dealstage: 'x', amount: '9', closedate: '2027-03-15T09:00:00Z' },
      { associations: withContact },
    ),
    deal('4', { dealstage: 'closedlost', closedate: '' }, { associations: {} }),
  ])
  await land(db.pool, devices.registrations, [device])
  await land(db.pool, devices.readings, [
    reading('d-1', '2026-01-15T08:00:00', 10),
    reading('d-1', '2026-02-02T08:00:00', 20),
    reading('d-1', '2026-02-02T09:00:00', null),
    reading('d-2', '2026-02-02T08:00:00', 5),
  ])
  await buildAll(db.pool)
  await land(db.pool, consent.decisions, [
    decision('3', 'granted', '2025-03-01'),
    decision('4', 'withdrawn', '2025-02-01'),
  ])
  await land(db.pool, loyalty.movements, [movement('4', 'earned', 10, '2026-02-03')])
  await land(db.pool, devices.readings, [reading('d-1', '2026-02-02T23:30:00', 50)])
  await buildAll(db.pool)
})

test('cases say why they do not count, and only those that a customer opened wait for a reply', async () => {
  expect(
    await rows(`
      select f.case_id, f.excluded_because, f.opened_by, f.is_open, f.first_reply_minutes::float as reply,
        f.customer_key > 0 as is_known, agent.agent_type
      from warehouse.fct_support_cases f join warehouse.dim_agent agent using (agent_key)
      order by f.case_id`),
  ).toEqual(
    [
      ['1', null, 'customer', false, 90, true, 'agent'],
      ['2', 'internal', 'customer', true, null, false, 'agent'],
      ['3', 'spam', 'customer', true, null, true, 'agent'],
      ['4', 'test', 'customer', true, null, true, 'agent'],
      ['5', 'deleted', 'customer', false, null, true, 'agent'],
      ['7', null, 'agent', true, null, true, 'unknown'],
    ].map(([case_id, excluded_because, opened_by, is_open, reply, is_known, agent_type]) => ({
      ...{ case_id, excluded_because, opened_by, is_open, reply, is_known, agent_type },
    })),
  )
})

test('messages are those of customers who were copied in, too, and a merged ticket keeps its own', async () => {
  expect(
    await rows(`
      select f.message_id as id, f.direction, f.is_visible, f.is_opening, f.message_number as number,
        person.full_name as customer, agent.agent_name as agent
      from warehouse.fct_support_messages f
      join pii.dim_customer person using (customer_key)
      join pii.dim_agent agent using (agent_key)
      where f.message_id in ('11', '12', '13', '14', '20', '60')
      order by f.message_id`),
  ).toEqual(
    [
      ['11', 'inbound', true, true, 1, 'Ada', null],
      ['12', 'internal', false, false, 2, 'Ada', 'Beth'],
      ['13', 'outbound', true, false, 3, 'Ada', 'Beth'],
      ['14', 'inbound', true, false, 4, 'Grace', null],
      ['20', 'inbound', true, true, 1, 'Ada', null],
      ['60', 'inbound', true, false, 1, 'Ada', null],
    ].map(([id, direction, is_visible, is_opening, number, customer, agent]) => ({
      ...{ id, direction, is_visible, is_opening, number, customer, agent },
    })),
  )
})

test('a withheld number is nobody, and so are colleagues', async () => {
  expect(
    await rows(
      'select call_id, customer_key, is_withheld, is_internal, outcome from warehouse.fct_calls order by call_id',
    ),
  ).toEqual([
    { call_id: 'colleagues', customer_key: '-1', is_withheld: false, is_internal: true, outcome: 'answered' },
    { call_id: 'withheld', customer_key: '-1', is_withheld: true, is_internal: false, outcome: 'answered' },
  ])
})

test('decisions that arrive late take their place, and one is current', async () => {
  expect(
    await rows(`
      select status, valid_from::date::text as from, valid_to::date::text as to, is_change, is_current
      from warehouse.fct_consents order by valid_from`),
  ).toEqual([
    { status: 'granted', from: '2025-01-01', to: '2025-02-01', is_change: true, is_current: false },
    { status: 'withdrawn', from: '2025-02-01', to: '2025-03-01', is_change: true, is_current: false },
    { status: 'granted', from: '2025-03-01', to: '2025-06-01', is_change: true, is_current: false },
    { status: 'withdrawn', from: '2025-06-01', to: null, is_change: true, is_current: true },
  ])
})

test('a late movement changes its month and all later ones, and empty months have no row', async () => {
  expect(
    await rows(`
      select month_start_date::text as month, opening_points::int as opens,
        (earned_points + adjusted_points)::int as got, redeemed_points::int as gave, closing_points::int as closes
      from warehouse.fct_loyalty_balances
      where month_start_date < '2026-07-01'
        and customer_key = (select customer_key from warehouse.fct_loyalty_movements where movement_id = '1')
      order by 1`),
  ).toEqual([
    { month: '2026-01-01', opens: 0, got: 100, gave: 0, closes: 100 },
    { month: '2026-02-01', opens: 100, got: 10, gave: 0, closes: 110 },
    { month: '2026-03-01', opens: 110, got: 0, gave: -100, closes: 10 },
    { month: '2026-04-01', opens: 10, got: 0, gave: 0, closes: 10 },
    { month: '2026-05-01', opens: 10, got: 30, gave: 0, closes: 40 },
    { month: '2026-06-01', opens: 40, got: 0, gave: 0, closes: 40 },
  ])
  const long = await rows(`
    select min(month_start_date)::text as first, count(*) < 700 as leaves_years_out, max(closing_points)::text as most
    from warehouse.fct_loyalty_balances where closing_points > 1000`)
  expect(long).toEqual([{ first: '1971-05-01', leaves_years_out: true, most: '3000000000' }])
})

test('a deal is worth the rate of its day, nothing if it was deleted, and belongs to the business that is left', async () => {
  expect(
    await rows(`
      select f.deal_id as id, f.outcome, f.original_amount::float as original, f.deal_amount::float as amount,
        f.closed_date::text as closed, f.expected_close_date::text as expected, business.company_name as business
      from warehouse.fct_deals f join warehouse.dim_company business using (company_key) order by f.deal_id`),
  ).toEqual(
    [
      ['1', 'won', 50, 40, '2026-03-15', null, 'Bluebay'],
      ['2', 'won', 7, 0, '2026-03-15', null, 'Bluebay'],
      ['3', 'open', 9, 9, null, '2027-03-15', 'Not applicable'],
      ['4', 'lost', null, null, '2026-03-20', null, 'Unknown'],
    ].map(([id, outcome, original, amount, closed, expected, business]) => ({
      ...{ id, outcome, original, amount, closed, expected, business },
    })),
  )
  expect(
    await rows(`
      select contact_role, business.company_name as business, record_count, is_current, weight::float
      from warehouse.bdg_customer_company join warehouse.dim_company business using (company_key)
      order by 1`),
  ).toEqual([
    { contact_role: 'deal contact', business: 'Bluebay', record_count: 1, is_current: true, weight: 0.5 },
    { contact_role: 'member', business: 'Bluebay', record_count: 1, is_current: true, weight: 0.5 },
  ])
})

test('readings are those of who had the device on that day', async () => {
  expect(
    await rows(`
      select f.reading_date::text as day, device.model, f.customer_key > 0 as is_owned, f.reading_count as count,
        f.failed_count as failed, f.average_reading::float as average
      from warehouse.fct_device_readings_daily f join warehouse.dim_device device using (device_key)
      order by 1, 2`),
  ).toEqual([
    { day: '2026-01-15', model: 'Lamp', is_owned: false, count: 1, failed: 0, average: 10 },
    { day: '2026-02-02', model: 'Lamp', is_owned: true, count: 2, failed: 1, average: 35 },
    { day: '2026-02-02', model: 'Unknown', is_owned: false, count: 1, failed: 0, average: 5 },
  ])
})
