import { type Literal, type Relation, type Sql, sql } from '#engine'
import { mart_clv_backtest } from '../mart_clv_backtest.ts'
import { mart_clv_fit } from '../mart_clv_fit.ts'
import { appendToRegistry } from '../models/append-to-registry.ts'

/** Each model with its parameters and its whole backtest, as it was when it was published. */
export function registerModels(models: Relation, runId: Literal): readonly Sql[] {
  return appendToRegistry(
    'lifetime value',
    sql`
      select
        model.model_group as group_name,
        model.model_name,
        model.window_from_date,
        model.window_to_date,
        model.customer_count as observation_count,
        fit.parameters,
        jsonb_build_object(
          'status', model.status,
          'log_likelihood', model.log_likelihood,
          'repeat_customers', model.repeat_customer_count,
          'correlation', model.correlation
        ) as fit,
        coalesce(backtest.measures, '{}') || jsonb_strip_nulls(
          jsonb_build_object(
            'error', model.backtest_error,
            'baseline', model.baseline_name,
            'baseline_error', model.baseline_error
          )
        ) as backtest,
        model.code_hash,
        model.has_drifted,
        model.is_published,
        model.not_published_because
      from ${models} model
      join ${mart_clv_fit} fit
        on fit.model_group = model.model_group
        and fit.model_name = model.model_name
        and fit.fitted_on = 'whole history'
      left join (
        select
          model_group,
          method_name as model_name,
          jsonb_object_agg(target, to_jsonb(measured) - array['model_group', 'method_name', 'target']) as measures
        from ${mart_clv_backtest} measured
        group by
          model_group,
          method_name
      ) backtest
        on backtest.model_group = model.model_group
        and backtest.model_name = model.model_name`,
    runId,
  )
}
