import { sql } from '#engine'
import { mart_customer_360 } from '../mart_customer_360.ts'

/** How reports group customers, one row for each customer; facts of unknown customers have none. */
export const customerTraits = sql`
  select
    customer_key,
    market,
    coalesce(nullif(first_channel_name, 'unknown'), 'Unknown') as first_channel,
    coalesce(rfm_segment, 'No order') as customer_segment
  from ${mart_customer_360}`
