import { notApplicableKey, sql, unknownKey } from '#engine'

/**
 * The campaign that brought somebody, in a query with `origins` that joined `campaign` (dim_campaign) on its tags: -2 if the
 * link has no tag, -1 if it has tags but none that names a campaign.
 */
export const campaignKeyOfTag = sql`
      case
        when campaign.campaign_key is not null then campaign.campaign_key
        when coalesce(origins.campaign_source, origins.campaign_medium) is null
          and origins.campaign_name is null then ${notApplicableKey}
        else ${unknownKey}
      end`
