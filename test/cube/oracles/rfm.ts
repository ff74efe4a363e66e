import type { Oracle } from './oracle.ts'
import { marketOf } from './traits.ts'

export const rfm: Oracle = {
  from: `marts.mart_rfm r
    join marts.mart_customer_ltv w on w.customer_key = r.customer_key
    join warehouse.dim_customer_history h on h.customer_key = r.customer_key and h.is_current
    left join marts.mart_customer_journey j on j.customer_key = r.customer_key`,
  dimensions: {
    customer_key: 'r.customer_key',
    recency_days: 'r.recency_days',
    frequency: 'r.frequency',
    recency_score: 'r.recency_score',
    frequency_score: 'r.frequency_score',
    monetary_score: 'r.monetary_score',
    rfm_code: 'r.recency_score::text || r.frequency_score || r.monetary_score',
    segment: 'r.segment',
    segment_rank: 'r.segment_rank',
    as_of_date: 'w.as_of_date',
    country: 'w.country',
    market: marketOf('w.country'),
    first_channel: "case when j.first_channel_name <> 'unknown' then j.first_channel_name else 'Unknown' end",
    value_band: 'h.value_band',
    lifecycle_segment: 'h.lifecycle_segment',
    cohort_month: 'w.cohort_month_date',
  },
  measures: {
    count: 'count(*)',
    customer_count: 'count(distinct r.customer_key)',
    customer_share: 'count(*)::numeric / sum(count(*)) over ()',
    revenue: 'sum(w.lifetime_value_amount)',
    revenue_share: 'sum(w.lifetime_value_amount) / nullif(sum(sum(w.lifetime_value_amount)) over (), 0)',
    average_revenue: 'sum(w.lifetime_value_amount) / nullif(count(*), 0)',
    order_count: 'sum(w.order_count)',
    average_order_value: 'sum(w.lifetime_value_amount) / nullif(sum(w.order_count), 0)',
    average_orders: 'sum(w.order_count)::numeric / nullif(count(*), 0)',
    average_recency_days: 'avg(w.as_of_date - w.last_ordered_date)',
    recency_score_count: 'count(distinct r.recency_score)',
    frequency_score_count: 'count(distinct r.frequency_score)',
    monetary_score_count: 'count(distinct r.monetary_score)',
  },
}
