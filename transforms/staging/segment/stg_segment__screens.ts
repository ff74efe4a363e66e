import { id, sql, transform } from '#engine'
import { web_event } from '../../canonical/web_event.ts'
import { segment } from '../../sources/segment/segment.ts'
import { webEvents } from './web-events.ts'

export const stg_segment__screens = transform('staging.stg_segment__screens', {
  description: 'Screen views in the app.',
  grain: ['event_key'],
  conformsTo: web_event,
  columns: {
    ...web_event.columns,
    user_id: id("User in the company's own database").orNull().pii('identifier'),
  },
  query: webEvents({
    records: segment.screen,
    eventType: 'screen',
    eventName: sql`nullif(trim(concat_ws(' ', category, name)), '')`,
    channel: sql`'app'`,
  }),
})
