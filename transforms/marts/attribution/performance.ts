import { sql, value } from '#engine'
import { mart_attribution } from '../mart_attribution.ts'
import { attributionModels } from './credit-shares.ts'
import { paybacks, spending } from './paybacks.ts'

/** What was spent beside what it brought, by each model. */
export const performance = sql`
  with spent as (
    select
      model.attribution_model,
      spending.*
    from (${spending}) spending
    cross join unnest(${value([...attributionModels])}) model(attribution_model)
  ),
  brought as (
    select
      attribution_model,
      channel_key,
      campaign_key,
      sum(order_count) as order_count,
      sum(first_order_count) as first_order_count,
      sum(unvalued_order_count) as unvalued_order_count,
      sum(value_amount) as value_amount
    from ${mart_attribution}
    group by attribution_model, channel_key, campaign_key
  )
  select
    attribution_model,
    channel_key,
    campaign_key,
    case
      when brought.order_count is null then 'cost without orders'
      when spent.cost_amount is null then 'orders without cost'
      else 'cost and orders'
    end as performance,
    spent.cost_amount,
    coalesce(spent.unvalued_cost_count, 0)::integer as unvalued_cost_count,
    spent.first_spent_date,
    spent.last_spent_date,
    coalesce(brought.order_count, 0) as order_count,
    coalesce(brought.first_order_count, 0) as first_order_count,
    coalesce(brought.unvalued_order_count, 0) as unvalued_order_count,
    coalesce(brought.value_amount, 0)::numeric(38,4) as value_amount,
    round(coalesce(brought.value_amount, 0) / nullif(spent.cost_amount, 0), 6) as return_on_spend,
    (spent.cost_amount / nullif(brought.first_order_count, 0))::numeric(38,4) as cost_per_new_customer_amount,
    payback.payback_months
  from spent
  full join brought using (attribution_model, channel_key, campaign_key)
  left join (${paybacks}) payback using (attribution_model, channel_key, campaign_key)`
