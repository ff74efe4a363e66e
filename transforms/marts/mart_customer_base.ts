import { asOfDay, day, holds, integer, money, references, returnsNone, sql, text, transform } from '#engine'
import { dim_date } from '../warehouse/dim_date.ts'
import { fct_orders } from '../warehouse/fct_orders.ts'
import { baseMonths } from './customer/base-months.ts'
import { mart_customer_ltv } from './mart_customer_ltv.ts'

/**
 * Months that are over, 37 at most, so that each can be compared with the same month of two years before. Groups are as they are
 * now, also in the past. What a customer was in a month follows from orders and not from a model, so all months compare.
 */
export const mart_customer_base = transform('marts.mart_customer_base', {
  description:
    'Customers at the end of each month, what they are worth, who is active, stays or is at risk, and sales of the month; one row ' +
    'for each month, market, first channel and segment.',
  grain: ['month_start_date', 'market', 'first_channel', 'customer_segment'],
  columns: {
    month_start_date: day('First day of the month'),
    months_ago: integer('Months from this one to the last that is over, which has 0. Not additive'),
    market: text('Market of the customer; of an unknown customer, that which the order was sold to'),
    first_channel: text('Channel of the first contact'),
    customer_segment: text('RFM segment of the customer as of the as-of day'),
    customer_count: integer(
      'Known customers who had ordered by the end of the month. Not additive over months',
    ),
    new_customer_count: integer('Of these, those whose first order was in the month. Additive'),
    active_customer_count: integer(
      'Known customers with an order in the 12 months to the end of the month. Not additive over months',
    ),
    year_before_customer_count: integer(
      'Known customers with an order in the 12 months before those. Not additive over months',
    ),
    retained_customer_count: integer('Known customers with an order in both. Not additive over months'),
    at_risk_customer_count: integer(
      'Active customers without an order in the last 6 months. Not additive over months',
    ),
    at_risk_amount: money('Their net sales in the 12 months. Not additive over months'),
    lifetime_value_amount: money(
      'Net sales of known customers up to the end of the month. Not additive over months',
    ),
    order_count: integer('Orders of the month, also of unknown customers. Additive'),
    net_amount: money('Net sales of the month, also to unknown customers. Additive'),
  },
  tests: [
    references('month_start_date', dim_date, 'date_day'),
    holds(
      'who is retained or at risk is active, and who is active is a customer',
      sql`greatest(retained_customer_count, at_risk_customer_count) <= active_customer_count
        and active_customer_count <= customer_count
        and retained_customer_count <= year_before_customer_count
        and new_customer_count <= active_customer_count`,
    ),
    returnsNone(
      'sales tie with the orders of the same months',
      (self) => sql`
        select
          sum(order_count),
          sum(net_amount)
        from ${self}
        having count(*) > 0
        except
        select
          count(*) filter (where is_purchase),
          coalesce(sum(net_amount), 0)
        from ${fct_orders}
        where not is_test
          and ordered_date >= (select min(month_start_date) from ${self})
          and ordered_date < date_trunc('month', ${asOfDay}::timestamp)::date`,
    ),
    returnsNone(
      'customers of the last month tie with the historic value',
      (self) => sql`
        select sum(customer_count)
        from ${self}
        where month_start_date = (select max(month_start_date) from ${self})
        having count(*) > 0
        except
        select count(*)
        from ${mart_customer_ltv}
        where is_known
          and first_ordered_date < date_trunc('month', ${asOfDay}::timestamp)::date`,
    ),
  ],
  query: baseMonths,
})
