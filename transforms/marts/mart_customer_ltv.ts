import { asOfDay, day, holds, integer, key, money, oneOf, returnsNone, sql, text, transform } from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { fct_orders } from '../warehouse/fct_orders.ts'

/**
 * Historic value, not a forecast. The unknown member has a row, so totals tie with the facts; test orders are left out.
 * Orders in a currency without an exchange rate are counted, and their amounts are not.
 */
export const mart_customer_ltv = transform('marts.mart_customer_ltv', {
  description: 'What each customer has been worth so far.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The customer; -1 is the unknown member'),
    is_known: dim_customer.columns.is_known,
    customer_type: oneOf(
      'customer: has bought; prospect: has not; and who is neither, because too little is known of them',
      ['customer', 'prospect', 'unconfirmed', 'anonymous', 'unknown'],
    ),
    country: text('Country'),
    market: dim_customer.columns.market,
    order_count: integer('Sales with a value above zero'),
    unvalued_order_count: integer(
      'Of these, sales in currencies without an exchange rate, whose amounts are in no figure',
    ),
    first_ordered_date: day('Day of the first such sale').orNull(),
    last_ordered_date: day('Day of the last such sale').orNull(),
    cohort_month_date: day('First day of the month of the first such sale').orNull(),
    tenure_days: integer('Days from the first such sale to the as-of day').orNull(),
    gross_amount: money('Sales before discounts'),
    discount_amount: money('Discounts on sales'),
    returned_amount: money('Value refunded to the customer'),
    adjustment_amount: money('Corrections of either sign'),
    lifetime_value_amount: money(
      'Gross less discounts and returns, plus adjustments; without tax and shipping',
    ),
    average_order_amount: money('Lifetime value for each such sale').orNull(),
    as_of_date: day('The day as of which this holds'),
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
        with mart as (
          select coalesce(sum(lifetime_value_amount), 0) as amount
          from ${self}
        ),
        facts as (
          select coalesce(sum(net_amount), 0) as amount
          from ${fct_orders}
          where not is_test
        )
        select
          mart.amount as mart_amount,
          facts.amount as facts_amount
        from mart
        cross join facts
        where mart.amount <> facts.amount`,
    ),
  ],
  query: sql`
    with order_totals as (
      select
        customer_key,
        count(*) filter (where is_purchase)::integer as order_count,
        count(*) filter (where is_purchase and net_amount is null)::integer as unvalued_order_count,
        min(ordered_date) filter (where is_purchase) as first_ordered_date,
        max(ordered_date) filter (where is_purchase) as last_ordered_date,
        sum(gross_amount) as gross_amount,
        sum(discount_amount) as discount_amount,
        sum(returned_amount) as returned_amount,
        sum(adjustment_amount) as adjustment_amount,
        sum(net_amount) as lifetime_value_amount
      from ${fct_orders}
      where not is_test
      group by customer_key
    )
    select
      c.customer_key,
      c.is_known,
      case
        when not c.is_counted then c.party_type
        when t.order_count > 0 then 'customer'
        else 'prospect'
      end as customer_type,
      c.country,
      c.market,
      coalesce(t.order_count, 0) as order_count,
      coalesce(t.unvalued_order_count, 0) as unvalued_order_count,
      t.first_ordered_date,
      t.last_ordered_date,
      date_trunc('month', t.first_ordered_date)::date as cohort_month_date,
      ${asOfDay} - t.first_ordered_date as tenure_days,
      coalesce(t.gross_amount, 0) as gross_amount,
      coalesce(t.discount_amount, 0) as discount_amount,
      coalesce(t.returned_amount, 0) as returned_amount,
      coalesce(t.adjustment_amount, 0) as adjustment_amount,
      coalesce(t.lifetime_value_amount, 0) as lifetime_value_amount,
      t.lifetime_value_amount / nullif(t.order_count - t.unvalued_order_count, 0) as average_order_amount,
      ${asOfDay} as as_of_date
    from ${dim_customer} c
    left join order_totals t using (customer_key)`,
})
