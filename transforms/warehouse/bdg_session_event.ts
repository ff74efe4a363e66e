import {
  decimal,
  every,
  flag,
  id,
  instant,
  integer,
  key,
  oneOf,
  recordKey,
  returnsNone,
  sql,
  text,
  transform,
} from '#engine'
import { visitor_identification } from '../canonical/visitor_identification.ts'
import { web_event } from '../canonical/web_event.ts'
import { eventsInSessions } from './web/events-in-sessions.ts'

/**
 * An event that arrives late takes its place by when it happened, so it can join or divide sessions; the order of arrival
 * never matters. A session is named by its first event. Midnight ends no session. An event of nobody, without a browser and
 * a user, is in no session.
 */
export const bdg_session_event = transform('warehouse.bdg_session_event', {
  description:
    'Which session each event of the website and the app belongs to: one row for each page view, screen view, action and ' +
    'identification. A session ends after 30 minutes of silence or when another campaign brings the visitor.',
  grain: ['event_key'],
  columns: {
    event_key: key('Surrogate key of the event'),
    session_key: key(
      'The session, named by the key of its first event; missing if nobody knows the visitor',
    ).orNull(),
    event_number: integer('Place of the event in its session, from 1. Not additive'),
    visitor_key: recordKey(
      'Profile record of the browser or app; of the user if the source names no browser',
    ).orNull(),
    record_key: recordKey('Profile record of the visitor at that moment, named or anonymous').orNull(),
    is_identified: flag(
      'Whether the record is of a person who logged in or was identified, not of a browser',
    ),
    source: id('Source system'),
    event_type: oneOf('Kind of event', ['page', 'screen', 'action', 'identification']),
    event_name: text('Name of the action, page or screen; how the visitor was identified').orNull(),
    step_position: integer(
      'Which step from a product to an order it is, 1 to 7, as in fct_checkout_steps; missing for others. Not additive',
    ).orNull(),
    place: oneOf('Where it happened', ['web', 'app', 'server', 'unknown']),
    device_type: web_event.columns.device_type,
    occurred_at: instant('When it happened'),
    page_host: web_event.columns.page_host,
    page_path: web_event.columns.page_path,
    referrer_host: web_event.columns.referrer_host,
    campaign_source: web_event.columns.campaign_source,
    campaign_medium: web_event.columns.campaign_medium,
    campaign_name: web_event.columns.campaign_name,
    order_id: web_event.columns.order_id,
    product_id: web_event.columns.product_id,
    value: decimal('Value of the action, in its currency. Additive within a currency').orNull(),
    currency: web_event.columns.currency,
  },
  indexes: [['session_key']],
  tests: [
    returnsNone(
      'every event is present',
      (self) => sql`
        with staged as (
          select count(*) as event_count, coalesce(sum(value), 0) as value
          from ${every(web_event)} happened
        ),
        identified as (
          select count(*) as event_count
          from ${every(visitor_identification)} named
        ),
        present as (
          select count(*) as event_count, coalesce(sum(value), 0) as value
          from ${self}
        )
        select
          staged.event_count + identified.event_count as staged_events,
          present.event_count as present_events,
          staged.value as staged_value,
          present.value as present_value
        from staged
        cross join identified
        cross join present
        where (staged.event_count + identified.event_count, staged.value)
          is distinct from (present.event_count, present.value)`,
    ),
  ],
  query: sql`
    select
      event_key,
      case when device_key <> event_key then session_key end as session_key,
      event_number::integer,
      visitor_key,
      record_key,
      record_key is distinct from visitor_key or event_type = 'identification' as is_identified,
      source,
      event_type,
      event_name,
      step_position,
      place,
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
    from (${eventsInSessions}) placed`,
})
