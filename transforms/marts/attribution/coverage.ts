import { sql, unknownKey, value } from '#engine'
import { company } from '#settings'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { mart_attribution_touch } from '../mart_attribution_touch.ts'
import { lookBack, windowDays } from './journeys.ts'
import { marketOfOrder } from './market-of-order.ts'
import { directChannel, touches } from './touches.ts'

const monthOf = sql`date_trunc('month', touched_at at time zone ${value(company.timeZone)})::date`

/** Purchases by what was seen before them, and touches by what became of them. */
export const coverage = sql`
  with touches as materialized (${touches}),
  without_consent as (
    select distinct purchase.order_key
    from ${fct_orders} purchase
    join touches using (customer_key)
    where touches.consent in ('refused', 'not recorded')
      and touches.touched_at between purchase.ordered_at - ${lookBack} and purchase.ordered_at
  ),
  purchases as (
    select distinct on (placed.order_key)
      date_trunc('month', placed.ordered_date)::date as month_start_date,
      ${marketOfOrder} as market,
      placed.net_amount,
      case
        when placed.customer_key = ${unknownKey} then 'customer unknown'
        when touch.touch_type = 'none' and without_consent.order_key is not null then 'seen without consent only'
        when touch.touch_type = 'none' then 'nothing seen'
        when touch.channel_key = ${directChannel} then 'only direct visits seen'
        else 'marketing seen'
      end as coverage
    from ${fct_orders} placed
    join ${dim_customer} buyer using (customer_key)
    join ${mart_attribution_touch} touch using (order_key)
    left join without_consent using (order_key)
    where placed.is_purchase
    order by
      placed.order_key,
      touch.touch_number
  ),
  uses as (
    select
      touch_key,
      min(case journey_end when 'order' then 1 when 'no order' then 2 else 3 end) as best_use
    from ${mart_attribution_touch}
    where touch_key is not null
    group by touch_key
  ),
  seen as (
    select
      ${monthOf} as month_start_date,
      visitor.market,
      case
        when consent = 'nobody known' then 'visitor unknown'
        when consent = 'refused' then 'consent refused'
        when consent = 'not recorded' then 'no consent recorded'
        when best_use is null then 'direct beside marketing'
        when best_use = 1 then 'used before a purchase'
        when best_use = 2 then 'used in a journey without a purchase'
        else 'in a journey that is open'
      end as coverage
    from touches
    join ${dim_customer} visitor using (customer_key)
    left join uses using (touch_key)
  )
  select
    month_start_date,
    'purchase' as subject,
    coverage,
    market,
    count(*)::numeric as item_count,
    coalesce(sum(net_amount), 0) as value_amount,
    ${windowDays} as window_days
  from purchases
  group by month_start_date, coverage, market
  union all
  select
    month_start_date,
    'touch',
    coverage,
    market,
    count(*)::numeric,
    null,
    ${windowDays}
  from seen
  group by month_start_date, coverage, market`
