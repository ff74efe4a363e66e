import { notApplicableKey, sql } from '#engine'
import { creditShares } from './credit-shares.ts'

/** Purchases credited by month, channel, campaign and market, rounded so that each month adds up. */
export const creditedOrders = sql`
  with credited as (
    select
      share.attribution_model,
      date_trunc('month', share.ordered_date)::date as ordered_month_date,
      share.channel_key,
      share.campaign_key,
      share.market,
      sum(share.share) as order_count,
      coalesce(sum(share.share) filter (where share.is_first_order), 0) as first_order_count,
      coalesce(sum(share.share) filter (where share.net_amount is null), 0) as unvalued_order_count,
      coalesce(sum(share.share * share.net_amount), 0) as value_amount
    from (${creditShares()}) share
    group by
      share.attribution_model,
      ordered_month_date,
      share.channel_key,
      share.campaign_key,
      share.market
  ),
  rounded as (
    select
      *,
      round(order_count, 6) as rounded_orders,
      round(first_order_count, 6) as rounded_first_orders,
      round(unvalued_order_count, 6) as rounded_unvalued_orders,
      round(value_amount, 4) as rounded_value,
      row_number() over of_month as place
    from credited
    window of_month as (
      partition by attribution_model, ordered_month_date
      order by
        channel_key = ${notApplicableKey},
        order_count desc,
        channel_key,
        campaign_key,
        market
    )
  ),
  left_over as (
    select
      attribution_model,
      ordered_month_date,
      1 as place,
      round(sum(order_count)) - sum(rounded_orders) as orders,
      round(sum(first_order_count)) - sum(rounded_first_orders) as first_orders,
      round(sum(unvalued_order_count)) - sum(rounded_unvalued_orders) as unvalued_orders,
      round(sum(value_amount), 4) - sum(rounded_value) as value
    from rounded
    group by attribution_model, ordered_month_date
  )
  select
    attribution_model,
    ordered_month_date,
    channel_key,
    campaign_key,
    market,
    rounded_orders + coalesce(left_over.orders, 0) as order_count,
    rounded_first_orders + coalesce(left_over.first_orders, 0) as first_order_count,
    rounded_unvalued_orders + coalesce(left_over.unvalued_orders, 0) as unvalued_order_count,
    (rounded_value + coalesce(left_over.value, 0))::numeric(38,4) as value_amount
  from rounded
  left join left_over using (attribution_model, ordered_month_date, place)`
