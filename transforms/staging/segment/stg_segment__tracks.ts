import { id, sql, transform } from '#engine'
import { web_event } from '../../canonical/web_event.ts'
import { segment } from '../../sources/segment/segment.ts'
import { webEvents } from './web-events.ts'

export const stg_segment__tracks = transform('staging.stg_segment__tracks', {
  description: 'Actions of visitors on the website and in the app.',
  grain: ['event_key'],
  conformsTo: web_event,
  columns: {
    ...web_event.columns,
    user_id: id("User in the company's own database").orNull().pii('identifier'),
  },
  query: webEvents({
    records: segment.track,
    eventType: 'action',
    eventName: sql`trim(event)`,
    channel: sql`
        case
          when channel = 'server' then 'server'
          when channel = 'mobile' or context #>> '{device,type}' in ('ios', 'android') then 'app'
          when channel = 'browser' or context ? 'page' then 'web'
          else 'server'
        end`,
  }),
})
