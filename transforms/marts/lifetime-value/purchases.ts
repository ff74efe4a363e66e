import { sql } from '#engine'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { fct_order_lines } from '../../warehouse/fct_order_lines.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'

/**
 * The days on which customers bought. Orders of one day are one purchase, as in the papers on these models. A purchase has a
 * value unless all its orders are in currencies without an exchange rate.
 */
export const purchaseDays = sql`
  select
    customer_key,
    ordered_date,
    bool_or(net_amount is not null) as has_value
  from ${fct_orders}
  join ${dim_customer} using (customer_key)
  where is_purchase
    and is_counted
  group by
    customer_key,
    ordered_date`

/** Net sales of counted customers on each day: a return counts on its own day, not on that of the sale. */
export const valueDays = sql`
  select
    customer_key,
    occurred_date,
    sum(net_amount) as net_amount
  from ${fct_order_lines}
  join ${dim_customer} using (customer_key)
  where excluded_because is null
    and is_counted
  group by
    customer_key,
    occurred_date`
