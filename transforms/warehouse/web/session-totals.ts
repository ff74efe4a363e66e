import { type Sql, sql } from '#engine'
import { bdg_session_event } from '../bdg_session_event.ts'

const isView = sql`event_type in ('page', 'screen')`
const ofFirst = (column: Sql) => sql`max(${column}) filter (where event_number = 1)`

/**
 * What happened in each session, including those without a visit: identifications alone, and what the company's own servers
 * report. The origin is that of the first event, because another campaign begins another session. An order that is reported
 * twice counts once.
 */
export const sessionTotals = sql`
  with totals as (
    select
      session_key,
      min(coalesce(visitor_key, record_key)) as device_key,
      min(visitor_key) as visitor_key,
      min(source) as source,
      min(occurred_at) as started_at,
      max(occurred_at) as ended_at,
      max(place) filter (where event_type <> 'identification' and place <> 'server') as place,
      coalesce(min(device_type) filter (where device_type <> 'unknown'), 'unknown') as device_type,
      count(*) filter (where ${isView})::integer as view_count,
      count(*) filter (where event_type = 'action')::integer as action_count,
      array_agg(coalesce(page_path, event_name, 'unknown') order by event_number) filter (where ${isView}) as views,
      ${ofFirst(sql`campaign_source`)} as campaign_source,
      ${ofFirst(sql`campaign_medium`)} as campaign_medium,
      ${ofFirst(sql`campaign_name`)} as campaign_name,
      ${ofFirst(sql`referrer_host`)} as referrer_host,
      max(step_position) as furthest_position
    from ${bdg_session_event}
    where session_key is not null
    group by session_key
  )
  select
    *,
    concat(campaign_source, '|', campaign_medium, '|', campaign_name, '|', referrer_host) as origin
  from totals`

/** The orders that were placed in each session, and their value if all are in one currency. */
export const sessionOrders = sql`
  with placed as (
    select distinct on (session_key, order_id)
      session_key,
      order_id,
      value,
      currency
    from ${bdg_session_event}
    where session_key is not null
      and order_id is not null
      and step_position = 7
    order by session_key, order_id, occurred_at, event_key
  )
  select
    session_key,
    count(*)::integer as order_count,
    min(currency) as currency,
    case when min(currency) = max(currency) and count(currency) = count(*) then sum(value) end as original_order_value
  from placed
  group by session_key`
