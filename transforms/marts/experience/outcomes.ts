import { asOfDay, sql, unknownKey } from '#engine'
import { dayOf } from '../../warehouse/calendar/times.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { fct_support_cases } from '../../warehouse/fct_support_cases.ts'
import { mart_next_order } from '../mart_next_order.ts'

/** What a path leads to. */
export const outcomeNames = ['purchase', 'ticket', 'silence'] as const

/**
 * What happened to customers, and when. Silence is that of customers who are late by their own rhythm (`mart_next_order`); what
 * led to it is what happened up to a month after their last purchase, such as a late parcel or a refund.
 */
export const outcomes = sql`
  select
    'purchase' as outcome,
    order_key as outcome_key,
    customer_key,
    ordered_at as outcome_at
  from ${fct_orders}
  where is_purchase
    and customer_key <> ${unknownKey}
  union all
  select
    'ticket',
    case_key,
    customer_key,
    opened_at
  from ${fct_support_cases}
  where excluded_because is null
    and customer_key <> ${unknownKey}
    and ${dayOf(sql`opened_at`)} <= ${asOfDay}
  union all
  select
    'silence',
    late.customer_key,
    late.customer_key,
    max(placed.ordered_at) + interval '30 days'
  from ${mart_next_order} late
  join ${fct_orders} placed using (customer_key)
  where late.is_late
    and placed.is_purchase
  group by late.customer_key`
