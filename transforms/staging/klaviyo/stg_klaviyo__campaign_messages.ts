import { id, key, sql, transform } from '#engine'
import { klaviyo } from '../../sources/klaviyo/klaviyo.ts'

/** Campaigns from before 2023 have no messages; their events name the campaign as the message. */
export const stg_klaviyo__campaign_messages = transform('staging.stg_klaviyo__campaign_messages', {
  description: 'Messages of Klaviyo campaigns, one for each variation.',
  grain: ['message_id'],
  columns: {
    message_id: id('Message in Klaviyo'),
    campaign_key: key('Campaign it belongs to'),
  },
  query: sql`
    with messages as (
      select id as campaign_id, id as message_id from ${klaviyo.campaigns}
      union
      select
        campaign.id,
        message.id
      from ${klaviyo.campaigns} campaign
      cross join lateral jsonb_to_recordset(
        campaign.relationships #> '{campaign-messages,data}'
      ) as message(id text)
    )
    select
      message_id,
      min(ops.key_of('klaviyo', 'campaign', campaign_id)) as campaign_key
    from messages
    group by message_id`,
})
