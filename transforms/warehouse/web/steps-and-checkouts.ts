import { notApplicableKey, sql, unknownKey } from '#engine'
import { dayOf } from '../calendar/times.ts'
import { sameCheckouts, shopCheckouts, webSteps } from './checkouts-on-the-web.ts'

/** Steps that the website reports and checkouts that the shop reports, each once. */
export const stepsAndCheckouts = sql`
  with web_steps as materialized (${webSteps}),
  shop_checkouts as materialized (${shopCheckouts}),
  same as (${sameCheckouts}),
  steps as (
    select
      coalesce(web_steps.event_key, shop_checkouts.checkout_key) as step_key,
      web_steps.session_key,
      shop_checkouts.checkout_key,
      coalesce(web_steps.customer_key, shop_checkouts.customer_key, ${unknownKey}) as customer_key,
      coalesce(web_steps.record_key, shop_checkouts.record_key) as record_key,
      coalesce(web_steps.channel_key, ${unknownKey}) as channel_key,
      coalesce(web_steps.campaign_key, ${notApplicableKey}) as campaign_key,
      coalesce(web_steps.source, shop_checkouts.source) as source,
      coalesce(web_steps.step_position, 4) as step_position,
      coalesce(web_steps.occurred_at, shop_checkouts.started_at) as occurred_at,
      coalesce(shop_checkouts.status = 'open', true) and coalesce(web_steps.order_count, 0) = 0 as is_unpaid,
      shop_checkouts.line_count,
      web_steps.order_id,
      coalesce(shop_checkouts.currency, web_steps.currency) as currency,
      coalesce(shop_checkouts.total, web_steps.value) as original_value
    from web_steps
    left join same using (event_key)
    full join shop_checkouts on shop_checkouts.checkout_key = same.checkout_key
  )
  select
    *,
    ${dayOf(sql`occurred_at`)} as occurred_date
  from steps`
