import { every, flag, id, integer, returnsNone, sql, text, transform, value, writtenDigits } from '#engine'
import { company } from '#settings'
import { checkout } from '../canonical/checkout.ts'
import { deal } from '../canonical/deal.ts'
import { exchange_rate } from '../canonical/exchange_rate.ts'
import { order } from '../canonical/order.ts'
import { order_line } from '../canonical/order_line.ts'
import { payment } from '../canonical/payment.ts'
import { shipment } from '../canonical/shipment.ts'
import { subscription } from '../canonical/subscription.ts'
import { web_event } from '../canonical/web_event.ts'

const names = new Intl.DisplayNames('en', { type: 'currency' })
const codes = Intl.supportedValuesOf('currency')

/**
 * Facts have the code of their currency, which never changes and is what people group by, so the code is the key. A code
 * that ISO 4217 does not have is its own name. The unknown member has the code that ISO 4217 keeps for no currency.
 */
export const dim_currency = transform('warehouse.dim_currency', {
  description:
    'Currencies in which a source has an amount or a rate, one row for each, and the unknown member XXX.',
  grain: ['currency'],
  columns: {
    currency: id('Code, ISO 4217; XXX is the unknown member'),
    currency_name: text('Name in English'),
    decimals: integer(
      'Decimals with which amounts are written; missing if ISO 4217 has no such code',
    ).orNull(),
    is_reporting: flag('Whether it is the currency of all `_amount` columns'),
  },
  tests: [
    returnsNone(
      'one currency is the reporting currency',
      (self) => sql`select count(*) from ${self} where is_reporting having count(*) <> 1`,
    ),
  ],
  unknownMember: { currency: 'XXX', currency_name: 'Unknown', is_reporting: false },
  query: sql`
    with used as (
      select currency from ${every(order)} placed
      union
      select currency from ${every(order_line)} line
      union
      select currency from ${every(payment)} paid
      union
      select currency from ${every(subscription)} subscribed
      union
      select currency from ${every(deal)} dealt
      union
      select currency from ${every(shipment)} shipped
      union
      select currency from ${every(checkout)} begun
      union
      select currency from ${every(web_event)} happened
      union
      select from_currency from ${every(exchange_rate)} bought
      union
      select to_currency from ${every(exchange_rate)} sold
      union
      select ${value(company.currency)}
    ),
    known as (
      select *
      from unnest(
        ${value(codes)}::text[],
        ${value(codes.map((code) => names.of(code) ?? code))}::text[],
        ${value(codes.map((code) => String(writtenDigits(code))))}::integer[]
      ) as iso(currency, currency_name, decimals)
    )
    select
      currency,
      coalesce(known.currency_name, currency) as currency_name,
      known.decimals,
      currency = ${value(company.currency)} as is_reporting
    from used
    left join known using (currency)
    where currency <> 'XXX'`,
})
