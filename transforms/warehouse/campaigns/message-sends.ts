import { every, sql } from '#engine'
import { touchpoint } from '../../canonical/touchpoint.ts'

/** What happens to a message itself, and not what its reader does with it. */
export const isSend = sql`touchpoint_type in ('delivered', 'bounced', 'dropped')`

/** Outcomes of one message to one person within three days as one send, with the best of them. */
export const messageSends = sql`
  with outcomes as (
    select
      *,
      coalesce(occurred_at - lag(occurred_at) over of_message > interval '3 days', true)
        or record_key is null
        or message_id is null as is_first
    from ${every(touchpoint)} touched
    where ${isSend}
    window of_message as (
      partition by record_key, source, message_id
      order by occurred_at, touchpoint_key
    )
  ),
  numbered as (
    select
      *,
      count(*) filter (where is_first) over (
        partition by record_key, source, message_id
        order by occurred_at, touchpoint_key
      ) as send_number
    from outcomes
  )
  select
    (array_agg(touchpoint_key order by occurred_at, touchpoint_key))[1] as send_key,
    record_key,
    source,
    message_id,
    min(campaign_key) as campaign_key,
    min(campaign_name) as campaign_name,
    min(channel) as channel,
    case
      when bool_or(touchpoint_type = 'delivered') then 'delivered'
      when bool_or(touchpoint_type = 'bounced') then 'bounced'
      else 'dropped'
    end as outcome,
    min(detail) as detail,
    min(occurred_at) as sent_at,
    count(*)::integer as attempt_count
  from numbered
  group by record_key, source, message_id, send_number`
