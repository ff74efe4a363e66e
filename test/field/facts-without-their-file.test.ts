import { beforeAll, describe, expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput, loadJson, loadText } from './field.ts'

const at = '2026-03-04T10:00:00Z'
const seconds = Date.parse(at) / 1000

describe('an order names its customer', () => {
  const db = useDatabase('built')
  const ada = () =>
    db.pool
      .query(
        `select customer_key, full_name, email from warehouse.fct_orders join pii.dim_customer using (customer_key)`,
      )
      .then(({ rows }) => rows)

  test('who is the customer of the order, and stays so when the record of the customer arrives', async () => {
    await loadInput(db.pool, 'shopify.orders', '13-orders-without-customers/orders.jsonl')
    await buildAll(db.pool)
    const before = await ada()
    expect(before).toMatchObject([{ full_name: 'Ada Quill', email: 'ada.quill@quill.example' }])
    expect(Number(before[0].customer_key)).toBeGreaterThan(0)
    await loadJson(db.pool, 'shopify.customers', [
      {
        id: 770_001,
        email: 'ada.quill@quill.example',
        first_name: 'Ada Mary',
        last_name: 'Quill',
        phone: null,
        state: 'enabled',
        verified_email: true,
        tags: '',
        note: null,
        currency: 'GBP',
        created_at: at,
        updated_at: at,
      },
    ])
    await buildAll(db.pool)
    expect(await ada()).toEqual([{ ...before[0], full_name: 'Ada Mary Quill' }])
    const { rows } = await db.pool.query('select count(*)::int as records from identity.map_identity')
    expect(rows).toEqual([{ records: 1 }])
  })
})

