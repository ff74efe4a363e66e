import { day, decimal, flag, holds, oneOf, returnsNone, sql, text, transform } from '#engine'
import { modelDecisions } from './lifetime-value/model-decisions.ts'
import { fittedModels } from './lifetime-value/names.ts'
import { registerModels } from './lifetime-value/register-models.ts'
import { mart_clv_fit } from './mart_clv_fit.ts'
import { mart_clv_window } from './mart_clv_window.ts'

/** The rule is in docs/adr/0018; parameters are in mart_clv_parameter, and earlier models in ops.model_registry. */
export const mart_clv_model = transform('marts.mart_clv_model', {
  description:
    'The models of lifetime value, fitted to the whole history, one row for each group of customers and model, and whether customers are scored with it.',
  grain: ['model_group', 'model_name'],
  columns: {
    model_group: text('The customers it was fitted to'),
    model_name: oneOf('The model; Gamma-Gamma describes spending, the others purchases', fittedModels),
    is_published: flag('Whether forecasts of these customers are made with it'),
    not_published_because: text('Why not').orNull(),
    status: mart_clv_fit.columns.status,
    window_from_date: day('First day of the data').orNull(),
    window_to_date: day('Last day of the data'),
    has_drifted: mart_clv_fit.columns.has_drifted,
    drift_expected_orders: mart_clv_fit.columns.drift_expected_orders,
    drift_actual_orders: mart_clv_fit.columns.drift_actual_orders,
    customer_count: mart_clv_fit.columns.customer_count,
    repeat_customer_count: mart_clv_fit.columns.repeat_customer_count,
    log_likelihood: mart_clv_fit.columns.log_likelihood,
    correlation: mart_clv_fit.columns.correlation,
    backtest_error: decimal('RMSE of orders in the holdout; of value for Gamma-Gamma. Not additive').orNull(),
    baseline_error: decimal('The same of the better naive method. Not additive').orNull(),
    baseline_name: text('Which naive method that is').orNull(),
    code_hash: mart_clv_fit.columns.code_hash,
    as_of_date: day('The day as of which this holds'),
  },
  tests: [
    holds('what is not published says why', sql`is_published = (not_published_because is null)`),
    returnsNone(
      'at most one model of purchases is published for a group',
      (self) => sql`
        select model_group
        from ${self}
        where is_published
          and model_name <> 'Gamma-Gamma'
        group by model_group
        having count(*) > 1`,
    ),
  ],
  query: sql`
    select
      model_group,
      model_name,
      not_published_because is null as is_published,
      not_published_because,
      status,
      history_from_date as window_from_date,
      window_to_date,
      has_drifted,
      drift_expected_orders,
      drift_actual_orders,
      customer_count,
      repeat_customer_count,
      log_likelihood,
      correlation,
      case when model_name = 'Gamma-Gamma' then value_error else error end as backtest_error,
      case when model_name = 'Gamma-Gamma' then value_baseline_error else baseline_error end as baseline_error,
      case when model_name = 'Gamma-Gamma' then value_best_baseline else best_baseline end as baseline_name,
      code_hash,
      as_of_date
    from (${modelDecisions}) model
    cross join ${mart_clv_window}`,
  onPublish: registerModels,
})
