import { beforeAll, expect, test } from 'vitest'
import { buildAll, loadJson } from '../field/field.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('built')

const metrics = {
  Rcv: 'Received Email',
  Bnc: 'Bounced Email',
  Opn: 'Opened Email',
  Clk: 'Clicked Email',
} as const
let number = 0
const message = (profile: string, metric: keyof typeof metrics, at: string, more: object = {}) => ({
  type: 'event',
  id: `event-${++number}`,
  attributes: { datetime: at, event_properties: { $message: 'MSG1', 'Campaign Name': 'Spring', ...more } },
  relationships: {
    metric: { data: { type: 'metric', id: metric } },
    profile: { data: { type: 'profile', id: profile } },
  },
})
const profile = (id: string) => ({
  type: 'profile',
  id,
  attributes: {
    email: `${id}@people.example`,
    created: '2025-01-01T00:00:00Z',
    updated: '2025-01-01T00:00:00Z',
  },
})
const action = (name: string, at: string, event: string, more: object = {}) => ({
  type: 'track',
  messageId: `action-${++number}`,
  anonymousId: `browser-${name}`,
  userId: '70',
  timestamp: at,
  channel: 'browser',
  event,
  properties: {},
  ...more,
})
const spring = { context: { campaign: { source: 'google', medium: 'cpc', name: 'Spring Sale' } } }
const order = (id: number, at: string) => ({
  id,
  name: `#${id}`,
  created_at: at,
  updated_at: at,
  processed_at: at,
  currency: 'GBP',
  test: false,
  financial_status: 'paid',
  source_name: 'web',
  total_price: '10.00',
  subtotal_price: '10.00',
  total_discounts: '0.00',
  total_line_items_price: '10.00',
  total_tax: '0.00',
  taxes_included: true,
  email: null,
  phone: null,
  cancelled_at: null,
  customer: { id: 70, email: 'ann@people.example' },
  line_items: [
    {
      id: id * 10,
      product_id: 1,
      variant_id: 2,
      title: 'Mug',
      quantity: 1,
      price: '10.00',
      total_discount: '0.00',
      gift_card: false,
      discount_allocations: [],
      tax_lines: [],
    },
  ],
  shipping_lines: [],
  refunds: [],
})

beforeAll(async () => {
  const { pool } = db
  await loadJson(
    pool,
    'klaviyo.metrics',
    Object.entries(metrics).map(([id, name]) => ({
      type: 'metric',
      id,
      attributes: { name, created: '2025-01-01T00:00:00Z', updated: '2025-01-01T00:00:00Z' },
    })),
  )
  await loadJson(pool, 'klaviyo.profiles', ['ann', 'bea'].map(profile))
  await loadJson(pool, 'klaviyo.events', [
    message('ann', 'Bnc', '2025-03-01T09:00:00Z', { 'Bounce Type': 'Soft' }),
    message('ann', 'Rcv', '2025-03-01T15:00:00Z'),
    message('ann', 'Rcv', '2025-04-01T09:00:00Z'),
    message('ann', 'Opn', '2025-04-01T09:01:00Z', { machine_open: true }),
    message('ann', 'Opn', '2025-04-01T10:00:00Z'),
    message('ann', 'Opn', '2025-04-01T11:00:00Z'),
    message('bea', 'Bnc', '2025-03-01T09:00:00Z', { 'Bounce Type': 'Hard' }),
  ])
  await loadJson(pool, 'segment.track', [
    action('a', '2025-05-01T10:00:00Z', 'Product Viewed', spring),
    action('a', '2025-05-03T10:00:00Z', 'Product Viewed'),
    action('a', '2025-05-03T10:05:00Z', 'Checkout Started'),
    action('a', '2025-05-03T10:10:00Z', 'Order Completed', {
      properties: { order_id: '#5001', revenue: 10, currency: 'GBP' },
    }),
    action('a', '2025-06-03T10:05:00Z', 'Checkout Started', {
      context: { page: { referrer: 'https://www.bing.com/' } },
    }),
  ])
  await loadJson(pool, 'shopify.orders', [
    order(5001, '2025-05-03T10:10:00Z'),
    order(5002, '2025-07-20T10:00:00Z'),
  ])
  await loadJson(pool, 'marketing.costs', [
    {
      day: '2025-05-01',
      platform: 'google',
      campaign: 'Search',
      utm_campaign: 'spring sale',
      cost: '12.50',
      currency: 'gbp',
      clicks: 20,
    },
    {
      day: '2025-05-01',
      platform: 'facebook',
      campaign: 'Reels',
      utm_campaign: 'Spring Sale',
      utm_medium: 'paid_social',
      cost: 7.5,
      currency: 'GBP',
    },
  ])
  await buildAll(pool)
})

