import { sql, transform, value } from '#engine'
import { company } from '#settings'
import { campaign } from '../../canonical/campaign.ts'
import { marketing } from '../../sources/marketing/marketing.ts'
import { campaignId } from './campaign-of-costs.ts'

/** Campaigns of advertising are only known from what they cost. They are named as their links name them. */
export const stg_marketing__campaigns = transform('staging.stg_marketing__campaigns', {
  description: 'Campaigns of advertising that cost something.',
  grain: ['campaign_key'],
  conformsTo: campaign,
  columns: campaign.columns,
  query: sql`
    select
      ops.key_of('marketing', 'campaign', ${campaignId}) as campaign_key,
      'marketing' as source,
      ${campaignId} as campaign_id,
      'advertising' as campaign_type,
      min(trim(coalesce(nullif(utm_campaign, ''), campaign))) as campaign_name,
      'running' as status,
      null::timestamptz as created_at,
      min(day)::timestamp at time zone ${value(company.timeZone)} as started_at,
      null::timestamptz as updated_at,
      false as is_archived
    from ${marketing.costs}
    group by ${campaignId}`,
})
