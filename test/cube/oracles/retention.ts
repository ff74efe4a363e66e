import type { Oracle } from './oracle.ts'

const over = (figure: string) => `sum(${figure}) filter (where c.is_complete)`
const observed = over('c.cohort_customer_count')
const active = over('c.active_customer_count')
const oneAge = (figure: string) =>
  `case count(distinct c.months_since_first_order) filter (where c.is_complete) when 1 then ${figure} end`
const each = (figure: string) => oneAge(`${over(figure)}::numeric / nullif(${observed}, 0)`)

/** Wilson's interval in the form of Agresti & Coull: the middle of the share and a half, and half its width. */
const wilson = (sign: string) => {
  const all = `nullif(${observed}, 0)`
  const middle = `((${active} + 1.9208) / (${all} + 3.8416))`
  const half = `(1.96 / (${all} + 3.8416) * sqrt(${active}::numeric * (${all} - ${active}) / ${all} + 0.9604))`
  return oneAge(`${middle} ${sign} ${half}`)
}

const cohort = {
  dimensions: {
    cohort_month: 'c.cohort_month_date',
    months_since_first_order: 'c.months_since_first_order',
    month: '(c.cohort_month_date + make_interval(months => c.months_since_first_order))::date',
    is_complete: 'c.is_complete',
  },
  measures: {
    count: 'count(*)',
    customer_count: 'sum(c.cohort_customer_count) filter (where c.month_date = c.cohort_month_date)',
    cohort_count: 'count(distinct c.cohort_month_date) filter (where c.is_complete)',
    observed_customer_count: observed,
    active_customer_count: active,
    retention_rate: `${active}::numeric / nullif(${observed}, 0)`,
    retention_rate_lower: wilson('-'),
    retention_rate_upper: wilson('+'),
    order_count: 'sum(c.order_count)',
    unvalued_order_count: 'sum(c.unvalued_order_count)',
    net_revenue: 'sum(c.net_amount)',
    orders_per_customer: each('c.cumulative_order_count'),
    value_per_customer: each('c.cumulative_net_amount'),
  },
}

export const retention: Oracle = {
  from: `marts.mart_cohort_channel c join warehouse.dim_channel d on d.channel_key = c.channel_key`,
  dimensions: {
    ...cohort.dimensions,
    first_channel: "case d.channel_name when 'unknown' then 'Unknown' else d.channel_name end",
    channel_group: 'd.channel_group',
    is_paid: 'd.is_paid',
  },
  measures: cohort.measures,
}

export const retentionByProduct: Oracle = {
  from: `marts.mart_cohort_product c join warehouse.dim_product p on p.product_key = c.product_key`,
  dimensions: {
    ...cohort.dimensions,
    first_product: 'p.product_name',
    first_product_category: 'p.category_1',
  },
  measures: cohort.measures,
}

export const retentionByStore: Oracle = {
  from: `marts.mart_cohort_store c join warehouse.dim_store s on s.store_key = c.store_key`,
  dimensions: { ...cohort.dimensions, first_store: 's.store_name', is_mobile: 's.is_mobile' },
  measures: cohort.measures,
}
