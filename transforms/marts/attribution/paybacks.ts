import { sql } from '#engine'
import { fct_campaign_costs } from '../../warehouse/fct_campaign_costs.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { creditShares } from './credit-shares.ts'

/** What was spent on each channel and campaign so far. */
export const spending = sql`
  select
    channel_key,
    campaign_key,
    coalesce(sum(cost_amount), 0) as cost_amount,
    count(*) filter (where cost_amount is null) as unvalued_cost_count,
    min(spent_date) as first_spent_date,
    max(spent_date) as last_spent_date
  from ${fct_campaign_costs}
  group by channel_key, campaign_key`

/**
 * After how many months the customers that a channel or campaign brought have paid for what it cost, by each model: their first
 * purchases are divided by the model, and each share brings the same share of all that the customer buys. A month is a twelfth
 * of a year after the first purchase. Net amounts, because no source says what goods cost the company.
 */
export const paybacks = sql`
  with first_purchases as (
    select
      share.attribution_model,
      share.channel_key,
      share.campaign_key,
      share.customer_key,
      share.ordered_date as first_ordered_date,
      share.share
    from (${creditShares(sql`is_first_order`)}) share
    where (share.channel_key, share.campaign_key) in (select channel_key, campaign_key from (${spending}) spent)
  ),
  months as (
    select
      attribution_model,
      first_purchases.channel_key,
      first_purchases.campaign_key,
      floor((bought.ordered_date - first_ordered_date) / 30.4375)::integer as months_later,
      sum(share * bought.net_amount) as value_amount
    from first_purchases
    join ${fct_orders} bought using (customer_key)
    where bought.is_purchase
    group by 1, 2, 3, 4
  ),
  cumulative as (
    select
      *,
      sum(value_amount) over (
        partition by attribution_model, channel_key, campaign_key
        order by months_later
      ) as value_so_far
    from months
  )
  select
    attribution_model,
    channel_key,
    campaign_key,
    min(months_later) as payback_months
  from cumulative
  join (${spending}) spent using (channel_key, campaign_key)
  where value_so_far >= cost_amount
  group by attribution_model, channel_key, campaign_key`
