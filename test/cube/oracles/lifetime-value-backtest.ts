import type { Oracle } from './oracle.ts'

/* Customers are counted once for each method, so figures of several methods together would mean nothing. */
const oneMethod = (figure: string) => `case count(distinct b.method_name) when 1 then ${figure} end`
const of = (target: string, figure: string) => `sum(${figure}) filter (where b.target = '${target}')`
const mean = (target: string, figure: string) =>
  `(${of(target, `b.customer_count * ${figure}`)} / nullif(${of(target, 'b.customer_count')}, 0))`
const gini = (target: string) => `case count(*) filter (where b.target = '${target}')
  when 1 then min(b.gini) filter (where b.target = '${target}') end`
const bias = (target: string) =>
  `(${of(target, 'b.predicted_total')} / nullif(${of(target, 'b.actual_total')}, 0) - 1)`

const model = `left join marts.mart_clv_model m on m.model_group = b.model_group and m.model_name = b.method_name`

export const lifetimeValueBacktest: Oracle = {
  from: `marts.mart_clv_backtest b ${model}`,
  dimensions: {
    model_group: 'b.model_group',
    method_name: 'b.method_name',
    is_baseline: "b.method_name in ('same as last year', 'mean of the segment')",
    is_used: 'm.is_published is true',
    target: 'b.target',
    error_rank: 'b.error_rank',
    calibration_to_date: 'b.calibration_to_date',
    holdout_from_date: 'b.holdout_from_date',
    holdout_to_date: 'b.holdout_to_date',
    not_published_because: 'm.not_published_because',
    fit_status: 'm.status',
    has_drifted: 'm.has_drifted',
    window_from_date: 'm.window_from_date',
    window_to_date: 'm.window_to_date',
  },
  measures: {
    count: 'count(*)',
    customer_count: oneMethod(
      `coalesce(${of('orders', 'b.customer_count')}, ${of('value', 'b.customer_count')})`,
    ),
    predicted_orders: oneMethod(of('orders', 'b.predicted_total')),
    actual_orders: oneMethod(of('orders', 'b.actual_total')),
    orders_bias_share: oneMethod(bias('orders')),
    orders_mae: oneMethod(mean('orders', 'b.mean_absolute_error')),
    orders_rmse: oneMethod(`sqrt(${mean('orders', 'power(b.root_mean_square_error, 2)')})`),
    orders_gini: gini('orders'),
    predicted_value: oneMethod(of('value', 'b.predicted_total')),
    actual_value: oneMethod(of('value', 'b.actual_total')),
    value_bias_share: oneMethod(bias('value')),
    value_mae: oneMethod(mean('value', 'b.mean_absolute_error')),
    value_rmse: oneMethod(`sqrt(${mean('value', 'power(b.root_mean_square_error, 2)')})`),
    value_gini: gini('value'),
  },
}

const each = (target: string, figure: string) =>
  oneMethod(`${of(target, figure)} / nullif(${of(target, 'b.customer_count')}, 0)`)

export const lifetimeValueCalibration: Oracle = {
  from: `marts.mart_clv_calibration b ${model}`,
  dimensions: {
    model_group: 'b.model_group',
    method_name: 'b.method_name',
    is_used: 'm.is_published is true',
    target: 'b.target',
    decile: 'b.decile',
  },
  measures: {
    count: 'count(*)',
    customer_count: oneMethod(
      `coalesce(${of('orders', 'b.customer_count')}, ${of('value', 'b.customer_count')})`,
    ),
    predicted_orders_per_customer: each('orders', 'b.predicted_total'),
    actual_orders_per_customer: each('orders', 'b.actual_total'),
    predicted_value_per_customer: each('value', 'b.predicted_total'),
    actual_value_per_customer: each('value', 'b.actual_total'),
  },
}

const oneModel = (figure: string) => `case when min(t.model_name) = max(t.model_name) then ${figure} end`
const oneWeek = (figure: string) =>
  oneModel(`case when min(t.week_number) = max(t.week_number) then ${figure} end`)

export const lifetimeValueTracking: Oracle = {
  from: `marts.mart_clv_tracking t
    left join marts.mart_clv_model m on m.model_group = t.model_group and m.model_name = t.model_name`,
  dimensions: {
    model_group: 't.model_group',
    model_name: 't.model_name',
    is_used: 'm.is_published is true',
    week_number: 't.week_number',
    week_end_date: 't.week_end_date',
    is_month_end: 'extract(month from t.week_end_date) <> extract(month from t.week_end_date + 7)',
    is_holdout: 't.is_holdout',
  },
  measures: {
    count: 'count(*)',
    actual_orders: oneModel('sum(t.actual_order_count)'),
    expected_orders: oneModel('sum(t.expected_orders)'),
    actual_orders_so_far: oneWeek('sum(t.actual_cumulative_order_count)'),
    expected_orders_so_far: oneWeek('sum(t.expected_cumulative_orders)'),
    deviation_share: oneWeek(
      'sum(t.expected_cumulative_orders) / nullif(sum(t.actual_cumulative_order_count), 0) - 1',
    ),
  },
}
