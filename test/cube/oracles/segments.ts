import type { Oracle } from './oracle.ts'
import { marketOf } from './traits.ts'

/** Segments overlap, so a figure is that of one segment. */
const only = (figure: string) => `case count(*) when 1 then min(${figure}) end`

const members = `left join (
    select
      member.segment_name,
      count(*) as members,
      sum(worth.lifetime_value_amount) as revenue,
      sum(forecast.expected_value_12_months_amount) as expected,
      sum(risk.expected_loss_amount) as loss
    from marts.mart_segment_membership member
    join marts.mart_customer_ltv worth using (customer_key)
    left join marts.mart_customer_forecast forecast using (customer_key)
    left join marts.mart_churn_risk risk using (customer_key)
    group by member.segment_name
  ) m on m.segment_name = s.segment_name
  cross join (
    select count(*) as members, sum(lifetime_value_amount) as revenue from marts.mart_customer_ltv where customer_key <> -1
  ) everybody`
const computed = (figure: string) => only(`case when s.problem is null then ${figure} end`)

export const segments: Oracle = {
  from: `marts.mart_segment s ${members}`,
  dimensions: {
    segment_name: 's.segment_name',
    title: 's.title',
    owner: 's.owner',
    purpose: 's.purpose',
    predicate: 's.predicate',
    status: "case when s.problem is null then 'computed' else 'failed' end",
    problem: 's.problem',
    as_of_date: 's.as_of_date',
  },
  measures: {
    count: 'count(*)',
    segment_count: 'count(distinct s.segment_name)',
    failed_count: 'count(s.problem)',
    customer_count: computed('coalesce(m.members, 0)'),
    customer_share: computed('round(coalesce(m.members, 0)::numeric / everybody.members, 6)'),
    net_revenue: computed('coalesce(m.revenue, 0)'),
    revenue_share: computed('round(coalesce(m.revenue, 0) / everybody.revenue, 6)'),
    expected_value_in_12_months: only('m.expected'),
    value_at_risk: only('m.loss'),
    revenue_per_customer: only('m.revenue / m.members'),
  },
}

const people = 'count(distinct m.customer_key)'
const inOne = (figure: string) => `case when min(m.segment_name) = max(m.segment_name) then ${figure} end`
const peopleWith = (condition: string) => `${people} filter (where ${condition})`

export const segmentMembers: Oracle = {
  from: `marts.mart_segment_membership m
    join marts.mart_segment s on s.segment_name = m.segment_name
    join marts.mart_customer_ltv w on w.customer_key = m.customer_key
    join warehouse.dim_customer_history h on h.customer_key = m.customer_key and h.is_current
    left join marts.mart_rfm r on r.customer_key = m.customer_key
    left join marts.mart_churn_risk k on k.customer_key = m.customer_key
    left join marts.mart_customer_health g on g.customer_key = m.customer_key
    left join marts.mart_customer_journey j on j.customer_key = m.customer_key
    left join marts.mart_customer_forecast f on f.customer_key = m.customer_key
    left join warehouse.fct_customer_acquisitions a on a.customer_key = m.customer_key
    left join warehouse.dim_product d on d.product_key = a.product_key`,
  dimensions: {
    segment_name: 'm.segment_name',
    customer_key: 'm.customer_key',
    title: 's.title',
    owner: 's.owner',
    purpose: 's.purpose',
    customer_type: 'w.customer_type',
    country: 'w.country',
    market: marketOf('w.country'),
    risk_band: 'k.risk_band',
    health_band: 'g.health_band',
    email_consent: 'h.email_consent',
    as_of_date: 'w.as_of_date',
    first_channel: "case when j.first_channel_name <> 'unknown' then j.first_channel_name else 'Unknown' end",
    customer_segment: "coalesce(r.segment, 'No order')",
    value_band: 'h.value_band',
    lifecycle_segment: 'h.lifecycle_segment',
    cohort_month: 'w.cohort_month_date',
    first_product: 'd.product_name',
    first_product_category: 'd.category_1',
  },
  measures: {
    count: 'count(*)',
    segment_count: 'count(distinct m.segment_name)',
    net_revenue: inOne('sum(w.lifetime_value_amount)'),
    expected_value_in_12_months: inOne('sum(f.expected_value_12_months_amount)'),
    value_at_risk: inOne('sum(k.expected_loss_amount)'),
    customer_count: people,
    buyer_count: peopleWith("w.customer_type = 'customer'"),
    active_customer_count: peopleWith("w.customer_type = 'customer' and k.days_since_last_order < 365"),
    email_contactable_count: peopleWith("h.email_consent = 'granted'"),
    email_contactable_rate: `${peopleWith("h.email_consent = 'granted'")}::numeric / nullif(${people}, 0)`,
  },
}

export const segmentOverlap: Oracle = {
  from: `(
    select
      one.segment_name,
      other.segment_name as other_segment_name,
      count(*) as shared,
      (select count(*) from marts.mart_segment_membership m where m.segment_name = one.segment_name) as members
    from marts.mart_segment_membership one
    join marts.mart_segment_membership other
      on other.customer_key = one.customer_key and other.segment_name <> one.segment_name
    group by 1, 2
  ) p`,
  dimensions: { segment_name: 'p.segment_name', other_segment_name: 'p.other_segment_name' },
  measures: {
    count: 'count(*)',
    customer_count: only('p.members'),
    shared_count: only('p.shared'),
    shared_share: only('round(p.shared::numeric / p.members, 6)'),
  },
}

const moved = (way: string) => `count(*) filter (where m.movement = '${way}')`

export const segmentMovements: Oracle = {
  from: `ops.segment_movement m
    left join marts.mart_segment s on s.segment_name = m.segment_name
    left join marts.mart_customer_ltv w on w.customer_key = m.customer_key
    left join warehouse.dim_customer_history h on h.customer_key = m.customer_key and h.is_current
    left join marts.mart_rfm r on r.customer_key = m.customer_key
    left join marts.mart_customer_journey j on j.customer_key = m.customer_key`,
  dimensions: {
    movement_id: 'm.movement_id',
    run_id: 'm.run_id',
    moved_on: 'm.as_of_date',
    segment_name: 'm.segment_name',
    customer_key: 'm.customer_key',
    movement: 'm.movement',
    because: 'm.because',
    title: 's.title',
    owner: 's.owner',
    country: 'w.country',
    market: marketOf("coalesce(w.country, 'Unknown')"),
    first_channel: "case when j.first_channel_name <> 'unknown' then j.first_channel_name else 'Unknown' end",
    customer_segment:
      "case when w.customer_key is null then 'Unknown' else coalesce(r.segment, 'No order') end",
    value_band: "coalesce(h.value_band, 'Unknown')",
    lifecycle_segment: "coalesce(h.lifecycle_segment, 'Unknown')",
    cohort_month: 'w.cohort_month_date',
  },
  measures: {
    count: 'count(*)',
    entered_count: moved('entered'),
    left_count: moved('left'),
    merged_count: "count(*) filter (where m.because = 'merged')",
    net_change: `${moved('entered')} - ${moved('left')}`,
    customer_count: 'count(distinct m.customer_key)',
  },
}
