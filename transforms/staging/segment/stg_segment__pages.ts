import { id, sql, transform } from '#engine'
import { web_event } from '../../canonical/web_event.ts'
import { segment } from '../../sources/segment/segment.ts'
import { webEvents } from './web-events.ts'

export const stg_segment__pages = transform('staging.stg_segment__pages', {
  description: 'Page views on the website.',
  grain: ['event_key'],
  conformsTo: web_event,
  columns: {
    ...web_event.columns,
    user_id: id("User in the company's own database").orNull().pii('identifier'),
  },
  query: webEvents({
    records: segment.page,
    eventType: 'page',
    eventName: sql`nullif(trim(concat_ws(' ', category, name)), '')`,
    channel: sql`'web'`,
    url: sql`coalesce(properties ->> 'url', context #>> '{page,url}')`,
    path: sql`coalesce(properties ->> 'path', context #>> '{page,path}')`,
    referrer: sql`coalesce(properties ->> 'referrer', context #>> '{page,referrer}')`,
  }),
})
