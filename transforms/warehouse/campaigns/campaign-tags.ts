import { every, sql } from '#engine'
import { campaign } from '../../canonical/campaign.ts'
import { touchpoint } from '../../canonical/touchpoint.ts'

/** Campaigns that a source has a record of, and those that only messages name. */
export const knownCampaigns = sql`
  with mentioned as (
    select
      campaign_key,
      min(source) as source,
      min(campaign_name) as campaign_name
    from ${every(touchpoint)} touched
    where campaign_key is not null
    group by campaign_key
  )
  select
    campaign_key,
    coalesce(planned.source, mentioned.source) as source,
    coalesce(planned.campaign_id, mentioned.campaign_name, 'unknown') as campaign_id,
    coalesce(planned.campaign_name, mentioned.campaign_name, 'unknown') as campaign_name,
    coalesce(planned.campaign_type, 'unknown') as campaign_type,
    coalesce(planned.status, 'unknown') as status,
    planned.created_at,
    planned.started_at,
    coalesce(planned.is_archived, false) as is_archived,
    planned.campaign_key is null as is_inferred
  from ${every(campaign)} planned
  full join mentioned using (campaign_key)`

/**
 * What utm_campaign can say to mean a campaign, in a query that has `campaigns`: its name, its id, or both, as tools for
 * mailing write it by default. A tag that fits two campaigns is left out.
 */
export const campaignTags = sql`
  select
    min(campaign_key) as campaign_key,
    tag
  from campaigns
  cross join lateral (
    select lower(trim(campaign_name)) as tag
    union
    select lower(campaign_id)
    union
    select lower(trim(campaign_name) || ' (' || campaign_id || ')')
  ) written
  group by tag
  having count(*) = 1`
