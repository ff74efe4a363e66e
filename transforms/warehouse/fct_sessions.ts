import {
  day,
  decimal,
  flag,
  holds,
  id,
  instant,
  integer,
  key,
  money,
  notNegative,
  oneOf,
  recordKey,
  references,
  returnsNone,
  sql,
  text,
  transform,
} from '#engine'
import { bdg_session_event } from './bdg_session_event.ts'
import { dim_campaign } from './dim_campaign.ts'
import { dim_channel } from './dim_channel.ts'
import { dim_currency } from './dim_currency.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { hasRates } from './money/exchange.ts'
import { checkoutStepNames } from './web/checkout-steps.ts'
import { sessionFacts } from './web/session-facts.ts'
import { personEvidence } from './web/session-people.ts'

/**
 * An event that arrives late joins, lengthens or divides the session of its time; an identification that arrives late gives
 * sessions to a person, or takes them away if it shows that two people use the browser. `session-people.ts` has the rule.
 */
export const fct_sessions = transform('warehouse.fct_sessions', {
  description:
    'Visits to the website and in the app, one row for each visit of one browser or installed app: it ends after 30 minutes ' +
    'of silence or when another campaign brings the visitor, and not at midnight.',
  grain: ['session_key'],
  columns: {
    session_key: key('Surrogate key of the session'),
    customer_key: key('The person, as person_evidence says; -1 while unknown'),
    visitor_key: recordKey('Profile record of the browser or app; missing if the source names none').orNull(),
    channel_key: key('Marketing channel that brought the visitor'),
    campaign_key: key('Campaign of the link; -2 without a tag, -1 if the tag names no campaign'),
    source: id('Source system'),
    place: oneOf('Where the first view or action was', ['web', 'app']),
    device_type: bdg_session_event.columns.device_type,
    started_at: instant('When its first event happened'),
    started_date: day('The day of that, in the time zone of the company'),
    ended_at: instant('When its last event happened'),
    seconds: decimal('Seconds between the two. Additive'),
    view_count: integer('Pages and screens viewed. Additive'),
    action_count: integer('Actions. Additive'),
    landing_page: text('Path of the first page, or name of the first screen')
      .orNull()
      .notPersonal('a page of the shop'),
    exit_page: text('Path of the last page, or name of the last screen')
      .orNull()
      .notPersonal('a page of the shop'),
    referrer_host: text('Host of the page that the visitor came from')
      .orNull()
      .notPersonal('a site, not a visitor'),
    campaign_source: bdg_session_event.columns.campaign_source,
    campaign_medium: bdg_session_event.columns.campaign_medium,
    campaign_name: bdg_session_event.columns.campaign_name,
    person_evidence: oneOf('Why it belongs to that person or to nobody', personEvidence),
    is_identified: flag('Whether the visitor was identified during the session, as one person'),
    is_bounce: flag('Whether it has one view at most, and no action'),
    furthest_step: oneOf('Furthest step on the way to an order', checkoutStepNames).orNull(),
    order_count: integer('Orders placed during the session, as the website reports them. Additive'),
    currency: id('Currency of the value of its orders, ISO 4217').orNull().notPersonal('an ISO 4217 code'),
    original_order_value: decimal(
      'Value of its orders in that currency; missing if there are two. Additive within a currency',
    ).orNull(),
    order_amount: money(
      'The same in the reporting currency; fct_orders has what was sold. Additive',
    ).orNull(),
  },
  indexes: [['customer_key']],
  tests: [
    references('customer_key', dim_customer),
    references('currency', dim_currency),
    references('channel_key', dim_channel),
    references('campaign_key', dim_campaign),
    references('started_date', dim_date, 'date_day'),
    notNegative('seconds'),
    hasRates(sql`started_date`, sql`original_order_value`, sql`order_amount`),
    holds(
      'a known person has evidence',
      sql`(customer_key = -1) = (person_evidence not like 'identified%' and person_evidence <> 'record of the visitor')`,
    ),
    returnsNone(
      'every event of a known visitor is counted',
      (self) => sql`
        with visits as (
          select
            count(*) filter (where event_type in ('page', 'screen')) as view_count,
            count(*) filter (where event_type = 'action') as action_count
          from ${bdg_session_event}
          where session_key in (
            select session_key
            from ${bdg_session_event}
            where event_type <> 'identification' and place <> 'server'
          )
        ),
        present as (
          select
            coalesce(sum(view_count), 0) as view_count,
            coalesce(sum(action_count), 0) as action_count
          from ${self}
        )
        select
          visits.view_count as event_views,
          present.view_count as session_views,
          visits.action_count as event_actions,
          present.action_count as session_actions
        from visits
        cross join present
        where (visits.view_count, visits.action_count) is distinct from (present.view_count, present.action_count)`,
    ),
  ],
  query: sessionFacts,
})
