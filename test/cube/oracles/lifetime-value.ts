import type { Oracle } from './oracle.ts'
import { marketOf } from './traits.ts'

const value = 'w.gross_amount - w.discount_amount - w.returned_amount + w.adjustment_amount'
const bought = 'w.customer_key <> -1 and w.first_ordered_date is not null'
const counting = (condition: string) => `count(*) filter (where ${condition})`
const share = (part: string, of: string) => `(${part})::numeric / nullif(${of}, 0)`
const percentile = (at: number, of: string) =>
  `percentile_cont(${at}) within group (order by ${of}) filter (where ${of} is not null)`
const customerValue = `case when ${bought} then ${value} end`
const repeats = counting('w.customer_key <> -1 and w.order_count >= 2')
const orders = 'sum(w.order_count) filter (where w.customer_key <> -1)'
const unvalued = 'sum(w.unvalued_order_count) filter (where w.customer_key <> -1)'
const total = `sum(${value}) filter (where w.customer_key <> -1)`
const ofCustomers = `sum(${value}) filter (where ${bought})`
const predicted = 'f.historic_value_amount + f.discounted_residual_amount'
const withOrders = counting('f.expected_orders_12_months is not null')
const withValue = counting('f.expected_value_12_months_amount is not null')
const range = (amount: string) => `case
  when ${amount} < 0 then 'Under 0' when ${amount} < 100 then '0 to 100' when ${amount} < 250 then '100 to 250'
  when ${amount} < 500 then '250 to 500' when ${amount} < 1000 then '500 to 1,000' when ${amount} < 2500 then '1,000 to 2,500'
  when ${amount} < 5000 then '2,500 to 5,000' when ${amount} < 10000 then '5,000 to 10,000'
  when ${amount} is null then 'No forecast' else '10,000 and more' end`
const edges = '{0,100,250,500,1000,2500,5000,10000}'
const rangeFrom = (amount: string) => `case
  when ${amount} < 0 then -1
  when ${amount} is not null then ('${edges}'::int[])[width_bucket(${amount}, '${edges}'::numeric[])] end`

