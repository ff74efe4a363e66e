import { sql, value } from '#engine'
import { holdoutPredictions } from './holdout-predictions.ts'
import { sameAsLastYear } from './names.ts'

/**
 * For the Gini coefficient: the areas under the Lorenz curves of what customers did, in the order of the forecast and in the order
 * of what they did. Customers who are equal share a step. What they did is the same for all methods.
 */
export const rankings = sql`
  with predictions as (${holdoutPredictions}),
  forecast_steps as (
    select
      model_group,
      method_name,
      target,
      count(*) as customer_count,
      sum(actual) as actual,
      sum(sum(actual)) over (
        partition by model_group, method_name, target
        order by predicted desc
      ) as cumulative_actual
    from predictions
    group by
      model_group,
      method_name,
      target,
      predicted
  ),
  forecast_areas as (
    select
      model_group,
      method_name,
      target,
      sum((cumulative_actual - actual / 2) * customer_count) as of_forecast
    from forecast_steps
    group by
      model_group,
      method_name,
      target
  ),
  outcome_steps as (
    select
      model_group,
      target,
      count(*) as customer_count,
      sum(actual) as actual,
      sum(sum(actual)) over (
        partition by model_group, target
        order by actual desc
      ) as cumulative_actual
    from predictions
    where method_name = ${value(sameAsLastYear)}
    group by
      model_group,
      target,
      actual
  ),
  outcome_areas as (
    select
      model_group,
      target,
      sum((cumulative_actual - actual / 2) * customer_count) as of_outcome
    from outcome_steps
    group by
      model_group,
      target
  )
  select
    model_group,
    method_name,
    target,
    of_forecast,
    of_outcome
  from forecast_areas
  join outcome_areas using (model_group, target)`