describe('other facts name people too', () => {
  const db = useDatabase('built')
  const money = (amount: number) => ({ amount, currency: 'GBP' })
  const till = (id: string, more: object) => ({
    id,
    location_id: 'L1',
    state: 'COMPLETED',
    created_at: at,
    updated_at: at,
    total_money: money(1000),
    net_amounts: {
      total_money: money(1000),
      tax_money: money(0),
      discount_money: money(0),
      tip_money: money(0),
    },
    line_items: [
      {
        uid: '1',
        quantity: '1',
        base_price_money: money(1000),
        total_discount_money: money(0),
        total_tax_money: money(0),
        total_money: money(1000),
      },
    ],
    ...more,
  })
  const charge = (id: string, more: object) => ({
    id,
    created: seconds,
    customer: null,
    amount: 1000,
    amount_refunded: 0,
    currency: 'gbp',
    status: 'succeeded',
    captured: true,
    livemode: true,
    ...more,
  })
  const records = async (relation: string) =>
    (
      await db.pool.query(
        `select record_kind as kind, record_id as id, full_name as name, email from pii.${relation} order by 2`,
      )
    ).rows

  beforeAll(async () => {
    await loadJson(db.pool, 'square.orders', [
      till('O1', { customer_id: 'SQ1' }),
      till('O2', {}),
      till('O3', { tenders: [{ id: 'T3', customer_id: 'SQ2' }] }),
      till('O4', {}),
    ])
    const paid = { status: 'COMPLETED', source_type: 'CARD', amount_money: money(1000), location_id: 'L1' }
    await loadJson(db.pool, 'square.payments', [
      {
        ...paid,
        id: 'P2',
        created_at: at,
        updated_at: at,
        total_money: money(1000),
        order_id: 'O2',
        buyer_email_address: 'Bo.Lund@till.example',
        billing_address: { first_name: 'Bo', last_name: 'Lund', postal_code: 'YO1 7AA', country: 'GB' },
      },
    ])
    const sold = await loadText(
      db.pool,
      'square.orders',
      'items.csv',
      [
        'Date,Time,Time Zone,Location,Item,Qty,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Event Type,Customer ID,Customer Name',
        '2026-03-04,10:00:00,London,York,Mug,1,£10.00,£0.00,£10.00,£0.00,O5,Payment,SQ5,Eva Dahl',
      ].join('\n'),
    )
    expect(sold).toMatchObject({ loaded: 1, reasons: [] })
    await loadJson(db.pool, 'stripe.charges', [
      charge('ch_1', {
        billing_details: { name: 'Ida Holm', email: 'Ida@charges.example', phone: null, address: null },
      }),
      charge('ch_2', {
        customer: 'cus_9',
        billing_details: { name: 'Per Strand', email: 'per@charges.example' },
      }),
      charge('ch_3', {}),
    ])
    await loadJson(db.pool, 'stripe.subscriptions', [
      {
        id: 'sub_1',
        created: seconds,
        customer: 'cus_10',
        status: 'active',
        currency: 'gbp',
        items: { data: [] },
        livemode: true,
      },
    ])
    await loadJson(db.pool, 'zendesk.tickets', [
      {
        id: 1,
        via: { channel: 'email', source: { from: { address: 'tom@help.example', name: 'Tom Lind' } } },
        status: 'open',
        requester_id: 501,
        created_at: at,
        updated_at: at,
      },
    ])
    await loadText(
      db.pool,
      'zendesk.tickets',
      'tickets.csv',
      [
        'Id,Requester,Requester id,Requester email,Status,Via,Ticket type,Created at,Updated at',
        '2,Ann Moe,502,ann@help.example,Open,Mail,Question,2026-03-04 10:00:00,2026-03-04 10:00:00',
      ].join('\n'),
    )
    await loadJson(db.pool, 'loyalty.movements', [
      { movement_id: 'M1', member_id: 'L1', movement_type: 'earned', points: 5, occurred_at: at },
    ])
    await loadJson(db.pool, 'klaviyo.events', [
      {
        type: 'event',
        id: 'E1',
        attributes: { datetime: at },
        relationships: {
          metric: { data: { type: 'metric', id: 'm' } },
          profile: { data: { type: 'profile', id: 'K1' } },
        },
      },
    ])
    await loadJson(db.pool, 'hubspot.deals', [
      {
        id: '7',
        createdAt: at,
        updatedAt: at,
        archived: false,
        properties: { dealstage: 'x' },
        associations: { contacts: { results: [{ id: '70' }] } },
      },
    ])
    await loadInput(db.pool, 'shopify.orders', '45-hubspot-dst/orders.jsonl')
    await buildAll(db.pool)
  })

  test('an order is placed on the day that the clocks of the company showed', async () => {
    const { rows } = await db.pool.query(
      `select order_id as id, ordered_date::text as day from warehouse.fct_orders where source = 'shopify' order by 1`,
    )
    expect(rows).toEqual([
      { id: '4510001', day: '2026-07-01' },
      { id: '4510002', day: '2024-03-01' },
    ])
  })

  test('customers and guests of the tills', async () => {
    const nobody = { name: null, email: null }
    expect(await records('stg_square__buyers')).toEqual([
      { kind: 'customer', id: 'SQ1', ...nobody },
      { kind: 'customer', id: 'SQ2', ...nobody },
      { kind: 'customer', id: 'SQ5', ...nobody, name: 'Eva Dahl' },
      { kind: 'guest', id: 'bo.lund@till.example', name: 'Bo Lund', email: 'bo.lund@till.example' },
    ])
    const { rows } = await db.pool.query(
      `select order_id from warehouse.fct_orders where customer_key = -1 order by 1`,
    )
    expect(rows).toEqual([{ order_id: 'O4' }])
  })

  test('who pays', async () => {
    expect(await records('stg_stripe__payers')).toEqual([
      { kind: 'customer', id: 'cus_10', name: null, email: null },
      { kind: 'customer', id: 'cus_9', name: 'Per Strand', email: 'per@charges.example' },
      { kind: 'guest', id: 'ida@charges.example', name: 'Ida Holm', email: 'ida@charges.example' },
    ])
  })

  test('who asks for help, has points, gets messages or buys as a business', async () => {
    expect(await records('stg_zendesk__requesters')).toEqual([
      { kind: 'user', id: '501', name: 'Tom Lind', email: 'tom@help.example' },
      { kind: 'user', id: '502', name: 'Ann Moe', email: 'ann@help.example' },
    ])
    expect(await records('stg_loyalty__missing_members')).toMatchObject([{ id: 'L1' }])
    expect(await records('stg_klaviyo__missing_profiles')).toMatchObject([{ id: 'K1' }])
    expect(await records('stg_hubspot__missing_contacts')).toMatchObject([{ id: '70' }])
  })

  test('the record of a person takes the place of what facts say, also if it is deleted', async () => {
    await loadJson(db.pool, 'square.customers', [{ id: 'SQ1', given_name: 'Ola' }])
    await loadJson(db.pool, 'stripe.customers', [{ id: 'cus_9', deleted: true }])
    await loadJson(db.pool, 'loyalty.members', [
      { member_id: 'L1', joined_at: at, updated_at: at, left_at: at },
    ])
    await buildAll(db.pool)
    expect((await records('stg_square__buyers')).map(({ id }) => id)).not.toContain('SQ1')
    expect((await records('stg_stripe__payers')).map(({ id }) => id)).not.toContain('cus_9')
    expect(await records('stg_loyalty__missing_members')).toEqual([])
  })
})
