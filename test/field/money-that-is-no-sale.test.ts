import { expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { gbp, sale } from '../sources/square-records.ts'
import { buildAll, loadInput, loadJson, loadText } from './field.ts'

const db = useDatabase('built')

test('a gift card, a tip and a voided order are no sales of goods', async () => {
  await loadInput(db.pool, 'shopify.orders', '32-gift-card/orders.jsonl')
  await loadInput(db.pool, 'shopify.orders', '33-tip-line/orders.jsonl')
  await loadInput(db.pool, 'shopify.orders', '04-shopify-csv-voided/same-order-api.jsonl')
  await buildAll(db.pool)
  const { rows } = await db.pool.query(
    `select order_id, is_purchase, net_amount::float as net, other_amount::float as other
     from warehouse.fct_orders order by order_id`,
  )
  expect(rows).toEqual([
    { order_id: '3210001', is_purchase: false, net: 0, other: 50 },
    { order_id: '3210002', is_purchase: true, net: 50, other: 0 },
    { order_id: '3310001', is_purchase: true, net: 40, other: 6 },
    { order_id: '5500001', is_purchase: false, net: 0, other: 0 },
  ])
})

/** A mug for 20 pounds, a gift card for 30, and where the source has them, a tip of 4 and postage of 5. */
test('the same basket is worth the same in every source', async () => {
  const line = (uid: string, name: string, pence: number, type: string) => ({
    uid,
    name,
    quantity: '1',
    item_type: type,
    base_price_money: gbp(pence),
    total_discount_money: gbp(0),
    total_tax_money: gbp(0),
    total_money: gbp(pence),
  })
  const till = {
    ...sale,
    id: 'basket',
    line_items: [line('mug', 'Mug', 2000, 'ITEM'), line('card', 'eGift', 3000, 'GIFT_CARD')],
    service_charges: [
      { uid: 'post', name: 'Delivery', type: 'CUSTOM', total_money: gbp(500), total_tax_money: gbp(0) },
      { uid: 'tip', name: 'Gratuity', type: 'AUTO_GRATUITY', total_money: gbp(150), total_tax_money: gbp(0) },
    ],
    rounding_adjustment: null,
    total_money: gbp(5900),
    net_amounts: {
      total_money: gbp(5900),
      tax_money: gbp(0),
      discount_money: gbp(0),
      tip_money: gbp(250),
      service_charge_money: gbp(650),
    },
  }
  expect(await loadJson(db.pool, 'square.orders', [till])).toMatchObject({ loaded: 1 })
  const items = [
    'Date,Time,Time Zone,Item,Qty,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Event Type,Location,Itemization Type',
    '2026-03-04,10:15:00,London,Mug,1,£20.00,£0.00,£20.00,£0.00,till export,Payment,Leeds,Physical Good',
    '2026-03-04,10:15:00,London,Card,1,£30.00,£0.00,£30.00,£0.00,till export,Payment,Leeds,Gift Card',
  ]
  await loadText(db.pool, 'square.orders', 'items.csv', items.join('\n'))
  const invoice = [
    'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
    '900001,20001,MUG,1,2026-03-04 08:26:00,20.00,17001,United Kingdom',
    '900001,gift_0001_30,Gift Voucher,1,2026-03-04 08:26:00,30.00,17001,United Kingdom',
    '900001,POST,POSTAGE,1,2026-03-04 08:26:00,5.00,17001,United Kingdom',
  ]
  await loadText(db.pool, 'online_retail.transactions', 'lines.csv', invoice.join('\n'))
  const exported = [
    'Name,Id,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price',
    '#1,990001,paid,GBP,50.00,5.00,0.00,59.00,2026-03-04 10:15:00 +0000,1,Mug,20.00',
    '#1,,,,,,,,,1,Gift Card - £30.00,30.00',
    '#1,,,,,,,,,1,Tip,4.00',
  ]
  expect(await loadText(db.pool, 'shopify.orders', 'orders.csv', exported.join('\n'))).toMatchObject({
    loaded: 1,
  })
  await buildAll(db.pool)
  const { rows } = await db.pool.query(
    `select source, order_id, net_amount::float as net, other_amount::float as other from warehouse.fct_orders
     where order_id in ('basket', 'till export', '900001', '990001') order by source, order_id`,
  )
  expect(rows).toEqual([
    { source: 'online_retail', order_id: '900001', net: 20, other: 35 },
    { source: 'shopify', order_id: '990001', net: 20, other: 39 },
    { source: 'square', order_id: 'basket', net: 20, other: 39 },
    { source: 'square', order_id: 'till export', net: 20, other: 30 },
  ])
})
