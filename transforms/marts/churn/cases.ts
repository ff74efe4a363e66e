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

/** Known people and organisations. */
const everybody = sql`select customer_key from ${dim_customer} where is_counted`

/**
 * Everybody who had ordered before a day, for each of the days that a query gives as `cut_date`. What is said about such a
 * case uses only what happened before `cut_at`, the first moment of that day. Parts of queries are joined by `case_key`
 * alone: Postgres takes two columns for independent and would expect hardly any row.
 */
export function casesOn(days: Sql, customers: Sql = everybody): Sql {
  return sql`
      select
        row_number() over (order by customer_key, cut_date) as case_key,
        customer_key,
        cut_date,
        ${beginningOf(sql`cut_date`)} as cut_at
      from (${customers}) customer
      cross join (${days}) cuts
      where exists (
        select
        from ${fct_orders} placed
        where placed.customer_key = customer.customer_key
          and placed.is_purchase
          and placed.ordered_at < ${beginningOf(sql`cut_date`)}
      )`
}
