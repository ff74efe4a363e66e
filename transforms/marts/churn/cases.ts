import { asOfDay, type Sql, sql, value } from '#engine'
import { company } from '#settings'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'

/** The first moment of a day, in the time zone of the company. */
export function beginningOf(day: Sql): Sql {
  return sql`((${day})::timestamp at time zone ${value(company.timeZone)})`
}

/** The day after the as-of day: what is known today is what happened before its first moment. */
export const today = sql`select ${asOfDay} + 1 as cut_date`

/**
 * Everybody who had ordered before a day, for each of the days that a query gives as `cut_date`. What is said about such a
 * case uses only what happened before `cut_at`, the first moment of that day.
 */
export function casesOn(days: Sql): Sql {
  return sql`
      select
        customer_key,
        cut_date,
        ${beginningOf(sql`cut_date`)} as cut_at
      from ${dim_customer} customer
      cross join (${days}) cuts
      where is_counted
        and exists (
          select
          from ${fct_orders} placed
          where placed.customer_key = customer.customer_key
            and placed.is_purchase
            and placed.ordered_at < ${beginningOf(sql`cut_date`)}
        )`
}
