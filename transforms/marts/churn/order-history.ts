import { sql, value } from '#engine'
import { fct_order_lines } from '../../warehouse/fct_order_lines.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { churnSettings } from './settings.ts'

/*
 * Parts of a query that has `cases` with their rhythms. Each gives a row for each case that has anything to
 * count, from records before its cut alone.
 */

export const window = sql`(${value(churnSettings.windowDays)} * interval '1 day')`

/** How often and where they ordered. Whether an order counts is known as of now, because sources keep no former status. */
export const orderCounts = sql`
      select
        cases.case_key,
        count(distinct ordered_date) filter (where placed.ordered_at >= cases.cut_at - ${window}) as year_order_days,
        avg((placed.channel is not distinct from 'store')::integer) as store_share
      from cases
      join ${fct_orders} placed using (customer_key)
      where placed.is_purchase
        and placed.ordered_at < cases.cut_at
      group by cases.case_key`

/**
 * What they spent, by the lines and the day of each, because the totals of an order hold returns that came later. Lines
 * without an exchange rate are in no amount.
 */
export const spending = sql`
      select
        cases.case_key,
        sum(line.gross_amount) as gross_amount,
        sum(line.discount_amount) as discount_amount,
        sum(line.returned_amount) as returned_amount,
        sum(line.net_amount) as net_amount,
        coalesce(
          sum(line.gross_amount - line.discount_amount) filter (where line.occurred_at >= cases.cut_at - ${window} / 2),
          0
        ) as recent_amount,
        coalesce(
          sum(line.gross_amount - line.discount_amount) filter (where line.occurred_at < cases.cut_at - ${window} / 2),
          0
        ) as earlier_amount
      from cases
      join ${fct_order_lines} line using (customer_key)
      where line.net_amount is not null
        and line.occurred_at < cases.cut_at
        and line.occurred_at >= cases.cut_at - ${window}
      group by cases.case_key`
