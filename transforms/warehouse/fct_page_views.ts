import {
  day,
  decimal,
  flag,
  id,
  instant,
  integer,
  key,
  notApplicableKey,
  notNegative,
  oneOf,
  recordKey,
  references,
  returnsNone,
  sql,
  text,
  transform,
  unknownKey,
} from '#engine'
import { bdg_session_event } from './bdg_session_event.ts'
import { dayOf } from './calendar/times.ts'
import { dim_campaign } from './dim_campaign.ts'
import { dim_channel } from './dim_channel.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { fct_sessions } from './fct_sessions.ts'

/**
 * A view has the person, channel and campaign of its session. One that arrives late takes its place in the session by when
 * it happened, and changes how long the view before it lasted. A view of nobody, without a browser and a user, is in no session.
 */
export const fct_page_views = transform('warehouse.fct_page_views', {
  description: 'Views of pages of the website and of screens of the app, one row for each.',
  grain: ['page_view_key'],
  columns: {
    page_view_key: key('Surrogate key of the view'),
    session_key: key('Session it is part of; missing if nobody knows the visitor').orNull(),
    customer_key: key('The person whose session it is; -1 while unknown'),
    record_key: recordKey('Profile record of the visitor at that moment, named or anonymous').orNull(),
    channel_key: key('Marketing channel that brought the visitor'),
    campaign_key: key('Campaign that brought the visitor; -2 for none'),
    source: id('Source system'),
    place: oneOf('Where it was viewed', ['web', 'app', 'server']),
    viewed_at: instant('When it was opened'),
    viewed_date: day('The day of that, in the time zone of the company'),
    view_number: integer('Place among the views of its session, from 1. Not additive'),
    page_host: bdg_session_event.columns.page_host,
    page_path: bdg_session_event.columns.page_path,
    page_name: text('Name of the page or screen').orNull().notPersonal('a page of the shop'),
    seconds: decimal('Seconds until the next view, or until the last event of the session. Additive'),
    is_landing: flag('Whether it is the first view of its session'),
    is_exit: flag('Whether it is the last view of its session'),
  },
  indexes: [['session_key']],
  tests: [
    references('customer_key', dim_customer),
    references('channel_key', dim_channel),
    references('campaign_key', dim_campaign),
    references('viewed_date', dim_date, 'date_day'),
    notNegative('seconds'),
    returnsNone(
      'every view is present',
      (self) => sql`
        select count(*) as view_count
        from ${bdg_session_event}
        where event_type in ('page', 'screen')
        except
        select count(*)
        from ${self}`,
    ),
  ],
  query: sql`
    with viewed as (
      select
        *,
        row_number() over of_session as view_number,
        lead(occurred_at) over of_session as next_at
      from ${bdg_session_event}
      where event_type in ('page', 'screen')
      -- views of nobody are each on their own
      window of_session as (
        partition by coalesce(session_key, event_key)
        order by event_number, event_key
      )
    )
    select
      viewed.event_key as page_view_key,
      viewed.session_key,
      coalesce(session.customer_key, ${unknownKey}) as customer_key,
      viewed.record_key,
      coalesce(session.channel_key, ${unknownKey}) as channel_key,
      coalesce(session.campaign_key, ${notApplicableKey}) as campaign_key,
      viewed.source,
      viewed.place,
      viewed.occurred_at as viewed_at,
      ${dayOf(sql`viewed.occurred_at`)} as viewed_date,
      viewed.view_number::integer,
      viewed.page_host,
      viewed.page_path,
      viewed.event_name as page_name,
      coalesce(extract(epoch from coalesce(viewed.next_at, session.ended_at) - viewed.occurred_at), 0) as seconds,
      viewed.view_number = 1 as is_landing,
      viewed.next_at is null as is_exit
    from viewed
    left join ${fct_sessions} session using (session_key)`,
})
