import { sql } from '#engine'

/** A campaign is the same on all platforms if its links have the same utm_campaign. */
export const campaignId = sql`lower(trim(coalesce(nullif(utm_campaign, ''), campaign)))`
