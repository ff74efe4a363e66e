import {
  day,
  decimal,
  flag,
  holds,
  id,
  instant,
  integer,
  key,
  notNegative,
  oneOf,
  references,
  sql,
  text,
  transform,
  unknownKey,
} from '#engine'
import { exclusions, order } from '../canonical/order.ts'
import { map_identity } from '../identity/map_identity.ts'
import { minuteOfDay } from './calendar/times.ts'
import { marketOf } from './customers/market.ts'
import { dim_currency } from './dim_currency.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { dim_store } from './dim_store.ts'
import { dim_time_of_day } from './dim_time_of_day.ts'
import { amountColumns } from './orders/amount-columns.ts'
import { namedStores, storeOfOrder } from './orders/named-stores.ts'
import { amountsTieWithLines } from './orders/order-tests.ts'
import { valuedOrders } from './orders/valued-orders.ts'

/**
 * Cancelled orders are kept, without value: a shop's ledger takes back what it had counted for them. An order in a
 * currency without a rate is a purchase whose amounts are missing, and what the source says is in `original_amount`.
 */
export const fct_orders = transform('warehouse.fct_orders', {
  description: 'Orders, returns and adjustments in every channel, each with the customer who placed it.',
  grain: ['order_key'],
  columns: {
    order_key: key('Surrogate key of the order'),
    customer_key: key('The customer; -1 while unknown'),
    store_key: key('The store; -1 if nobody says which, -2 if it was not placed in one'),
    record_key: key('Profile record of the person who placed it').orNull(),
    source: id('Source system'),
    order_id: id('Number of the order in its source'),
    order_type: order.columns.order_type,
    is_test: flag('Whether it was a test'),
    is_purchase: flag(
      'Whether it counts as an order: a sale above zero, neither a test nor cancelled, nor after the as-of day',
    ),
    status: order.columns.status,
    channel: order.columns.channel,
    excluded_because: oneOf('Why it is in no figure; missing if it is in them', exclusions).orNull(),
    ordered_at: instant('When it was placed'),
    ordered_date: day('The day of that, in the time zone of the company'),
    ordered_minute: integer('The minute of that day, 0 to 1439'),
    country: text('Country it was sold to'),
    sold_to_market: text('That country if it is one of the markets in the settings, else Other or Unknown'),
    region: order.columns.region,
    currency: id('Currency of the original amount, ISO 4217'),
    original_amount: decimal(
      'Net and other amount in that currency, whether the order counts or not',
    ).orNull(),
    line_count: integer('Lines of the order'),
    quantity: decimal('Units; negative if more were returned than sold'),
    ...amountColumns,
  },
  indexes: [['customer_key'], ['ordered_date']],
  lookedUp: ['order_id'],
  tests: [
    references('customer_key', dim_customer),
    references('currency', dim_currency),
    references('store_key', dim_store),
    references('ordered_date', dim_date, 'date_day'),
    references('ordered_minute', dim_time_of_day, 'minute_of_day'),
    notNegative('gross_amount'),
    holds('net ties', sql`net_amount = gross_amount - discount_amount - returned_amount + adjustment_amount`),
    amountsTieWithLines,
  ],
  query: sql`
    select
      o.order_key,
      coalesce(i.customer_key, ${unknownKey}) as customer_key,
      ${storeOfOrder} as store_key,
      o.record_key,
      o.source,
      o.order_id,
      o.order_type,
      o.is_test,
      o.order_type = 'sale' and coalesce(o.has_sale, false) and o.excluded_because is null as is_purchase,
      o.status,
      o.channel,
      o.excluded_because,
      o.ordered_at,
      o.ordered_date,
      ${minuteOfDay(sql`o.ordered_at`)} as ordered_minute,
      coalesce(o.country, 'Unknown') as country,
      ${marketOf(sql`coalesce(o.country, 'Unknown')`)} as sold_to_market,
      o.region,
      o.currency,
      case when o.line_count is null then 0 else o.original_amount end as original_amount,
      coalesce(o.line_count, 0) as line_count,
      coalesce(o.quantity, 0) as quantity,
      o.weight * coalesce(o.gross_amount, 0) as gross_amount,
      o.weight * coalesce(o.discount_amount, 0) as discount_amount,
      o.weight * coalesce(o.returned_amount, 0) as returned_amount,
      o.weight * coalesce(o.adjustment_amount, 0) as adjustment_amount,
      o.weight * coalesce(o.net_amount, 0) as net_amount,
      o.weight * coalesce(o.other_amount, 0) as other_amount
    from (${valuedOrders}) o
    left join (${namedStores}) visited on visited.source = o.source and visited.mention = o.store_id
    left join ${map_identity} i on i.record_key = o.record_key`,
})
