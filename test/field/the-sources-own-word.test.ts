import { beforeAll, describe, expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput, loadJson, loadText } from './field.ts'

describe('consent', () => {
  const db = useDatabase('built')
  const subscribed = (id: string, marketing: object) => ({
    type: 'profile',
    id,
    attributes: {
      email: `${id}@words.example`,
      created: '2026-01-01T00:00:00+00:00',
      subscriptions: { email: { marketing } },
    },
  })
  const contact = (id: string, hs_email_optout: string) => ({
    id,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-02-01T00:00:00Z',
    archived: false,
    properties: { email: `c${id}@words.example`, hs_email_optout },
  })

  beforeAll(async () => {
    await loadInput(db.pool, 'klaviyo.profiles', '21-klaviyo-suppressed/profiles.jsonl')
    await loadInput(db.pool, 'klaviyo.profiles', '21-klaviyo-suppressed/list.csv')
    await loadJson(db.pool, 'klaviyo.profiles', [
      subscribed('yes', { consent: 'SUBSCRIBED', suppression: [] }),
      subscribed('never', { consent: 'NEVER_SUBSCRIBED' }),
      subscribed('bounced', { consent: 'NEVER_SUBSCRIBED', suppression: [{ reason: 'HARD_BOUNCE' }] }),
      subscribed('barred', { consent: 'SUBSCRIBED', can_receive_email_marketing: false }),
      subscribed('odd', { consent: 'Abonniert' }),
    ])
    await loadText(
      db.pool,
      'klaviyo.profiles',
      'list.csv',
      [
        'Email,Klaviyo ID,Email Marketing Consent,Email Suppressions,Profile Created On',
        'a@list.example,only-suppressed,,"HARD_BOUNCE, USER_SUPPRESSED",2026-01-01 09:00:00',
        'b@list.example,pending,Pending Confirmation,,2026-01-01 09:00:00',
      ].join('\n'),
    )
    await loadJson(db.pool, 'hubspot.contacts', [
      contact('1', 'true'),
      contact('2', 'false'),
      contact('3', 'maybe'),
    ])
    const shopper = (id: number, state: string) => ({
      id,
      email: `s${id}@words.example`,
      first_name: null,
      last_name: null,
      phone: null,
      state: null,
      verified_email: null,
      tags: '',
      note: null,
      currency: null,
      created_at: null,
      updated_at: null,
      email_marketing_consent: { state, opt_in_level: 'single_opt_in', consent_updated_at: null },
      sms_marketing_consent: null,
    })
    const states = ['subscribed', 'UNSUBSCRIBED', 'pending', 'not_subscribed', 'redacted', 'opted in']
    await loadJson(
      db.pool,
      'shopify.customers',
      states.map((state, index) => shopper(index + 1, state)),
    )
    await loadText(
      db.pool,
      'shopify.customers',
      'customers_export.csv',
      [
        'Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Accepts SMS Marketing,Total Orders',
        '11,A,B,a@shop.example,yes,no,1',
        '12,C,D,c@shop.example,no,oui,1',
      ].join('\n'),
    )
    await loadJson(db.pool, 'square.customers', [
      { id: 'q1', preferences: { email_unsubscribed: true } },
      { id: 'q2', preferences: { email_unsubscribed: false } },
    ])
    await loadText(
      db.pool,
      'square.customers',
      'customers.csv',
      [
        'Square Customer ID,First Name,Email Address,Email Subscription Status',
        'q3,A,a@till.example,unsubscribed',
        'q4,B,b@till.example,Subscribed',
        'q5,C,c@till.example,Bounced',
      ].join('\n'),
    )
    await buildAll(db.pool)
  })

  test('is withdrawn if the address is suppressed, and never granted by a word that is not known', async () => {
    const { rows } = await db.pool.query(
      `select consent_id, status from pii.stg_klaviyo__consents where purpose = 'email_marketing'
       union all select 'hubspot ' || consent_id, status from pii.stg_hubspot__consents`,
    )
    expect(Object.fromEntries(rows.map(({ consent_id, status }) => [consent_id, status]))).toEqual({
      'K1:email': 'withdrawn',
      'K2:email': 'withdrawn',
      'K3:email': 'withdrawn',
      'yes:email': 'granted',
      'bounced:email': 'withdrawn',
      'barred:email': 'withdrawn',
      'odd:email': 'unknown',
      'only-suppressed:email': 'withdrawn',
      'pending:email': 'unknown',
      'hubspot 1:email': 'withdrawn',
      'hubspot 3:email': 'unknown',
    })
  })

  test('of the shop and the tills is read by the same rule', async () => {
    const { rows } = await db.pool.query(
      `select consent_id, status from pii.stg_shopify__consents
       union all select consent_id, status from pii.stg_square__consents`,
    )
    expect(Object.fromEntries(rows.map(({ consent_id, status }) => [consent_id, status]))).toEqual({
      '1:email': 'granted',
      '2:email': 'withdrawn',
      '5:email': 'withdrawn',
      '6:email': 'unknown',
      '11:email': 'granted',
      '12:sms': 'unknown',
      'q1:email': 'withdrawn',
      'q3:email': 'withdrawn',
      'q4:email': 'granted',
      'q5:email': 'unknown',
    })
  })

  test('that is not understood is counted', async () => {
    const { rows } = await db.pool.query(
      `select source, subject, record_count, kind from marts.mart_not_understood order by 1, 2`,
    )
    const kind = 'word of a consent'
    expect(rows).toEqual([
      { source: 'hubspot', subject: 'email_marketing', record_count: 1, kind },
      { source: 'klaviyo', subject: 'email_marketing', record_count: 2, kind },
      { source: 'shopify', subject: 'email_marketing', record_count: 1, kind },
      { source: 'shopify', subject: 'sms_marketing', record_count: 1, kind },
      { source: 'square', subject: 'email_marketing', record_count: 1, kind },
    ])
  })

  test('says why, in the words of the source', async () => {
    const { rows } = await db.pool.query(
      `select consent_id as id, evidence, decided_at from pii.stg_klaviyo__consents
       where consent_id in ('K1:email', 'odd:email') order by 1`,
    )
    expect(rows).toEqual([
      {
        id: 'K1:email',
        evidence: 'suppressed: SPAM_COMPLAINT',
        decided_at: new Date('2026-02-01T00:00:00Z'),
      },
      {
        id: 'odd:email',
        evidence: 'word of the source: Abonniert',
        decided_at: new Date('2026-01-01T00:00:00Z'),
      },
    ])
  })
})

