import {
  day,
  every,
  flag,
  id,
  instant,
  key,
  oneOf,
  recordKey,
  references,
  returnsNone,
  sql,
  text,
  transform,
  unknownKey,
} from '#engine'
import { touchpoint } from '../canonical/touchpoint.ts'
import { dayOf } from './calendar/times.ts'
import { channelKey, messageChannel } from './campaigns/marketing-channel.ts'
import { campaignKeyOfMessage } from './campaigns/message-campaign.ts'
import { isSend } from './campaigns/message-sends.ts'
import { customerOfRecord } from './customers/customer-of-record.ts'
import { dim_campaign } from './dim_campaign.ts'
import { dim_channel } from './dim_channel.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { fct_campaign_sends } from './fct_campaign_sends.ts'

/**
 * Mail programs open every message to protect their users; such openings are kept and flagged. What a source reports with a
 * word that is not known is 'unknown', so that it is seen. A reaction that arrives late is a row of its day.
 */
export const fct_campaign_responses = transform('warehouse.fct_campaign_responses', {
  description:
    'What people did with marketing messages and with their subscription to them, one row for each time.',
  grain: ['response_key'],
  columns: {
    response_key: key('Surrogate key of the response'),
    customer_key: key('The person; -1 while unknown'),
    record_key: recordKey('Profile record of the person').orNull(),
    campaign_key: key(
      'Campaign; -2 for none, such as a choice in the preference centre, -1 if nobody says which',
    ),
    channel_key: key('Channel of the message'),
    source: id('Source system'),
    message_id: touchpoint.columns.message_id,
    response_type: oneOf('What the person did', [
      'opened',
      'clicked',
      'subscribed',
      'unsubscribed',
      'complained',
      'unknown',
    ]),
    is_automatic: flag('Whether software did it, such as a mail program that opens every message'),
    is_first: flag(
      'Whether it is the first of its kind by the person to that message: counts people, not times',
    ),
    url: text('Page of the link that was clicked, without its query string')
      .orNull()
      .notPersonal('a page for many readers'),
    responded_at: instant('When it happened'),
    responded_date: day('The day of that, in the time zone of the company'),
  },
  indexes: [['customer_key']],
  tests: [
    references('customer_key', dim_customer),
    references('campaign_key', dim_campaign),
    references('channel_key', dim_channel),
    references('responded_date', dim_date, 'date_day'),
    returnsNone(
      'every touchpoint is an outcome of a send or a response',
      (self) => sql`
        select count(*) as touchpoint_count
        from ${every(touchpoint)} touched
        except
        select (select count(*) from ${self}) + (select coalesce(sum(attempt_count), 0) from ${fct_campaign_sends})`,
    ),
  ],
  query: sql`
    with responses as (
      select
        *,
        case
          when touchpoint_type in ('opened', 'clicked', 'subscribed', 'unsubscribed', 'complained') then touchpoint_type
          else 'unknown'
        end as response_type
      from ${every(touchpoint)} touched
      where not ${isSend}
    )
    select
      touchpoint_key as response_key,
      coalesce(known.customer_key, ${unknownKey}) as customer_key,
      record_key,
      ${campaignKeyOfMessage(sql`responses`)} as campaign_key,
      ${channelKey(messageChannel(sql`responses.channel`))} as channel_key,
      source,
      message_id,
      response_type,
      is_automatic,
      row_number() over (
        partition by record_key, source, message_id, response_type, is_automatic
        order by occurred_at, touchpoint_key
      ) = 1 as is_first,
      url,
      occurred_at as responded_at,
      ${dayOf(sql`occurred_at`)} as responded_date
    from responses
    left join (${customerOfRecord}) known using (record_key)`,
})
