import { sql, unknownKey, value } from '#engine'
import { bdg_session_event } from '../bdg_session_event.ts'
import { dayOf } from '../calendar/times.ts'
import { campaignKeyOfTag } from '../campaigns/campaign-of-tag.ts'
import { channelKey, marketingChannel } from '../campaigns/marketing-channel.ts'
import { dim_campaign } from '../dim_campaign.ts'
import { converted, exchangeRate } from '../money/exchange.ts'
import { checkoutStepNames } from './checkout-steps.ts'
import { sessionPeople } from './session-people.ts'
import { sessionOrders, sessionTotals } from './session-totals.ts'

const startedDate = dayOf(sql`started_at`)

/** Sessions in which somebody saw or did something, with their person, channel and campaign. */
export const sessionFacts = sql`
  with sessions as materialized (${sessionTotals}),
  people as (${sessionPeople}),
  orders as (${sessionOrders}),
  own_hosts as (
    select distinct page_host
    from ${bdg_session_event}
    where page_host is not null
  ),
  origins as (
    select
      origin,
      min(campaign_source) as campaign_source,
      min(campaign_medium) as campaign_medium,
      min(campaign_name) as campaign_name,
      min(referrer_host) as referrer_host
    from sessions
    where place is not null
    group by origin
  ),
  -- materialized, so that the rules are worked out once for each origin, not for each session
  brought as materialized (
    select
      origin,
      ${marketingChannel({
        source: sql`origins.campaign_source`,
        medium: sql`origins.campaign_medium`,
        referrer: sql`origins.referrer_host`,
        isOwn: sql`own_hosts.page_host is not null`,
      })} as channel_name,
      ${campaignKeyOfTag} as campaign_key
    from origins
    left join own_hosts on own_hosts.page_host = origins.referrer_host
    left join ${dim_campaign} campaign on lower(trim(origins.campaign_name)) = any (campaign.tags)
  )
  select
    session_key,
    coalesce(people.customer_key, ${unknownKey}) as customer_key,
    visitor_key,
    ${channelKey(sql`brought.channel_name`)} as channel_key,
    brought.campaign_key,
    source,
    place,
    device_type,
    started_at,
    ${startedDate} as started_date,
    ended_at,
    extract(epoch from ended_at - started_at) as seconds,
    view_count,
    action_count,
    views[1] as landing_page,
    views[cardinality(views)] as exit_page,
    sessions.referrer_host,
    sessions.campaign_source,
    sessions.campaign_medium,
    sessions.campaign_name,
    people.person_evidence,
    people.person_evidence = 'identified in the session' as is_identified,
    view_count <= 1 and action_count = 0 as is_bounce,
    (${value([...checkoutStepNames])})[furthest_position] as furthest_step,
    coalesce(orders.order_count, 0) as order_count,
    orders.currency,
    orders.original_order_value,
    ${converted(sql`orders.original_order_value`, sql`orders.currency`)} as order_amount
  from sessions
  join people using (session_key)
  left join orders using (session_key)
  ${exchangeRate(sql`orders.currency`, startedDate)}
  join brought using (origin)
  where sessions.place is not null`
