import { decimal, id, instant, key, keyed, money, recordKey, sql, text, transform, value } from '#engine'
import { company } from '#settings'
import { order } from '../../canonical/order.ts'
import { order_line } from '../../canonical/order_line.ts'
import { online_retail } from '../../sources/online_retail/online_retail.ts'
import { personKey } from '../person-key.ts'

/**
 * The retailer has one table of invoice lines, whose codes say what a line is. An order here is one customer's invoice:
 * if two customers share an invoice number, each has an order.
 */
export const stg_online_retail__transactions = transform('staging.stg_online_retail__transactions', {
  description: 'Invoice lines of the UCI online retailer, with the meaning of their codes.',
  grain: ['order_line_key'],
  columns: {
    order_line_key: key('Surrogate key of the line'),
    order_key: key('Surrogate key of the order'),
    record_key: recordKey('Profile record of the customer').orNull(),
    invoice_id: id('Invoice number').notPersonal('numbered by the shop, not by the buyer'),
    customer_id: id('Customer number').orNull().pii('identifier'),
    order_type: order.columns.order_type,
    line_type: order_line.columns.line_type,
    product_id: id('Stock code'),
    product_name: text('Description').orNull(),
    product_type: order_line.columns.product_type,
    quantity: decimal('Units; negative if they came back or were written off'),
    unit_price_amount: money('Price of one unit'),
    line_amount: money('Quantity times unit price'),
    occurred_at: instant('When the invoice was made'),
    country: text('Country of the customer'),
  },
  query: sql`
    with typed as (
      select
        _key,
        trim("InvoiceNo") as invoice_id,
        nullif(trim("CustomerID"), '') as customer_id,
        trim("StockCode") as product_id,
        nullif(trim("Description"), '') as product_name,
        "Quantity"::numeric as quantity,
        "UnitPrice" as unit_price_amount,
        "Quantity" * "UnitPrice" as line_amount,
        "InvoiceDate"::timestamp at time zone ${value(company.timeZone)} as occurred_at,
        trim("Country") as country
      from ${online_retail.transactions}
    )
    select
      ${keyed(sql`ops.key_of('online_retail', 'line', _key)`)} as order_line_key,
      ${keyed(sql`ops.key_of('online_retail', 'order', invoice_id, coalesce(customer_id, ''))`)} as order_key,
      ${personKey('online_retail', 'customer', sql`customer_id`)} as record_key,
      invoice_id,
      customer_id,
      case
        when invoice_id like 'C%' then 'return'
        when invoice_id like 'A%' then 'adjustment'
        else 'sale'
      end as order_type,
      case
        when invoice_id like 'A%' or unit_price_amount < 0 then 'adjustment'
        when quantity < 0 and unit_price_amount = 0 and invoice_id not like 'C%' then 'write_off'
        when quantity < 0 then 'return'
        when invoice_id like 'C%' then 'adjustment'
        else 'sale'
      end as line_type,
      product_id,
      product_name,
      case
        when product_id ~ '^(\d{5}|DCGS|SP\d|PADS$)' then 'merchandise'
        when product_id ~* '^test' then 'test'
        when product_id ~* '^gift' then 'gift_card'
        when product_id in ('POST', 'DOT', 'C2', 'C3') then 'postage'
        when product_id in ('AMAZONFEE', 'BANK CHARGES', 'CRUK') then 'fee'
        when product_id = 'D' then 'discount'
        when product_id = 'S' then 'sample'
        when upper(product_id) in ('M', 'B', 'ADJUST', 'ADJUST2') then 'manual'
        else 'unknown'
      end as product_type,
      quantity,
      unit_price_amount,
      line_amount,
      occurred_at,
      country
    from typed`,
})
