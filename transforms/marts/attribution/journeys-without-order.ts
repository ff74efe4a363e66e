import { type Sql, sql } from '#engine'

/** The touches before no order, as `others`, divided into journeys where the silence is longer than the look-back window. */
export function journeysWithoutOrder(lookBack: Sql): Sql {
  return sql`
  with spaced as (
    select
      *,
      touched_at - lag(touched_at) over of_customer > ${lookBack} as is_after_silence
    from others
    window of_customer as (partition by customer_key order by touched_at, touch_key)
  ),
  numbered as (
    select
      *,
      count(*) filter (where is_after_silence) over (
        partition by customer_key
        order by touched_at, touch_key
      ) as journey_number
    from spaced
  )
  select
    first_value(touch_key) over of_journey as journey_key,
    null::bigint as order_key,
    max(touched_at) over (partition by customer_key, journey_number) as ended_at,
    touch_type,
    touch_key,
    touched_at,
    channel_key,
    campaign_key,
    customer_key
  from numbered
  window of_journey as (
    partition by customer_key, journey_number
    order by touched_at, touch_key
  )`
}
