import { every, sql } from '#engine'
import { visitor_identification } from '../../canonical/visitor_identification.ts'
import { web_event } from '../../canonical/web_event.ts'
import { checkoutStep } from './checkout-steps.ts'

/**
 * Events with their session. Windows follow each other in one order, so that Postgres sorts all events once: by browser and
 * time, and without the columns that say what happened, which join last. First 30 minutes of silence divide the events of a
 * browser into stretches, then a tag of another campaign than the one before divides a stretch. A tag after untagged events
 * is another campaign, too; events without a tag go on.
 */
export const eventsInSessions = sql`
  with events as not materialized (
    select
      event_key,
      visitor_key,
      record_key,
      source,
      event_type,
      event_name,
      (${checkoutStep}) as step_position,
      channel as place,
      device_type,
      occurred_at,
      page_host,
      page_path,
      referrer_host,
      campaign_source,
      campaign_medium,
      campaign_name,
      order_id,
      product_id,
      value,
      currency
    from ${every(web_event)} happened
    union all
    select
      event_key,
      visitor_key,
      record_key,
      source,
      'identification',
      method,
      null::integer,
      'unknown',
      'unknown',
      occurred_at,
      null, null, null, null, null, null, null, null, null, null
    from ${every(visitor_identification)} named
  ),
  devices as (
    select
      event_key,
      occurred_at,
      coalesce(visitor_key, record_key, event_key) as device_key,
      nullif(lower(concat_ws('|', campaign_source, campaign_medium, campaign_name)), '') as campaign
    from events
  ),
  timed as (
    select
      *,
      coalesce(occurred_at - lag(occurred_at) over of_device > interval '30 minutes', true) as is_after_silence
    from devices
    window of_device as (partition by device_key order by occurred_at, event_key)
  ),
  stretches as (
    select
      *,
      sum(is_after_silence::integer) over (
        partition by device_key
        order by occurred_at, event_key
      ) as stretch_number
    from timed
  ),
  tagged as (
    select
      *,
      campaign is not null
        and campaign is distinct from lag(campaign) over (
          partition by device_key, stretch_number, campaign is null
          order by occurred_at, event_key
        ) as is_new_campaign
    from stretches
  ),
  numbered as (
    select
      *,
      sum((is_after_silence or is_new_campaign)::integer) over (
        partition by device_key, stretch_number
        order by occurred_at, event_key
      ) as session_number
    from tagged
  ),
  placed as (
    select
      event_key,
      device_key,
      first_value(event_key) over of_session as session_key,
      row_number() over of_session as event_number
    from numbered
    window of_session as (
      partition by device_key, stretch_number, session_number
      order by occurred_at, event_key
    )
  )
  select
    events.*,
    placed.device_key,
    placed.session_key,
    placed.event_number
  -- kept apart, because Postgres expects a thousand times as many rows of this join, and would look up each event by itself
  from (select * from events offset 0) events
  join placed using (event_key)`
