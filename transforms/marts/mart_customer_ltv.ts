import { day, flag, holds, integer, key, money, returnsNone, sql, text, transform } from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { fct_orders } from '../warehouse/fct_orders.ts'

/**
 * Historic value, not a forecast. The unknown member has a row, so that totals tie with the facts; test
 * orders are left out.
 */
export const mart_customer_ltv = transform('marts.mart_customer_ltv', {
  description: 'What each customer has been worth so far.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The person; -1 is the unknown member'),
    is_known: flag('False for the unknown member only'),
    country: text('Country'),
    order_count: integer('Sales with a value above zero'),
    first_ordered_date: day('Day of the first such sale').orNull(),
    last_ordered_date: day('Day of the last such sale').orNull(),
    cohort_month_date: day('First day of the month of the first such sale').orNull(),
    tenure_days: integer('Days from the first such sale to the as-of day').orNull(),
    gross_amount: money('Sales before discounts'),
    discount_amount: money('Discounts on sales'),
    returned_amount: money('Value given back to the customer'),
    adjustment_amount: money('Corrections of either sign'),
    lifetime_value_amount: money(
      'Gross less discounts and returns, plus adjustments; without tax and shipping',
    ),
    average_order_amount: money('Lifetime value by sale').orNull(),
    as_of_date: day('Last day on which anybody ordered').orNull(),
  },
  indexes: [['lifetime_value_amount']],
  tests: [
    holds(
      'value ties',
      sql`lifetime_value_amount = gross_amount - discount_amount - returned_amount + adjustment_amount`,
    ),
    returnsNone(
      'total ties with the orders',
      (self) => sql`
        select mart.amount as mart_amount, facts.amount as facts_amount
        from (select coalesce(sum(lifetime_value_amount), 0) as amount from ${self}) mart
        cross join (select coalesce(sum(net_amount), 0) as amount from ${fct_orders} where not is_test) facts
        where mart.amount <> facts.amount`,
    ),
  ],
  query: sql`
    with as_of as (
      select max(ordered_date) as as_of_date from ${fct_orders} where not is_test
    ), value as (
      select customer_key,
        count(*) filter (where order_type = 'sale' and gross_amount > 0)::integer as order_count,
        min(ordered_date) filter (where order_type = 'sale' and gross_amount > 0) as first_ordered_date,
        max(ordered_date) filter (where order_type = 'sale' and gross_amount > 0) as last_ordered_date,
        sum(gross_amount) as gross_amount, sum(discount_amount) as discount_amount,
        sum(returned_amount) as returned_amount, sum(adjustment_amount) as adjustment_amount,
        sum(net_amount) as lifetime_value_amount
      from ${fct_orders}
      where not is_test
      group by customer_key
    )
    select c.customer_key, c.is_known, c.country, coalesce(v.order_count, 0) as order_count,
      v.first_ordered_date, v.last_ordered_date, date_trunc('month', v.first_ordered_date)::date as cohort_month_date,
      as_of.as_of_date - v.first_ordered_date as tenure_days,
      coalesce(v.gross_amount, 0) as gross_amount, coalesce(v.discount_amount, 0) as discount_amount,
      coalesce(v.returned_amount, 0) as returned_amount, coalesce(v.adjustment_amount, 0) as adjustment_amount,
      coalesce(v.lifetime_value_amount, 0) as lifetime_value_amount,
      v.lifetime_value_amount / nullif(v.order_count, 0) as average_order_amount, as_of.as_of_date
    from ${dim_customer} c
    cross join as_of
    left join value v using (customer_key)`,
})
