import type { Oracle } from './oracle.ts'

/** What there is at the end of a month, as a mean over the months. */
const atMonthEnds = (column: string) =>
  `sum(b.${column})::numeric / nullif(count(distinct b.month_start_date), 0)`

export const customer_base: Oracle = {
  from: 'marts.mart_customer_base b',
  dimensions: {
    month_start_date: 'b.month_start_date',
    months_ago: `(select count(distinct later.month_start_date) from marts.mart_customer_base later
      where later.month_start_date > b.month_start_date)`,
    market: 'b.market',
    first_channel: 'b.first_channel',
    customer_segment: 'b.customer_segment',
  },
  measures: {
    count: 'count(*)',
    customer_count: atMonthEnds('customer_count'),
    new_customer_count: 'sum(b.new_customer_count)',
    active_customer_count: atMonthEnds('active_customer_count'),
    at_risk_customer_count: atMonthEnds('at_risk_customer_count'),
    value_at_risk: atMonthEnds('at_risk_amount'),
    retention_rate: 'sum(b.retained_customer_count)::numeric / nullif(sum(b.year_before_customer_count), 0)',
    average_lifetime_value: 'sum(b.lifetime_value_amount) / nullif(sum(b.customer_count), 0)',
    order_count: 'sum(b.order_count)',
    net_revenue: 'sum(b.net_amount)',
  },
}
