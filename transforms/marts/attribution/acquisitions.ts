import { sql, value } from '#engine'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { fct_campaign_costs } from '../../warehouse/fct_campaign_costs.ts'
import { fct_customer_acquisitions } from '../../warehouse/fct_customer_acquisitions.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { mart_customer_forecast } from '../mart_customer_forecast.ts'
import { mart_customer_ltv } from '../mart_customer_ltv.ts'

/** No source says for which market a cost was. */
const notByMarket = 'Not by market'

/** A month is a twelfth of a year after the first purchase, as in `paybacks.ts`. What was sent back is subtracted. */
export const acquisitions = sql`
  with customers as (
    select
      customer_key,
      worth.cohort_month_date as month_start_date,
      acquired.channel_key,
      acquired.campaign_key,
      person.market,
      worth.first_ordered_date,
      worth.lifetime_value_amount,
      forecast.predicted_lifetime_value_amount
    from ${mart_customer_ltv} worth
    join ${fct_customer_acquisitions} acquired using (customer_key)
    join ${dim_customer} person using (customer_key)
    left join ${mart_customer_forecast} forecast using (customer_key)
    where worth.is_known
      and worth.order_count > 0
  ),
  later as (
    select
      customer_key,
      floor((bought.ordered_date - first_ordered_date) / 30.4375)::integer as months_later,
      sum(bought.net_amount) as net_amount
    from customers
    join ${fct_orders} bought using (customer_key)
    where not bought.is_test
    group by customer_key, months_later
  ),
  earned as (
    select
      customer_key,
      sum(net_amount) filter (where months_later <= 0) as value_0,
      sum(net_amount) filter (where months_later <= 1) as value_1,
      sum(net_amount) filter (where months_later <= 2) as value_2,
      sum(net_amount) filter (where months_later <= 3) as value_3,
      sum(net_amount) filter (where months_later <= 6) as value_6,
      sum(net_amount) filter (where months_later <= 9) as value_9,
      sum(net_amount) filter (where months_later <= 12) as value_12,
      sum(net_amount) filter (where months_later <= 18) as value_18,
      sum(net_amount) filter (where months_later <= 24) as value_24,
      sum(net_amount) filter (where months_later <= 36) as value_36
    from later
    group by customer_key
  ),
  won as (
    select
      month_start_date,
      channel_key,
      campaign_key,
      market,
      count(*) as new_customer_count,
      sum(lifetime_value_amount) as value_amount,
      count(predicted_lifetime_value_amount) as forecast_customer_count,
      sum(predicted_lifetime_value_amount) as predicted_value_amount,
      sum(value_0) as value_0,
      sum(value_1) as value_1,
      sum(value_2) as value_2,
      sum(value_3) as value_3,
      sum(value_6) as value_6,
      sum(value_9) as value_9,
      sum(value_12) as value_12,
      sum(value_18) as value_18,
      sum(value_24) as value_24,
      sum(value_36) as value_36
    from customers
    left join earned using (customer_key)
    group by month_start_date, channel_key, campaign_key, market
  ),
  spent as (
    select
      date_trunc('month', spent_date)::date as month_start_date,
      channel_key,
      campaign_key,
      ${value(notByMarket)} as market,
      sum(cost_amount) as cost_amount,
      count(*) filter (where cost_amount is null) as unvalued_cost_count
    from ${fct_campaign_costs}
    group by 1, channel_key, campaign_key
  )
  select
    month_start_date,
    channel_key,
    campaign_key,
    market,
    cost_amount::numeric(38,4) as cost_amount,
    coalesce(unvalued_cost_count, 0)::integer as unvalued_cost_count,
    coalesce(new_customer_count, 0)::integer as new_customer_count,
    coalesce(value_amount, 0)::numeric(38,4) as value_amount,
    coalesce(forecast_customer_count, 0)::integer as forecast_customer_count,
    coalesce(predicted_value_amount, 0)::numeric(38,4) as predicted_value_amount,
    coalesce(value_0, 0)::numeric(38,4) as value_0_months_amount,
    coalesce(value_1, 0)::numeric(38,4) as value_1_month_amount,
    coalesce(value_2, 0)::numeric(38,4) as value_2_months_amount,
    coalesce(value_3, 0)::numeric(38,4) as value_3_months_amount,
    coalesce(value_6, 0)::numeric(38,4) as value_6_months_amount,
    coalesce(value_9, 0)::numeric(38,4) as value_9_months_amount,
    coalesce(value_12, 0)::numeric(38,4) as value_12_months_amount,
    coalesce(value_18, 0)::numeric(38,4) as value_18_months_amount,
    coalesce(value_24, 0)::numeric(38,4) as value_24_months_amount,
    coalesce(value_36, 0)::numeric(38,4) as value_36_months_amount
  from spent
  full join won using (month_start_date, channel_key, campaign_key, market)`
