import { id, oneOf, sql, text, transform } from '#engine'
import { klaviyo } from '../../sources/klaviyo/klaviyo.ts'

/** Metrics of shops and other integrations (Placed Order, Viewed Product …) are not marketing touchpoints. */
export const stg_klaviyo__metrics = transform('staging.stg_klaviyo__metrics', {
  description: 'Kinds of Klaviyo events, and the touchpoints they represent.',
  grain: ['metric_id'],
  columns: {
    metric_id: id('Metric in Klaviyo'),
    metric_name: text('Name of the metric'),
    touchpoint_type: text('Kind of touchpoint; missing if it is not one').orNull(),
    channel: oneOf('Channel of a touchpoint', ['email', 'sms', 'push', 'whatsapp']).orNull(),
  },
  query: sql`
    with parsed as (
      select
        id as metric_id,
        trim(attributes ->> 'name') as metric_name,
        regexp_match(
          lower(trim(attributes ->> 'name')),
          '^(received|opened|clicked|bounced|dropped|failed to deliver) (?:mobile )?(email|sms|push|whatsapp)$'
        ) as message,
        regexp_match(
          lower(trim(attributes ->> 'name')),
          '^(subscribed|unsubscribed)(?: (?:to|from) (list|email marketing|sms marketing))?$'
        ) as choice,
        regexp_match(lower(trim(attributes ->> 'name')), '^marked (email|sms) as spam$') as complaint
      from ${klaviyo.metrics}
    )
    select
      metric_id,
      metric_name,
      case
        when message[1] = 'received' then 'delivered'
        when message[1] = 'failed to deliver' then 'bounced'
        when message is not null then message[1]
        when choice is not null then choice[1]
        when complaint is not null then 'complained'
      end as touchpoint_type,
      coalesce(
        message[2],
        complaint[1],
        case
          when choice is null then null
          when choice[2] = 'sms marketing' then 'sms'
          else 'email'
        end
      ) as channel
    from parsed`,
})
