import {
  day,
  flag,
  instant,
  integer,
  key,
  oneOf,
  references,
  returnsNone,
  sql,
  text,
  transform,
} from '#engine'
import { dim_campaign } from '../warehouse/dim_campaign.ts'
import { dim_channel } from '../warehouse/dim_channel.ts'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { dim_date } from '../warehouse/dim_date.ts'
import { fct_campaign_responses } from '../warehouse/fct_campaign_responses.ts'
import { fct_campaign_sends } from '../warehouse/fct_campaign_sends.ts'

/**
 * Sends and responses side by side, so that rates are of the messages sent and not of the responses of a period. A flow can
 * send the same message again: a response is to the latest one before it. Choices in a preference centre name no message.
 */
export const mart_campaign_message = transform('marts.mart_campaign_message', {
  description:
    'What people did with each marketing message that was sent to them, one row for each message to a person.',
  grain: ['send_key'],
  columns: {
    send_key: key('The message to a person'),
    customer_key: key('The person; -1 while unknown'),
    campaign_key: key('Campaign; -2 for none, -1 if nobody says which'),
    channel_key: key('Channel of the message'),
    source: fct_campaign_sends.columns.source,
    outcome: oneOf('What became of it', ['delivered', 'bounced', 'dropped']),
    detail: text('More about the outcome, such as hard or soft bounce')
      .orNull()
      .notPersonal('a word of the source'),
    sent_at: instant('When its first outcome was reported'),
    sent_date: day('The day of that, in the time zone of the company'),
    is_opened: flag(
      'Whether the person opened it, as far as it can be told from software that opens everything',
    ),
    is_opened_by_software: flag('Whether software opened it to protect the person'),
    is_clicked: flag('Whether the person followed a link in it'),
    is_unsubscribed: flag('Whether the person unsubscribed in it'),
    is_complained: flag('Whether the person reported it as spam'),
    response_count: integer('Responses to it of all kinds. Additive'),
  },
  indexes: [['customer_key']],
  tests: [
    references('send_key', fct_campaign_sends),
    references('customer_key', dim_customer),
    references('campaign_key', dim_campaign),
    references('channel_key', dim_channel),
    references('sent_date', dim_date, 'date_day'),
    returnsNone(
      'every response to a message that was sent is counted once',
      (self) => sql`
        select count(*) as response_count
        from ${fct_campaign_responses} reaction
        where exists (
          select
          from ${fct_campaign_sends} sent
          where (sent.record_key, sent.source, sent.message_id) = (reaction.record_key, reaction.source, reaction.message_id)
        )
        except
        select coalesce(sum(response_count), 0)
        from ${self}`,
    ),
  ],
  query: sql`
    with answered as (
      select distinct on (reaction.response_key)
        reaction.response_key,
        sent.send_key
      from ${fct_campaign_responses} reaction
      join ${fct_campaign_sends} sent using (record_key, source, message_id)
      order by
        reaction.response_key,
        sent.sent_at > reaction.responded_at,
        abs(extract(epoch from reaction.responded_at - sent.sent_at)),
        sent.send_key
    ),
    responses as (
      select
        answered.send_key,
        count(*)::integer as response_count,
        bool_or(reaction.response_type = 'opened' and not reaction.is_automatic) as is_opened,
        bool_or(reaction.response_type = 'opened' and reaction.is_automatic) as is_opened_by_software,
        bool_or(reaction.response_type = 'clicked') as is_clicked,
        bool_or(reaction.response_type = 'unsubscribed') as is_unsubscribed,
        bool_or(reaction.response_type = 'complained') as is_complained
      from answered
      join ${fct_campaign_responses} reaction using (response_key)
      group by answered.send_key
    )
    select
      sent.send_key,
      sent.customer_key,
      sent.campaign_key,
      sent.channel_key,
      sent.source,
      sent.outcome,
      sent.detail,
      sent.sent_at,
      sent.sent_date,
      coalesce(responses.is_opened, false) as is_opened,
      coalesce(responses.is_opened_by_software, false) as is_opened_by_software,
      coalesce(responses.is_clicked, false) as is_clicked,
      coalesce(responses.is_unsubscribed, false) as is_unsubscribed,
      coalesce(responses.is_complained, false) as is_complained,
      coalesce(responses.response_count, 0) as response_count
    from ${fct_campaign_sends} sent
    left join responses using (send_key)`,
})
