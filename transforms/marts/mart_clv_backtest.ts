import { day, decimal, flag, holds, integer, oneOf, sql, text, transform, value } from '#engine'
import { holdoutPredictions, targets } from './lifetime-value/holdout-predictions.ts'
import { orderMethods } from './lifetime-value/names.ts'
import { rankings } from './lifetime-value/rankings.ts'
import { mart_clv_window } from './mart_clv_window.ts'

/**
 * The measures that analytics/lifetime-value/measures.ts defines, as SQL. Methods are ranked by the root of the mean square
 * error, which the mean of what happens minimises: the mean absolute error would prefer a forecast of 0 for everybody who more
 * likely than not buys nothing.
 */
export const mart_clv_backtest = transform('marts.mart_clv_backtest', {
  description:
    'How well each model and each naive method predicted the holdout, one row for each group of customers, method, and what is predicted.',
  grain: ['model_group', 'method_name', 'target'],
  columns: {
    model_group: text('The customers'),
    method_name: oneOf('The model, or the naive method', orderMethods),
    is_baseline: flag('Whether it is a naive method, which a model has to beat'),
    target: oneOf('What is predicted of each customer: orders, or their net value', targets),
    calibration_to_date: day('Last day that the method has seen'),
    holdout_from_date: day('First day that it predicts'),
    holdout_to_date: day('Last day that it predicts'),
    customer_count: integer('Customers who had bought before the holdout. Additive over groups'),
    predicted_total: decimal('Orders, or value, that it predicts of all together. Additive over groups'),
    actual_total: decimal('What they were. Additive over groups'),
    bias_share: decimal(
      'Predicted less actual total, as a share of the actual one: above 0 if too much. Not additive',
    ).orNull(),
    bias: decimal('Predicted less actual, mean of the customers. Not additive'),
    mean_absolute_error: decimal('Mean of the differences without their sign (MAE). Not additive'),
    root_mean_square_error: decimal('Root of the mean of their squares (RMSE). Not additive'),
    gini: decimal(
      'How well it ranks customers: 1 if in the order of what they did, 0 if at random. Missing if all did the same. Not additive',
    ).orNull(),
    error_rank: integer('Place among the methods by RMSE; 1 is the best'),
  },
  tests: [
    holds('errors tie with the bias', sql`mean_absolute_error + 0.000001 >= abs(bias)`),
    holds('a ranking is at most perfect', sql`gini <= 1.000001`),
  ],
  query: sql`
    with predictions as (${holdoutPredictions}),
    measured as (
      select
        model_group,
        method_name,
        is_baseline,
        target,
        count(*)::integer as customer_count,
        sum(predicted) as predicted_total,
        sum(actual) as actual_total,
        avg(abs(predicted - actual)) as mean_absolute_error,
        sqrt(avg((predicted - actual) ^ 2)) as root_mean_square_error
      from predictions
      group by
        model_group,
        method_name,
        is_baseline,
        target
    )
    select
      model_group,
      method_name,
      is_baseline,
      target,
      calibration_to_date,
      holdout_from_date,
      holdout_to_date,
      customer_count,
      round(predicted_total, 4) as predicted_total,
      round(actual_total, 4) as actual_total,
      round((predicted_total - actual_total) / nullif(actual_total, 0), 6) as bias_share,
      round((predicted_total - actual_total) / customer_count, 6) as bias,
      round(mean_absolute_error, 6) as mean_absolute_error,
      round(root_mean_square_error, 6) as root_mean_square_error,
      case
        when actual_total > 0
          and 2 * of_outcome > customer_count * actual_total * (1 + 1e-12)
          then round(
            (2 * of_forecast / (customer_count * actual_total) - 1)
              / (2 * of_outcome / (customer_count * actual_total) - 1),
            6
          )
      end as gini,
      (rank() over (
        partition by model_group, target
        order by root_mean_square_error, array_position(${value(orderMethods)}, method_name)
      ))::integer as error_rank
    from measured
    join (${rankings}) ranking using (model_group, method_name, target)
    cross join ${mart_clv_window}`,
})