export const lifetimeValue: Oracle = {
  from: `marts.mart_customer_ltv w
    left join marts.mart_customer_forecast f on f.customer_key = w.customer_key
    left join marts.mart_rfm r on r.customer_key = w.customer_key
    left join marts.mart_customer_journey j on j.customer_key = w.customer_key
    left join warehouse.dim_customer_history h on h.customer_key = w.customer_key and h.is_current and h.customer_key <> -1
    left join warehouse.fct_customer_acquisitions a on a.customer_key = w.customer_key and a.customer_key <> -1
    left join warehouse.dim_product d on d.product_key = a.product_key`,
  dimensions: {
    customer_key: 'w.customer_key',
    is_known: 'w.customer_key <> -1',
    customer_type: 'w.customer_type',
    country: 'w.country',
    market: marketOf('w.country'),
    order_count: 'w.order_count',
    unvalued_order_count: 'w.unvalued_order_count',
    first_ordered_date: 'w.first_ordered_date',
    last_ordered_date: 'w.last_ordered_date',
    tenure_days: 'w.as_of_date - w.first_ordered_date',
    as_of_date: 'w.as_of_date',
    has_ordered: 'w.first_ordered_date is not null',
    is_repeat: 'w.order_count >= 2',
    cohort_month: "date_trunc('month', w.first_ordered_date)::date",
    value,
    value_bucket: range(`(${value})`),
    value_bucket_from: rangeFrom(`(${value})`),
    order_count_bucket: `case w.order_count when 0 then 'None' when 1 then '1' when 2 then '2' when 3 then '3' when 4 then '4-5'
      when 5 then '4-5' else case when w.order_count > 10 then '11 and more' else '6-10' end end`,
    forecast_status: 'f.forecast_status',
    no_forecast_because: 'f.no_forecast_because',
    model_group: 'f.model_group',
    forecast_model: 'f.model_name',
    alive_probability: 'f.alive_probability',
    predicted_value_of_customer: predicted,
    predicted_bucket: range(`(${predicted})`),
    predicted_bucket_from: rangeFrom(`(${predicted})`),
    first_channel: "case when j.first_channel_name <> 'unknown' then j.first_channel_name else 'Unknown' end",
    customer_segment: "case when w.customer_key = -1 then 'Unknown' else coalesce(r.segment, 'No order') end",
    value_band: "coalesce(h.value_band, 'Unknown')",
    lifecycle_segment: "coalesce(h.lifecycle_segment, 'Unknown')",
    first_product: 'd.product_name',
    first_product_category: 'd.category_1',
  },
  measures: {
    count: 'count(*)',
    party_count: counting("w.customer_type = any('{customer,prospect}')"),
    customer_count: counting(bought),
    prospect_count: counting("w.customer_type = 'prospect'"),
    repeat_customer_count: repeats,
    repeat_rate: share(repeats, counting(bought)),
    order_count_total: orders,
    unvalued_order_count_total: unvalued,
    average_order_count: share(orders, counting(bought)),
    total_value: total,
    unattributed_value: `sum(${value}) filter (where w.customer_key = -1)`,
    net_revenue: `sum(${value})`,
    gross_revenue: 'sum(w.gross_amount)',
    returned_revenue: 'sum(w.returned_amount)',
    average_value: share(ofCustomers, counting(bought)),
    median_value: percentile(0.5, customerValue),
    p10_value: percentile(0.1, customerValue),
    p25_value: percentile(0.25, customerValue),
    p75_value: percentile(0.75, customerValue),
    p90_value: percentile(0.9, customerValue),
    p95_value: percentile(0.95, customerValue),
    p99_value: percentile(0.99, customerValue),
    highest_value: `max(${customerValue})`,
    lowest_value: `min(${customerValue})`,
    average_order_value: share(ofCustomers, `${orders} - ${unvalued}`),
    average_tenure_days: `avg(w.as_of_date - w.first_ordered_date) filter (where ${bought})`,
    value_share: `${total} / nullif(sum(${total}) over (), 0)`,
    forecast_customer_count: withOrders,
    valued_forecast_count: withValue,
    orders_only_count: counting('f.model_name is not null and f.expected_value_12_months_amount is null'),
    no_forecast_count: counting(`${bought} and f.model_name is null`),
    expected_alive: 'sum(f.alive_probability)',
    alive_rate: share('sum(f.alive_probability)', withOrders),
    expected_orders_in_3_months: 'sum(f.expected_orders_3_months)',
    expected_orders_in_12_months: 'sum(f.expected_orders_12_months)',
    expected_orders_in_24_months: 'sum(f.expected_orders_24_months)',
    expected_value_in_3_months: 'sum(f.expected_value_3_months_amount)',
    expected_value_in_12_months: 'sum(f.expected_value_12_months_amount)',
    expected_value_in_24_months: 'sum(f.expected_value_24_months_amount)',
    expected_value_per_customer: share('sum(f.expected_value_12_months_amount)', withValue),
    expected_value_per_customer_lower: share('sum(f.expected_value_12_months_lower_amount)', withValue),
    expected_value_per_customer_upper: share('sum(f.expected_value_12_months_upper_amount)', withValue),
    residual_value: 'sum(f.discounted_residual_amount)',
    predicted_value: `sum(${predicted})`,
    residual_share: share('sum(f.discounted_residual_amount)', `sum(${predicted})`),
    average_predicted_value: `avg(${predicted})`,
    median_predicted_value: percentile(0.5, `(${predicted})`),
    p10_predicted_value: percentile(0.1, `(${predicted})`),
    p25_predicted_value: percentile(0.25, `(${predicted})`),
    p75_predicted_value: percentile(0.75, `(${predicted})`),
    p90_predicted_value: percentile(0.9, `(${predicted})`),
    p95_predicted_value: percentile(0.95, `(${predicted})`),
    p99_predicted_value: percentile(0.99, `(${predicted})`),
  },
}
