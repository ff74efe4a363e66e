import { asOfDay, sql, value } from '#engine'
import { mart_clv_group } from '../mart_clv_group.ts'
import { mart_clv_model } from '../mart_clv_model.ts'
import { mart_customer_ltv } from '../mart_customer_ltv.ts'
import { customerHistories } from './customer-histories.ts'
import { groupOfCustomer } from './group-of-customer.ts'
import { spendModelName } from './names.ts'
import { lifetimeValue } from './settings.ts'

/** Every customer and prospect with what the models know, the published models of the group, and why there is no forecast. */
export const forecastCustomers = sql`
  with published as (
    select
      model_group,
      max(model_name) filter (where is_published and model_name <> ${value(spendModelName)}) as model_name,
      max(model_name) filter (where is_published and model_name = ${value(spendModelName)}) as spend_model_name,
      max(window_to_date) as model_fitted_to_date,
      (
        array_agg(not_published_because order by backtest_error, model_name)
          filter (where model_name <> ${value(spendModelName)})
      )[1] as no_orders_because,
      max(not_published_because) filter (where model_name = ${value(spendModelName)}) as no_value_because
    from ${mart_clv_model}
    group by model_group
  )
  select
    customer_key,
    case
      when history.customer_key is null or published.model_name is null then 'none'
      when published.spend_model_name is null then 'orders only'
      else 'orders and value'
    end as forecast_status,
    case
      when history.customer_key is null then 'has not ordered yet'
      when published.model_name is null then coalesce(no_orders_because, 'there is no model')
      when published.spend_model_name is null then 'orders only: ' || no_value_because
    end as no_forecast_because,
    grouped.group_name,
    pooled.model_group,
    case when history.customer_key is not null then published.model_name end as model_name,
    case when history.customer_key is not null and published.model_name is not null then published.spend_model_name end
      as spend_model_name,
    case when history.customer_key is not null and published.model_name is not null then published.model_fitted_to_date end
      as model_fitted_to_date,
    history.first_ordered_date,
    history.last_ordered_date,
    history.frequency as repeat_order_count,
    history.recency_days,
    history.age_days,
    history.valued_count,
    history.net_amount,
    lifetime_value_amount as historic_value_amount,
    ${value(lifetimeValue.discountRate)}::numeric as discount_rate,
    ${asOfDay} as as_of_date
  from (${groupOfCustomer}) grouped
  join ${mart_customer_ltv} using (customer_key)
  left join ${mart_clv_group} pooled using (group_name)
  left join published using (model_group)
  left join (${customerHistories(sql`${asOfDay}`)}) history using (customer_key)`
