import {
  day,
  every,
  id,
  instant,
  integer,
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
import { isSend, messageSends } from './campaigns/message-sends.ts'
import { customerOfRecord } from './customers/customer-of-record.ts'
import { dim_campaign } from './dim_campaign.ts'
import { dim_channel } from './dim_channel.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'

/**
 * Sources report outcomes, and a message can bounce before it is delivered. Outcomes of one message to one person within
 * three days are one send, with the best of them: a flow may send the same message again later. An outcome that arrives late
 * joins the send of its time.
 */
export const fct_campaign_sends = transform('warehouse.fct_campaign_sends', {
  description: 'Marketing messages to people, one row for each message to a person, with what became of it.',
  grain: ['send_key'],
  columns: {
    send_key: key('Surrogate key of the send: that of its first outcome'),
    customer_key: key('The person; -1 while unknown'),
    record_key: recordKey('Profile record of the person').orNull(),
    campaign_key: key('Campaign; -2 for none, -1 if nobody says which'),
    channel_key: key('Channel of the message'),
    source: id('Source system'),
    message_id: touchpoint.columns.message_id,
    outcome: oneOf('What became of it', ['delivered', 'bounced', 'dropped']),
    detail: text('More about the outcome, such as hard or soft bounce')
      .orNull()
      .notPersonal('a word of the source'),
    sent_at: instant('When its first outcome was reported'),
    sent_date: day('The day of that, in the time zone of the company'),
    attempt_count: integer('Outcomes that were reported of it. Additive'),
    delivered_count: integer('1 if it was delivered. Additive'),
    bounced_count: integer('1 if it bounced and was not delivered. Additive'),
  },
  indexes: [['customer_key']],
  tests: [
    references('customer_key', dim_customer),
    references('campaign_key', dim_campaign),
    references('channel_key', dim_channel),
    references('sent_date', dim_date, 'date_day'),
    returnsNone(
      'every outcome is counted',
      (self) => sql`
        select count(*) as attempt_count
        from ${every(touchpoint)} touched
        where ${isSend}
        except
        select coalesce(sum(attempt_count), 0)
        from ${self}`,
    ),
  ],
  query: sql`
    select
      sends.send_key,
      coalesce(known.customer_key, ${unknownKey}) as customer_key,
      sends.record_key,
      ${campaignKeyOfMessage(sql`sends`)} as campaign_key,
      ${channelKey(messageChannel(sql`sends.channel`))} as channel_key,
      sends.source,
      sends.message_id,
      sends.outcome,
      sends.detail,
      sends.sent_at,
      ${dayOf(sql`sends.sent_at`)} as sent_date,
      sends.attempt_count,
      (sends.outcome = 'delivered')::integer as delivered_count,
      (sends.outcome = 'bounced')::integer as bounced_count
    from (${messageSends}) sends
    left join (${customerOfRecord}) known using (record_key)`,
})
