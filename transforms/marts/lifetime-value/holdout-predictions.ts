import { sql, value } from '#engine'
import { mart_clv_holdout } from '../mart_clv_holdout.ts'
import { meanOfSegment, purchaseModelNames, sameAsLastYear } from './names.ts'

/** What is predicted: how many orders, and their net value. */
export const targets = ['orders', 'value'] as const

/** The holdout with a row for each customer, method and target. A model that could not be fitted has none. */
export const holdoutPredictions = sql`
  select
    holdout.customer_key,
    holdout.model_group,
    method.method_name,
    method.is_baseline,
    method.target,
    method.predicted,
    case method.target
      when 'orders' then holdout.actual_order_count
      else holdout.actual_amount
    end as actual
  from ${mart_clv_holdout} holdout
  cross join lateral (values
    (${value(purchaseModelNames.bg_nbd)}, false, 'orders', bg_nbd_orders),
    (${value(purchaseModelNames.bg_nbd)}, false, 'value', bg_nbd_amount),
    (${value(purchaseModelNames.mbg_nbd)}, false, 'orders', mbg_nbd_orders),
    (${value(purchaseModelNames.mbg_nbd)}, false, 'value', mbg_nbd_amount),
    (${value(purchaseModelNames.pareto_nbd)}, false, 'orders', pareto_nbd_orders),
    (${value(purchaseModelNames.pareto_nbd)}, false, 'value', pareto_nbd_amount),
    (${value(sameAsLastYear)}, true, 'orders', same_as_last_year_orders),
    (${value(sameAsLastYear)}, true, 'value', same_as_last_year_amount),
    (${value(meanOfSegment)}, true, 'orders', mean_of_segment_orders),
    (${value(meanOfSegment)}, true, 'value', mean_of_segment_amount)
  ) method(method_name, is_baseline, target, predicted)
  where method.predicted is not null`
