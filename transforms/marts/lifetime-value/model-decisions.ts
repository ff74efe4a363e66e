import { sql, value } from '#engine'
import { mart_clv_backtest } from '../mart_clv_backtest.ts'
import { mart_clv_fit } from '../mart_clv_fit.ts'
import { spendModelName } from './names.ts'

/**
 * Which models forecasts are made with. Of the models of purchases, the one with the lowest RMSE of orders in the holdout, if
 * that is no higher than that of the better naive method. The model of spending, if orders of that model times its spending
 * have no higher RMSE of value than the better naive method. Each model that is not published says why.
 */
export const modelDecisions = sql`
  with measured as (
    select
      model_group,
      method_name,
      is_baseline,
      target,
      root_mean_square_error as error,
      first_value(method_name) over best as best_baseline,
      first_value(root_mean_square_error) over best as baseline_error
    from ${mart_clv_backtest}
    window best as (
      partition by model_group, target
      order by
        is_baseline desc,
        error_rank
    )
  ),
  candidates as (
    select
      measured.*,
      rank() over (partition by model_group, target order by error, fit.log_likelihood desc, method_name) as place
    from measured
    join ${mart_clv_fit} fit using (model_group)
    where fit.model_name = measured.method_name
      and fit.fitted_on = 'whole history'
      and fit.status not in ('stopped', 'not fitted')
  ),
  chosen as (
    select
      orders.model_group,
      orders.method_name,
      orders.error <= orders.baseline_error as is_better,
      value.error as value_error,
      value.baseline_error as value_baseline_error,
      value.best_baseline as value_best_baseline
    from candidates orders
    left join measured value
      on value.model_group = orders.model_group
      and value.method_name = orders.method_name
      and value.target = 'value'
    where orders.target = 'orders'
      and orders.place = 1
  ),
  judged as (
    select
      fit.*,
      measured.error,
      measured.baseline_error,
      measured.best_baseline,
      chosen.method_name as chosen_name,
      chosen.is_better,
      chosen.value_error,
      chosen.value_baseline_error,
      chosen.value_best_baseline,
      (fit.parameters #>> '{q,estimate}')::numeric as shape_of_spending
    from ${mart_clv_fit} fit
    left join measured
      on measured.model_group = fit.model_group
      and measured.method_name = fit.model_name
      and measured.target = 'orders'
    left join chosen on chosen.model_group = fit.model_group
    where fit.fitted_on = 'whole history'
  )
  select
    *,
    case
      when status = 'not fitted' then not_fitted_because
      when status = 'stopped' then 'the fit found no maximum of the likelihood'
      when model_name <> ${value(spendModelName)} and error is null then 'it could not be fitted to the calibration, so there is no backtest'
      when model_name <> ${value(spendModelName)} and error > baseline_error
        then format('in the holdout it did worse than "%s": RMSE of orders %s against %s', best_baseline, error, baseline_error)
      when model_name <> ${value(spendModelName)} and model_name <> chosen_name
        then format('%s did better in the holdout', chosen_name)
      when model_name <> ${value(spendModelName)} then null
      when shape_of_spending <= 1 then 'a few customers spend so much more than the others that orders have no mean value (q is not above 1)'
      when not coalesce(is_better, false) then 'no model of purchases is published'
      when value_error is null then 'it could not be fitted to the calibration, so there is no backtest'
      when value_error > value_baseline_error
        then format(
          'in the holdout its value did worse than "%s": RMSE of value %s against %s',
          value_best_baseline,
          round(value_error, 2),
          round(value_baseline_error, 2)
        )
    end as not_published_because
  from judged`
