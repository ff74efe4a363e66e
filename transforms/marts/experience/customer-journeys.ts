import { asOfDay, notApplicableKey, sql, unknownKey } from '#engine'
import { dim_campaign } from '../../warehouse/dim_campaign.ts'
import { dim_channel } from '../../warehouse/dim_channel.ts'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { fct_customer_acquisitions } from '../../warehouse/fct_customer_acquisitions.ts'
import { fct_sessions } from '../../warehouse/fct_sessions.ts'
import { mart_cart } from '../mart_cart.ts'
import { deviceOfVisit } from './devices.ts'

/** How each customer and prospect came, and what they did last. */
export const customerJourneys = sql`
  with visits as (
    select
      customer_key,
      count(*)::integer as visit_count,
      (count(*) filter (where ${asOfDay} - started_date < 30))::integer as visits_30_days,
      count(distinct ${deviceOfVisit})::integer as device_count
    from ${fct_sessions}
    where customer_key <> ${unknownKey}
    group by customer_key
  ),
  last_visits as (
    select distinct on (customer_key)
      customer_key,
      started_at,
      started_date,
      channel_name,
      ${deviceOfVisit} as device
    from ${fct_sessions}
    join ${dim_channel} using (channel_key)
    where customer_key <> ${unknownKey}
    order by
      customer_key,
      started_at desc,
      session_key
  ),
  cart_totals as (
    select
      customer_key,
      count(*)::integer as cart_count,
      (count(*) filter (where cart_state = 'abandoned'))::integer as abandoned_cart_count,
      (count(*) filter (where cart_state = 'ordered later on another device'))::integer as moved_cart_count
    from ${mart_cart}
    group by customer_key
  ),
  open_carts as (
    select distinct on (customer_key)
      *
    from ${mart_cart}
    where is_open
    order by
      customer_key,
      last_changed_at desc,
      cart_key
  )
  select
    customer_key,
    coalesce(acquired.channel_key, ${unknownKey}) as first_channel_key,
    coalesce(channel.channel_name, 'unknown') as first_channel_name,
    coalesce(acquired.campaign_key, ${notApplicableKey}) as first_campaign_key,
    coalesce(campaign.campaign_name, 'no campaign') as first_campaign_name,
    coalesce(acquired.evidence, 'nothing') as first_evidence,
    acquired.acquired_date as first_contact_date,
    coalesce(visits.visit_count, 0) as visit_count,
    coalesce(visits.visits_30_days, 0) as visits_30_days,
    coalesce(visits.device_count, 0) as device_count,
    last_visit.started_at as last_visit_at,
    ${asOfDay} - last_visit.started_date as days_since_visit,
    last_visit.channel_name as last_visit_channel_name,
    last_visit.device as last_device,
    coalesce(cart_totals.cart_count, 0) as cart_count,
    coalesce(cart_totals.abandoned_cart_count, 0) as abandoned_cart_count,
    coalesce(cart_totals.moved_cart_count, 0) as moved_cart_count,
    open_cart.cart_key as open_cart_key,
    open_cart.filled_at as open_cart_since_at,
    open_cart.device as open_cart_device,
    open_cart.value_amount as open_cart_amount,
    ${asOfDay} as as_of_date
  from ${dim_customer}
  left join ${fct_customer_acquisitions} acquired using (customer_key)
  left join ${dim_channel} channel using (channel_key)
  left join ${dim_campaign} campaign using (campaign_key)
  left join visits using (customer_key)
  left join last_visits last_visit using (customer_key)
  left join cart_totals using (customer_key)
  left join open_carts open_cart using (customer_key)
  where is_counted`
