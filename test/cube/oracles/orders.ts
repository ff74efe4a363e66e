import type { Oracle } from './oracle.ts'
import { marketOf } from './traits.ts'

const real = 'not o.is_test'
const share = (part: string, of: string) => `${part} / nullif(${of}, 0)`
const gross = `sum(o.gross_amount) filter (where ${real})`
const discounts = `sum(o.discount_amount) filter (where ${real})`
const returned = `sum(o.returned_amount) filter (where ${real})`
const net = `sum(o.net_amount) filter (where ${real})`
const unattributed = `sum(o.net_amount) filter (where o.customer_key = -1 and ${real})`
const customers = 'count(distinct o.customer_key) filter (where o.is_purchase and o.customer_key <> -1)'
const first = 'o.is_purchase and o.customer_key <> -1 and o.ordered_date = l.first_ordered_date'
const newCustomers = `count(distinct o.customer_key) filter (where ${first})`

export const orders: Oracle = {
  from: `warehouse.fct_orders o
    left join marts.mart_customer_ltv l on l.customer_key = o.customer_key
    left join marts.mart_rfm r on r.customer_key = o.customer_key
    left join marts.mart_customer_journey j on j.customer_key = o.customer_key
    left join warehouse.dim_customer_history h on h.customer_key = o.customer_key and h.is_current and h.customer_key <> -1
    left join warehouse.dim_store s on s.store_key = o.store_key
    left join warehouse.dim_customer c on c.customer_key = o.customer_key
    left join warehouse.dim_date d on d.date_day = o.ordered_date`,
  dimensions: {
    order_key: 'o.order_key',
    customer_key: 'o.customer_key',
    store_key: 'o.store_key',
    record_key: 'o.record_key',
    source: 'o.source',
    order_id: 'o.order_id',
    order_type: 'o.order_type',
    is_test: 'o.is_test',
    is_purchase: 'o.is_purchase',
    status: 'o.status',
    channel: 'o.channel',
    excluded_because: 'o.excluded_because',
    ordered_at: 'o.ordered_at',
    ordered_date: 'o.ordered_date',
    ordered_minute: 'o.ordered_minute',
    country: 'o.country',
    sold_to_market: marketOf('o.country'),
    market: marketOf('case when o.customer_key = -1 then o.country else c.country end'),
    region: 'o.region',
    currency: 'o.currency',
    line_count: 'o.line_count',
    store_name: 's.store_name',
    is_known_customer: 'o.customer_key <> -1',
    is_first_order: 'o.is_purchase and o.customer_key <> -1 and o.ordered_date = l.first_ordered_date',
    year: 'd.year',
    quarter: 'd.quarter',
    month: 'd.month',
    financial_year: 'd.financial_year',
    financial_quarter: 'd.financial_quarter',
    week_start_date: 'd.week_start_date',
    iso_weekday: 'd.iso_weekday',
    is_weekend: 'd.is_weekend',
    first_channel: `case when o.customer_key <> -1 and j.first_channel_name <> 'unknown' then j.first_channel_name else 'Unknown' end`,
    customer_segment: `case when o.customer_key = -1 then 'Unknown' else coalesce(r.segment, 'No order') end`,
    value_band: `case when o.customer_key = -1 then 'Unknown' else h.value_band end`,
    lifecycle_segment: `case when o.customer_key = -1 then 'Unknown' else h.lifecycle_segment end`,
    cohort_month: `case when o.customer_key <> -1 then l.cohort_month_date end`,
  },
  measures: {
    count: 'count(*)',
    order_count: 'count(*) filter (where o.is_purchase)',
    known_order_count: 'count(*) filter (where o.is_purchase and o.customer_key <> -1)',
    known_order_rate: share(
      'count(*) filter (where o.is_purchase and o.customer_key <> -1)::numeric',
      'count(*) filter (where o.is_purchase)',
    ),
    first_order_count: `count(*) filter (where ${first})`,
    first_order_rate: share(
      `count(*) filter (where ${first})::numeric`,
      'count(*) filter (where o.is_purchase and o.customer_key <> -1)',
    ),
    valued_order_count: 'count(*) filter (where o.is_purchase and o.net_amount is not null)',
    unvalued_order_count: 'count(*) filter (where o.is_purchase and o.net_amount is null)',
    document_count: 'count(*)',
    return_count: `count(*) filter (where o.order_type = 'return' and o.excluded_because is null)`,
    line_count: 'sum(o.line_count)',
    quantity: 'sum(o.quantity)',
    gross_revenue: gross,
    discounts,
    returned_revenue: returned,
    adjustments: `sum(o.adjustment_amount) filter (where ${real})`,
    net_revenue: net,
    other_money: `sum(o.other_amount) filter (where ${real})`,
    ledger_amount: 'sum(o.net_amount + o.other_amount)',
    unattributed_revenue: unattributed,
    average_order_value: share(
      `(${gross} - ${discounts})`,
      'count(*) filter (where o.is_purchase and o.net_amount is not null)',
    ),
    median_order_value: `percentile_cont(0.5) within group (order by o.gross_amount - o.discount_amount)
      filter (where o.is_purchase)`,
    discount_rate: share(discounts, gross),
    return_rate: share(returned, gross),
    customer_count: customers,
    new_customer_count: newCustomers,
    returning_customer_count: `${customers} - ${newCustomers}`,
    orders_per_customer: share(
      'count(*) filter (where o.is_purchase and o.customer_key <> -1)::numeric',
      customers,
    ),
    revenue_per_customer: share(`(${net} - ${unattributed})`, customers),
  },
}
