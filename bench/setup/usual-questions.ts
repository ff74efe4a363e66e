/** What people ask of a BI tool, by month, market, channel, segment, product and country. */
export const usualQuestions = [
  ask('revenue and orders by month', {
    measures: ['orders.net_revenue', 'orders.order_count', 'orders.average_order_value'],
    timeDimensions: [{ dimension: 'orders.ordered_date', granularity: 'month' }],
  }),
  ask('revenue by market and month of a year', {
    measures: ['orders.net_revenue', 'orders.order_count'],
    dimensions: ['orders.market'],
    timeDimensions: [
      { dimension: 'orders.ordered_date', granularity: 'month', dateRange: ['2025-11-01', '2026-10-31'] },
    ],
  }),
  ask('revenue of a market by day of a month', {
    measures: ['orders.net_revenue', 'orders.order_count'],
    timeDimensions: [
      { dimension: 'orders.ordered_date', granularity: 'day', dateRange: ['2026-10-01', '2026-10-31'] },
    ],
    filters: [{ member: 'orders.market', operator: 'equals', values: ['Market 1'] }],
  }),
  ask('revenue and average order by channel and country', {
    measures: ['orders.net_revenue', 'orders.average_order_value', 'orders.return_rate'],
    dimensions: ['orders.channel', 'orders.country'],
  }),
  ask('revenue by customer segment and quarter', {
    measures: ['orders.net_revenue', 'orders.order_count'],
    dimensions: ['orders.customer_segment'],
    timeDimensions: [{ dimension: 'orders.ordered_date', granularity: 'quarter' }],
  }),
  ask('revenue by first channel and month', {
    measures: ['orders.net_revenue', 'orders.first_order_count'],
    dimensions: ['orders.first_channel'],
    timeDimensions: [{ dimension: 'orders.ordered_date', granularity: 'month' }],
  }),
  ask('buyers by month', {
    measures: ['orders.customer_count', 'orders.new_customer_count'],
    timeDimensions: [{ dimension: 'orders.ordered_date', granularity: 'month' }],
  }),
  ask('buyers by market and month', {
    measures: ['orders.customer_count', 'orders.revenue_per_customer'],
    dimensions: ['orders.market'],
    timeDimensions: [{ dimension: 'orders.ordered_date', granularity: 'month' }],
  }),
  ask('revenue by category and month', {
    measures: ['products.net_revenue', 'products.units_sold'],
    dimensions: ['products.category_1'],
    timeDimensions: [{ dimension: 'products.occurred_date', granularity: 'month' }],
  }),
  ask('the 20 products with the most revenue', {
    measures: ['products.net_revenue', 'products.units_sold', 'products.return_rate'],
    dimensions: ['products.product_name'],
    order: { 'products.net_revenue': 'desc' },
    limit: 20,
  }),
  ask('lifetime value by first channel', {
    measures: ['lifetime_value.customer_count', 'lifetime_value.average_value', 'lifetime_value.total_value'],
    dimensions: ['lifetime_value.first_channel'],
  }),
  ask('lifetime value and forecast by cohort', {
    measures: [
      'lifetime_value.customer_count',
      'lifetime_value.average_value',
      'lifetime_value.average_predicted_value',
    ],
    timeDimensions: [{ dimension: 'lifetime_value.cohort_month', granularity: 'month' }],
  }),
  ask('median lifetime value by market', {
    measures: ['lifetime_value.median_value', 'lifetime_value.p90_value'],
    dimensions: ['lifetime_value.market'],
  }),
  ask('customers and value at risk by segment and market', {
    measures: ['customer_360.customer_count', 'customer_360.net_revenue', 'customer_360.value_at_risk'],
    dimensions: ['customer_360.customer_segment', 'customer_360.market'],
  }),
  ask('churn by risk band', {
    measures: ['churn.active_customer_count', 'churn.value_at_risk', 'churn.expected_churn_rate'],
    dimensions: ['churn.risk_band'],
  }),
  ask('sessions and conversion by device and month', {
    measures: ['experience.session_count', 'experience.conversion_rate'],
    dimensions: ['experience.device'],
    timeDimensions: [{ dimension: 'experience.started_date', granularity: 'month' }],
  }),
  ask('mails opened and clicked by campaign', {
    measures: ['engagement.sent_count', 'engagement.opened_rate', 'engagement.clicked_rate'],
    dimensions: ['engagement.campaign'],
  }),
  ask('retention by age of the cohort', {
    measures: ['retention.retention_rate', 'retention.observed_customer_count'],
    dimensions: ['retention.months_since_first_order'],
  }),
]

function ask(name: string, query: object) {
  return { name, query }
}
