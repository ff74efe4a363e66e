import { sql } from '#engine'
import { dim_campaign } from '../dim_campaign.ts'
import { dim_channel } from '../dim_channel.ts'
import { fct_campaign_responses } from '../fct_campaign_responses.ts'
import { fct_campaign_sends } from '../fct_campaign_sends.ts'
import { noAmount } from './no-amount.ts'

const what = sql`concat(
      'the ',
      case when channel.channel_name in ('email', 'push') then channel.channel_name when channel.channel_name = 'sms' then 'SMS' end,
      case when channel.channel_name in ('email', 'sms') then null else ' message' end,
      case when campaign.campaign_key > 0 or campaign.campaign_key < -2 then concat(' "', campaign.campaign_name, '"') end
    )`

/** What marketing sent. A message that bounced is a contact that failed, and reads so. */
export const campaignSendsTouchpoints = sql`
  select
    send.customer_key,
    send.sent_at as occurred_at,
    case send.outcome when 'delivered' then 'message sent' else 'message not delivered' end as touchpoint_type,
    channel.channel_name as channel,
    'outbound' as direction,
    concat(
      case send.outcome when 'delivered' then 'Was sent ' else 'Did not get ' end,
      ${what},
      case send.outcome when 'bounced' then ', which bounced' when 'dropped' then ', which was held back' end
    ) as sentence,
    ${noAmount},
    'fct_campaign_sends' as fact,
    send.send_key as fact_key
  from ${fct_campaign_sends} send
  join ${dim_campaign} campaign using (campaign_key)
  join ${dim_channel} channel using (channel_key)
  where send.customer_key > 0`

/** What people did with it. What software did, and opening the same message again, is no contact. */
export const campaignResponsesTouchpoints = sql`
  select
    response.customer_key,
    response.responded_at as occurred_at,
    case response.response_type
      when 'opened' then 'message opened'
      when 'clicked' then 'message clicked'
      when 'subscribed' then 'subscribed'
      when 'unsubscribed' then 'unsubscribed'
      else 'message complained about'
    end as touchpoint_type,
    channel.channel_name as channel,
    'inbound' as direction,
    case response.response_type
      when 'opened' then concat('Opened ', ${what})
      when 'clicked' then concat('Clicked a link in ', ${what})
      when 'subscribed' then concat('Subscribed to marketing by ', channel.channel_name)
      when 'unsubscribed' then concat('Unsubscribed from marketing by ', channel.channel_name)
      else concat('Marked ', ${what}, ' as spam')
    end as sentence,
    ${noAmount},
    'fct_campaign_responses' as fact,
    response.response_key as fact_key
  from ${fct_campaign_responses} response
  join ${dim_campaign} campaign using (campaign_key)
  join ${dim_channel} channel using (channel_key)
  where response.customer_key > 0
    and not response.is_automatic
    and response.response_type <> 'unknown'
    and (response.is_first or response.response_type <> 'opened')`
