import { sql, transform } from '#engine'
import { touchpoint } from '../../canonical/touchpoint.ts'
import { stg_klaviyo__campaign_messages } from './stg_klaviyo__campaign_messages.ts'
import { stg_klaviyo__events } from './stg_klaviyo__events.ts'
import { stg_klaviyo__metrics } from './stg_klaviyo__metrics.ts'

/** An event whose metric was not loaded is kept as unknown, so that it is seen. */
export const stg_klaviyo__touchpoints = transform('staging.stg_klaviyo__touchpoints', {
  description: 'Klaviyo messages delivered to people, and how people reacted.',
  grain: ['touchpoint_key'],
  conformsTo: touchpoint,
  columns: touchpoint.columns,
  query: sql`
    select
      e.event_key as touchpoint_key,
      e.record_key,
      coalesce(ops.key_of('klaviyo', 'flow', e.flow_id), m.campaign_key) as campaign_key,
      'klaviyo' as source,
      e.event_id as touchpoint_id,
      coalesce(k.touchpoint_type, 'unknown') as touchpoint_type,
      k.channel,
      e.message_id,
      e.campaign_name,
      e.subject,
      e.url,
      lower(e.bounce_type) as detail,
      e.is_machine_open as is_automatic,
      e.occurred_at
    from ${stg_klaviyo__events} e
    left join ${stg_klaviyo__metrics} k using (metric_id)
    left join ${stg_klaviyo__campaign_messages} m using (message_id)
    where k.metric_id is null or k.touchpoint_type is not null`,
})