describe('records merged in the CRM', () => {
  const db = useDatabase('built')

  test('are one contact and one deal, before and after a rebuild', async () => {
    for (const day of ['monday', 'tuesday']) {
      await loadInput(db.pool, 'hubspot.contacts', `44-hubspot-merged/contacts-${day}.jsonl`)
      await loadInput(db.pool, 'hubspot.deals', `44-hubspot-merged/deals-${day}.jsonl`)
      if (day === 'monday') await buildAll(db.pool)
    }
    // an order under the address that the merged contact had, and one of nobody
    await loadJson(db.pool, 'klaviyo.profiles', [
      {
        type: 'profile',
        id: 'old',
        attributes: { email: 'nell.ford@oldwork.example', created: '2026-01-01T00:00:00Z' },
      },
    ])
    await buildAll(db.pool)
    const { rows: people } = await db.pool.query(
      'select count(distinct customer_key)::int as people, count(*)::int as records from identity.map_identity',
    )
    expect(people).toEqual([{ people: 1, records: 4 }])
    const { rows: contacts } = await db.pool.query(
      'select record_id, is_deleted from pii.stg_hubspot__contacts order by 1',
    )
    expect(contacts).toEqual([
      { record_id: '8001', is_deleted: true },
      { record_id: '8002', is_deleted: false },
    ])
    const { rows: deals } = await db.pool.query(
      'select count(*)::int as deals, sum(amount)::int as amount from staging.stg_hubspot__deals',
    )
    expect(deals).toEqual([{ deals: 1, amount: 500 }])
  })

  test('a merge in an export, of companies and of tickets', async () => {
    const times = { createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-02-01T00:00:00Z', archived: false }
    await loadText(
      db.pool,
      'hubspot.deals',
      'deals.csv',
      [
        'Record ID,Deal Name,Deal Stage,Amount,Create Date,Last Modified Date,Merged Deal IDs',
        '7101,Fit-out,contractsent,70,2026-01-01 10:00,2026-01-02 10:00,',
        '7102,Fit-out,contractsent,70,2026-01-01 10:00,2026-01-03 10:00,7101;7100',
      ].join('\n'),
    )
    await loadJson(db.pool, 'hubspot.companies', [
      { ...times, id: '1', properties: { name: 'Old' } },
      { ...times, id: '2', properties: { name: 'Older', hs_merged_object_ids: '9' } },
      { ...times, id: '3', properties: { name: 'New', hs_merged_object_ids: '1;2;9' } },
    ])
    await loadJson(db.pool, 'hubspot.deals', [
      {
        ...times,
        id: '7103',
        properties: { dealstage: 'x', amount: '1' },
        associations: { companies: { results: [{ id: '9' }] } },
      },
    ])
    const ticket = { via: { channel: 'email' }, requester_id: 1, subject: 'Broken' }
    const at = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-02T00:00:00Z' }
    await loadJson(db.pool, 'zendesk.tickets', [
      { ...ticket, ...at, id: 1, status: 'closed', tags: ['closed_by_merge'] },
      { ...ticket, ...at, id: 2, status: 'open', tags: ['vip'] },
      { ...ticket, ...at, id: 3, status: 'open' },
    ])
    await buildAll(db.pool)
    const { rows } = await db.pool.query(
      `select (select array_agg(deal_id order by deal_id) from staging.stg_hubspot__deals) as deals,
         (select array_agg(company_id) from staging.stg_hubspot__companies) as companies,
         (select count(*)::int from staging.stg_hubspot__deals join staging.stg_hubspot__companies using (company_key)) as with_company,
         (select array_agg(case_id order by case_id) from staging.stg_zendesk__tickets) as cases`,
    )
    expect(rows).toEqual([
      { deals: ['7002', '7102', '7103'], companies: ['3'], with_company: 1, cases: ['2', '3'] },
    ])
  })
})
