import { day, decimal, type Expectation, flag, holds, integer, money, returnsNone, sql } from '#engine'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'

export const cohortMonthColumn = day('First day of the month of the first order')

/** What is measured in each month of a cohort. */
export const cohortColumns = {
  months_since_first_order: integer('Calendar months since the month of the first order, which is 0'),
  month_date: day('First day of the month that is looked at'),
  is_complete: flag(
    'Whether the month is over. If not, its figures still grow: leave it out when cohorts are compared',
  ),
  cohort_customer_count: integer(
    'Customers of the cohort. Additive over cohorts, not over months: it is the same in each',
  ),
  active_customer_count: integer(
    'Of these, customers who ordered in the month. Additive over cohorts, not over months',
  ),
  retention_share: decimal(
    'Active customers as a share of the cohort, 0 to 1. Not additive: divide the sums of the two counts',
  ),
  order_count: integer('Orders in the month. Additive'),
  unvalued_order_count: integer(
    'Of these, orders in currencies without an exchange rate, whose amounts are in no figure. Additive',
  ),
  net_amount: money('Sales of the month less discounts and returns. Additive'),
  cumulative_order_count: integer(
    'Orders up to the end of the month. Additive over cohorts, not over months',
  ),
  cumulative_net_amount: money(
    'Net sales up to the end of the month. Additive over cohorts, not over months',
  ),
  cumulative_net_amount_per_customer: money('The same for each customer of the cohort. Not additive'),
}

/** Each customer is in one cohort, so cohorts add up to what all customers who ordered have bought. */
export const cohortTests: readonly Expectation<never>[] = [
  holds('nobody is active twice', sql`active_customer_count <= cohort_customer_count`),
  holds(
    'all customers are active in the month of the first order',
    sql`months_since_first_order > 0 or active_customer_count = cohort_customer_count`,
  ),
  returnsNone(
    'cohorts tie with the orders',
    (self) => sql`
      with buyers as (
        select
          customer_key,
          count(*) filter (where not is_test) as row_count,
          count(*) filter (where is_purchase and not is_test) as order_count,
          sum(net_amount) filter (where not is_test) as net_amount
        from ${fct_orders}
        group by customer_key
        having bool_or(is_purchase)
      ),
      facts as (
        select
          count(*) filter (where row_count > 0) as customer_count,
          coalesce(sum(order_count), 0) as order_count,
          coalesce(sum(net_amount), 0) as net_amount
        from buyers
        join ${dim_customer} using (customer_key)
        where is_counted
      ),
      mart as (
        select
          coalesce(sum(cohort_customer_count) filter (where months_since_first_order = 0), 0) as customer_count,
          coalesce(sum(order_count), 0) as order_count,
          coalesce(sum(net_amount), 0) as net_amount
        from ${self}
      )
      select
        facts.customer_count,
        facts.order_count,
        facts.net_amount,
        mart.customer_count as mart_customer_count,
        mart.order_count as mart_order_count,
        mart.net_amount as mart_net_amount
      from facts
      cross join mart
      where (facts.customer_count, facts.order_count, facts.net_amount)
        <> (mart.customer_count, mart.order_count, mart.net_amount)`,
  ),
]
