import { decimal, integer, oneOf, sql, text, transform } from '#engine'
import { holdoutPredictions, targets } from './lifetime-value/holdout-predictions.ts'
import { orderMethods } from './lifetime-value/names.ts'

/** A forecast is calibrated if, in every tenth, customers do on average what was predicted of them. */
export const mart_clv_calibration = transform('marts.mart_clv_calibration', {
  description:
    'Predicted against actual in the holdout by tenths of the customers, one row for each group, method, what is predicted, and tenth.',
  grain: ['model_group', 'method_name', 'target', 'decile'],
  columns: {
    model_group: text('The customers'),
    method_name: oneOf('The model, or the naive method', orderMethods),
    target: oneOf('What is predicted of each customer: orders, or their net value', targets),
    decile: integer('Tenth of the customers; 1 has the highest forecasts'),
    customer_count: decimal(
      'Customers; with a fraction, because customers of equal forecasts are divided evenly. Additive',
    ),
    predicted_total: decimal('What was predicted of them. Additive'),
    actual_total: decimal('What they did. Additive'),
    predicted_mean: decimal('The same for each customer. Not additive'),
    actual_mean: decimal('The same for each customer. Not additive'),
  },
  query: sql`
    with equal_forecasts as (
      select
        model_group,
        method_name,
        target,
        predicted,
        count(*) as customer_count,
        avg(actual) as mean_actual
      from (${holdoutPredictions}) prediction
      group by
        model_group,
        method_name,
        target,
        predicted
    ),
    placed as (
      select
        *,
        sum(customer_count) over highest_first as place_to,
        sum(customer_count) over of_method as all_count
      from equal_forecasts
      window
        highest_first as (partition by model_group, method_name, target order by predicted desc),
        of_method as (partition by model_group, method_name, target)
    ),
    divided as (
      select
        *,
        least(place_to, decile * all_count / 10)
          - greatest(place_to - customer_count, (decile - 1) * all_count / 10) as share_count
      from placed
      join generate_series(1, 10) decile
        on (decile - 1) * all_count / 10 < place_to
        and decile * all_count / 10 > place_to - customer_count
    )
    select
      model_group,
      method_name,
      target,
      decile,
      round(sum(share_count), 4) as customer_count,
      round(sum(share_count * predicted), 4) as predicted_total,
      round(sum(share_count * mean_actual), 4) as actual_total,
      round(sum(share_count * predicted) / sum(share_count), 6) as predicted_mean,
      round(sum(share_count * mean_actual) / sum(share_count), 6) as actual_mean
    from divided
    group by
      model_group,
      method_name,
      target,
      decile`,
})