async function rowsOf(query: string) {
  return (await db.pool.query(query)).rows
}

test('a message that bounces and is delivered is one send, and the same message a month later is another', async () => {
  expect(
    await rowsOf(`
      select outcome, attempt_count, sent_date::text as day
      from warehouse.fct_campaign_sends
      order by sent_at, outcome desc`),
  ).toEqual([
    { outcome: 'delivered', attempt_count: 2, day: '2025-03-01' },
    { outcome: 'bounced', attempt_count: 1, day: '2025-03-01' },
    { outcome: 'delivered', attempt_count: 1, day: '2025-04-01' },
  ])
})

test('opening by software is kept and flagged, and opening again is not counted as another person', async () => {
  expect(
    await rowsOf(`
      select is_automatic, is_first, count(*)::int as times
      from warehouse.fct_campaign_responses group by 1, 2 order by 1, 2`),
  ).toEqual([
    { is_automatic: false, is_first: false, times: 1 },
    { is_automatic: false, is_first: true, times: 1 },
    { is_automatic: true, is_first: true, times: 1 },
  ])
})

test('a checkout is abandoned unless something was ordered in its session', async () => {
  expect(
    await rowsOf(`
      select occurred_date::text as day, is_abandoned, channel_name
      from warehouse.fct_checkout_steps join warehouse.dim_channel using (channel_key)
      where step_name = 'checkout started' order by 1`),
  ).toEqual([
    { day: '2025-05-03', is_abandoned: false, channel_name: 'direct' },
    { day: '2025-06-03', is_abandoned: true, channel_name: 'organic search' },
  ])
})

test('costs of two platforms meet the visits of their campaign', async () => {
  expect(
    await rowsOf(`
      select lower(campaign_name) as campaign_name, channel_name, cost_amount::float as cost
      from warehouse.fct_campaign_costs
      join warehouse.dim_campaign using (campaign_key)
      join warehouse.dim_channel using (channel_key)
      order by cost`),
  ).toEqual([
    { campaign_name: 'spring sale', channel_name: 'paid social', cost: 7.5 },
    { campaign_name: 'spring sale', channel_name: 'paid search', cost: 12.5 },
  ])
})

test('an earlier visit puts an order down to its campaign within the window, and the first visit acquired the customer', async () => {
  expect(
    await rowsOf(`
      select order_id, lower(campaign_name) as campaign_name, evidence, weight::float as weight
      from warehouse.bdg_order_campaign
      join warehouse.fct_orders using (order_key)
      join warehouse.dim_campaign using (campaign_key)`),
  ).toEqual([{ order_id: '5001', campaign_name: 'spring sale', evidence: 'earlier visit', weight: 1 }])
  expect(
    await rowsOf(`
      select evidence, channel_name, lower(campaign_name) as campaign_name, product_name, days_to_purchase::float as days
      from warehouse.fct_customer_acquisitions
      join warehouse.dim_channel using (channel_key)
      join warehouse.dim_campaign using (campaign_key)
      join warehouse.dim_product using (product_key)
      where first_order_key is not null`),
  ).toMatchObject([
    { evidence: 'visit', channel_name: 'paid search', campaign_name: 'spring sale', product_name: 'Mug' },
  ])
})
