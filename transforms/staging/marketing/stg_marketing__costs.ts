import { sql, transform, value } from '#engine'
import { company } from '#settings'
import { campaign_cost } from '../../canonical/campaign_cost.ts'
import { marketing } from '../../sources/marketing/marketing.ts'
import { campaignId } from './campaign-of-costs.ts'

/** Links without a tag are those of advertising that is paid for by the click, which most is. */
export const stg_marketing__costs = transform('staging.stg_marketing__costs', {
  description: 'What advertising cost, one row for each campaign, platform and day.',
  grain: ['cost_key'],
  conformsTo: campaign_cost,
  columns: campaign_cost.columns,
  query: sql`
    select
      ops.key_of('marketing', 'cost', platform, day, campaign) as cost_key,
      ops.key_of('marketing', 'campaign', ${campaignId}) as campaign_key,
      'marketing' as source,
      platform,
      coalesce(nullif(utm_source, ''), platform) as campaign_source,
      coalesce(nullif(utm_medium, ''), 'cpc') as campaign_medium,
      day::date as cost_date,
      day::timestamp at time zone ${value(company.timeZone)} as spent_at,
      currency,
      cost,
      impressions::numeric as impression_count,
      clicks::numeric as click_count
    from ${marketing.costs}`,
})
