import { flag, id, instant, key, sql, text, transform } from '#engine'
import { klaviyo } from '../../sources/klaviyo/klaviyo.ts'
import { personKey } from '../person-key.ts'

export const stg_klaviyo__events = transform('staging.stg_klaviyo__events', {
  description: 'Klaviyo events: those of marketing, and those that other systems report to it.',
  grain: ['event_key'],
  columns: {
    event_key: key('Surrogate key of the event'),
    record_key: key('Profile record of the person').orNull(),
    event_id: id('Event in Klaviyo'),
    metric_id: id('Kind of event').notPersonal('numbered by the source, not by the person'),
    message_id: id('Message it is about').orNull().notPersonal('numbered by the source, not by the person'),
    flow_id: id('Flow that sent the message')
      .orNull()
      .notPersonal('numbered by the source, not by the person'),
    campaign_name: text('Name of the campaign or of the message of a flow')
      .orNull()
      .notPersonal('chosen by the company, not by the customer'),
    subject: text('Subject of the message').orNull().notPersonal('written by the company for many readers'),
    url: text('URL that was clicked, without its query string')
      .orNull()
      .notPersonal('a page for many readers'),
    bounce_type: text('Hard or Soft').orNull().notPersonal('one of two words'),
    is_machine_open: flag('Whether an email program opened the message automatically'),
    occurred_at: instant('When it happened'),
  },
  query: sql`
    with typed as (
      select
        id as event_id,
        relationships #>> '{metric,data,id}' as metric_id,
        relationships #>> '{profile,data,id}' as profile_id,
        attributes -> 'event_properties' as event_properties,
        (attributes ->> 'datetime')::timestamptz as occurred_at
      from ${klaviyo.events}
    )
    select
      ops.key_of('klaviyo', 'event', event_id) as event_key,
      ${personKey('klaviyo', 'profile', sql`profile_id`)} as record_key,
      event_id,
      metric_id,
      nullif(event_properties ->> '$message', '') as message_id,
      nullif(event_properties ->> '$flow', '') as flow_id,
      nullif(trim(event_properties ->> 'Campaign Name'), '') as campaign_name,
      nullif(trim(event_properties ->> 'Subject'), '') as subject,
      nullif(regexp_replace(event_properties ->> 'URL', '[?#].*$', ''), '') as url,
      event_properties ->> 'Bounce Type' as bounce_type,
      coalesce((event_properties ->> 'machine_open')::boolean, false) as is_machine_open,
      occurred_at
    from typed`,
})
