import { sql, transform } from '#engine'
import { campaign } from '../../canonical/campaign.ts'
import { stg_klaviyo__events } from './stg_klaviyo__events.ts'

/** Flows are only known from what they sent. The first message gives the name. */
export const stg_klaviyo__flows = transform('staging.stg_klaviyo__flows', {
  description: 'Klaviyo flows that sent at least one message.',
  grain: ['campaign_key'],
  conformsTo: campaign,
  columns: campaign.columns,
  query: sql`
    select
      ops.key_of('klaviyo', 'flow', flow_id) as campaign_key,
      'klaviyo' as source,
      flow_id as campaign_id,
      'flow' as campaign_type,
      coalesce(
        (
          array_agg(campaign_name order by occurred_at, event_key) filter (where campaign_name is not null)
        )[1],
        flow_id
      ) as campaign_name,
      'running' as status,
      null::timestamptz as created_at,
      min(occurred_at) as started_at,
      null::timestamptz as updated_at,
      false as is_archived
    from ${stg_klaviyo__events}
    where flow_id is not null
    group by flow_id`,
})
