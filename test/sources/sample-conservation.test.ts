import { expect, test } from 'vitest'
import { feeds } from '../../seeds/sample/systems.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('sample')

const number = async (query: string) => Number(Object.values((await db.pool.query(query)).rows[0])[0])

/** Entities whose staging transform has another name. */
const names: Readonly<Record<string, string>> = {
  'segment.alias': 'stg_segment__aliases',
  'segment.identify': 'stg_segment__identifies',
  'segment.page': 'stg_segment__pages',
  'segment.screen': 'stg_segment__screens',
  'segment.track': 'stg_segment__tracks',
}

test('every record of the sample company is in staging exactly once', async () => {
  let total = 0
  for (const { entity, name } of feeds.map((feed) => feed.entity)) {
    const staged = names[entity] ?? `stg_${entity.replace('.', '__')}`
    // Agents and administrators of the service desk are colleagues, not customers.
    const condition = entity === 'zendesk.users' ? ` where role = 'end-user'` : ''
    const raw = await number(`select count(*) from ${name}${condition}`)
    expect({ entity, rows: await number(`select count(*) from staging.${staged}`) }).toEqual({
      entity,
      rows: raw,
    })
    expect(raw, entity).toBeGreaterThan(0)
    total += raw
  }
  expect(total).toBeGreaterThan(5_000)
})

test.each([
  [
    'shop: what orders charge for goods, less the tax in it',
    `select sum(line.price * line.quantity - line.discount - line.tax) from raw.shopify__orders o
     cross join lateral (
       select (l ->> 'price')::numeric as price, (l ->> 'quantity')::numeric as quantity,
         (select coalesce(sum((d ->> 'amount')::numeric), 0) from jsonb_array_elements(l -> 'discount_allocations') d) as discount,
         (select coalesce(sum((t ->> 'price')::numeric), 0) from jsonb_array_elements(l -> 'tax_lines') t) as tax
       from jsonb_array_elements(o.line_items) l
     ) line`,
    `select sum(gross_amount - discount_amount) from staging.stg_shopify__order_lines
     where line_type = 'sale' and product_type <> 'postage'`,
  ],
  [
    'shop: the same from the totals the orders give themselves',
    'select sum(subtotal_price) from raw.shopify__orders',
    `select sum(gross_amount - discount_amount) + (select sum((t ->> 'price')::numeric) from raw.shopify__orders o
       cross join jsonb_array_elements(o.line_items) l cross join jsonb_array_elements(l -> 'tax_lines') t)
     from staging.stg_shopify__order_lines where line_type = 'sale' and product_type <> 'postage'`,
  ],
  [
    'shop: postage, less the tax in it',
    `select sum(price - tax) from (
       select (charge ->> 'price')::numeric as price,
         (select coalesce(sum((t ->> 'price')::numeric), 0) from jsonb_array_elements(charge -> 'tax_lines') t) as tax
       from raw.shopify__orders o cross join jsonb_array_elements(o.shipping_lines) charge) charges`,
    `select sum(original_gross - original_discount) from warehouse.fct_order_lines
     where source = 'shopify' and not is_sale and line_type = 'sale'`,
  ],
  [
    'billing: charges',
    'select sum(amount) / 100.0 from raw.stripe__charges',
    'select sum(amount) from staging.stg_stripe__charges',
  ],
  [
    'billing: refunds',
    'select -sum(amount) / 100.0 from raw.stripe__refunds',
    'select sum(amount) from staging.stg_stripe__refunds',
  ],
  [
    'loyalty: points',
    'select sum(points) from raw.loyalty__movements',
    'select sum(points) from staging.stg_loyalty__movements',
  ],
  [
    'CRM: deals',
    `select sum((properties ->> 'amount')::numeric) from raw.hubspot__deals`,
    'select sum(amount) from staging.stg_hubspot__deals',
  ],
  [
    'tills and shop: staging and facts',
    `select sum(gross_amount - discount_amount - returned_amount + adjustment_amount) from (
       table staging.stg_square__order_lines union all table staging.stg_shopify__order_lines) lines`,
    'select sum(original_amount) from warehouse.fct_orders',
  ],
  [
    'tills and shop: what they are worth in the reporting currency',
    `select sum((gross_amount - discount_amount - returned_amount + adjustment_amount) * coalesce(exchange.rate, 1))
     from (table staging.stg_square__order_lines union all table staging.stg_shopify__order_lines) line
     left join warehouse.fct_exchange_rates exchange
       on exchange.currency = line.currency and exchange.rate_date = (line.occurred_at at time zone 'Europe/London')::date`,
    'select sum(net_amount + other_amount) from warehouse.fct_orders',
  ],
])('staging keeps all money: %s', async (_, before, after) => {
  const expected = await number(before)
  expect(expected).not.toBe(0)
  expect(await number(after)).toBeCloseTo(expected, 3)
})

test('the lines of every order of the sample company make its own total', async () => {
  expect(
    await number(
      `select count(*) from (table staging.stg_square__order_lines union all table staging.stg_shopify__order_lines) lines
       where product_type = 'unallocated'`,
    ),
  ).toBe(0)
})
