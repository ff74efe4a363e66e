import { sql, transform } from '#engine'
import { campaign } from '../../canonical/campaign.ts'
import { klaviyo } from '../../sources/klaviyo/klaviyo.ts'

export const stg_klaviyo__campaigns = transform('staging.stg_klaviyo__campaigns', {
  description: 'Klaviyo campaigns.',
  grain: ['campaign_key'],
  conformsTo: campaign,
  columns: campaign.columns,
  query: sql`
    with typed as (
      select
        id as campaign_id,
        trim(attributes ->> 'name') as campaign_name,
        lower(attributes ->> 'status') as status,
        (attributes ->> 'created_at')::timestamptz as created_at,
        coalesce(attributes ->> 'send_time', attributes ->> 'scheduled_at')::timestamptz as started_at,
        (attributes ->> 'updated_at')::timestamptz as updated_at,
        (attributes ->> 'archived')::boolean as is_archived
      from ${klaviyo.campaigns}
    )
    select
      ops.key_of('klaviyo', 'campaign', campaign_id) as campaign_key,
      'klaviyo' as source,
      campaign_id,
      'campaign' as campaign_type,
      campaign_name,
      case
        when status like 'cancelled%' then 'cancelled'
        when status like '%sent' then 'sent'
        when status like 'sending%' or status in ('preparing to send', 'adding recipients') then 'sending'
        when status in ('scheduled', 'preparing to schedule') then 'scheduled'
        when status = 'draft' then 'draft'
        else 'unknown'
      end as status,
      created_at,
      started_at,
      updated_at,
      is_archived
    from typed`,
})
