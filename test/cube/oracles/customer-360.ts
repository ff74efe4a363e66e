import type { Oracle } from './oracle.ts'
import { marketOf } from './traits.ts'

/* Each figure from the mart that explains it, and not from mart_customer_360, which only gathers them. */

const settled = "p.party_type in ('person', 'organisation')"
const buys = `${settled} and w.order_count > 0`
const counting = (condition: string) => `count(*) filter (where ${condition})`
const share = (part: string, of: string) => `(${part})::numeric / nullif(${of}, 0)`
const parties = counting(settled)
const customers = counting(buys)
const active = `${buys} and k.days_since_last_order < 365`
const late = `${active} and n.is_late`
const atStake = 'sum(k.value_at_stake_amount)'
const predicted = 'sum(f.historic_value_amount + f.discounted_residual_amount)'
const records = `sum(p.record_count) filter (where ${settled})`
const conflicts = counting(`${settled} and cardinality(p.conflicting_attributes) > 0`)
const agreed = (kind: string) => counting(`${settled} and h.${kind}_consent = 'granted'`)

export const customer360: Oracle = {
  from: `pii.dim_customer p
    join marts.mart_customer_ltv w on w.customer_key = p.customer_key
    join warehouse.dim_customer_history h on h.customer_key = p.customer_key and h.is_current
    left join marts.mart_rfm r on r.customer_key = p.customer_key
    left join marts.mart_customer_forecast f on f.customer_key = p.customer_key
    left join marts.mart_churn_risk k on k.customer_key = p.customer_key
    left join marts.mart_next_order n on n.customer_key = p.customer_key
    left join marts.mart_customer_health g on g.customer_key = p.customer_key
    left join marts.mart_customer_journey j on j.customer_key = p.customer_key
    left join marts.mart_customer_voice v on v.customer_key = p.customer_key
    left join marts.mart_subscription_forecast s on s.customer_key = p.customer_key
    left join marts.mart_next_best_product o on o.customer_key = p.customer_key and o.suggestion_rank = 1
    left join warehouse.fct_customer_acquisitions a on a.customer_key = p.customer_key
    left join warehouse.dim_product d on d.product_key = a.product_key
    left join warehouse.bdg_household b on b.customer_key = p.customer_key
    left join (
      select customer_key, sum(closing_points) as points from warehouse.fct_loyalty_balances
      where month_end_date = (select max(as_of_date) from marts.mart_customer_ltv) group by customer_key
    ) l on l.customer_key = p.customer_key
    join (select 0) everyone on p.customer_key <> -1`,
  dimensions: {
    customer_key: 'p.customer_key',
    party_type: 'p.party_type',
    customer_type: 'w.customer_type',
    country: 'p.country',
    market: marketOf('p.country'),
    first_seen_date: 'p.first_seen_date',
    sources: 'p.source_names',
    customer_segment: "case when w.order_count > 0 then r.segment else 'No order' end",
    recency_score: 'r.recency_score',
    frequency_score: 'r.frequency_score',
    monetary_score: 'r.monetary_score',
    value_band: 'h.value_band',
    lifecycle_segment: 'h.lifecycle_segment',
    is_active: `coalesce(${active}, false)`,
    is_repeat: 'w.order_count >= 2',
    first_channel: "case when j.first_channel_name <> 'unknown' then j.first_channel_name else 'Unknown' end",
    first_campaign: 'j.first_campaign_name',
    first_contact_date: 'j.first_contact_date',
    cohort_month: "date_trunc('month', w.first_ordered_date)::date",
    first_ordered_date: 'w.first_ordered_date',
    last_ordered_date: 'w.last_ordered_date',
    order_count: 'w.order_count',
    lifetime_value: 'w.lifetime_value_amount',
    forecast_status: 'f.forecast_status',
    no_forecast_because: 'f.no_forecast_because',
    forecast_model: 'f.model_name',
    predicted_lifetime_value: 'f.historic_value_amount + f.discounted_residual_amount',
    expected_value_of_customer: 'f.expected_value_12_months_amount',
    typical_wait_days: 'n.typical_wait_days',
    expected_next_order_date: 'n.expected_next_order_date',
    days_late: 'n.days_late',
    is_late: 'n.is_late is true',
    risk_band: 'k.risk_band',
    risk_drivers: 'k.drivers',
    churn_probability: 'k.churn_probability',
    expected_loss: 'k.expected_loss_amount',
    health_score: 'g.health_score',
    health_band: 'g.health_band',
    health_explanation: 'g.explanation',
    subscription_count: 'coalesce(s.subscription_count, 0)',
    loyalty_tier: 'h.loyalty_tier',
    visit_count: 'coalesce(j.visit_count, 0)',
    visits_30_days: 'coalesce(j.visits_30_days, 0)',
    last_visit_at: 'j.last_visit_at',
    last_device: 'j.last_device',
    has_open_cart: 'j.open_cart_since_at is not null',
    open_cart_since_at: 'j.open_cart_since_at',
    last_sentiment: 'v.last_sentiment',
    main_topics: "array_to_string(v.main_topics, ', ')",
    last_nps_group: 'v.last_nps_group',
    case_count: 'coalesce(v.case_count, 0)',
    open_case_count: 'coalesce(v.open_case_count, 0)',
    email_consent: 'h.email_consent',
    sms_consent: 'h.sms_consent',
    analytics_consent: 'h.analytics_consent',
    profiling_consent: 'h.profiling_consent',
    next_best_product_name: 'o.product_name',
    next_best_product_reason: 'o.reason',
    as_of_date: 'w.as_of_date',
    full_name: 'p.full_name',
    given_name: 'p.given_name',
    family_name: 'p.family_name',
    email: 'p.email',
    emails: "array_to_string(p.emails, ', ')",
    phone: 'p.phone',
    phones: "array_to_string(p.phones, ', ')",
    street: 'p.street',
    house_number: 'p.house_number',
    unit: 'p.unit',
    city: 'p.city',
    region: 'p.region',
    postcode: 'p.postcode',
    birth_date: 'p.birth_date',
    record_count: 'p.record_count',
    has_conflict: 'p.has_conflict',
    conflicting_attributes: "array_to_string(p.conflicting_attributes, ', ')",
    first_product: 'd.product_name',
    first_product_category: 'd.category_1',
    household_key: 'b.household_key',
    household_size: 'b.person_count',
  },
  measures: {
    count: 'count(*)',
    party_count: parties,
    customer_count: customers,
    prospect_count: counting(`${settled} and w.order_count = 0`),
    person_count: counting("p.party_type = 'person'"),
    organisation_count: counting("p.party_type = 'organisation'"),
    unconfirmed_count: counting("p.party_type = 'unconfirmed'"),
    anonymous_count: counting("p.party_type = 'anonymous'"),
    active_customer_count: counting(active),
    active_rate: share(counting(active), customers),
    repeat_customer_count: counting(`${settled} and w.order_count >= 2`),
    repeat_rate: share(counting(`${settled} and w.order_count >= 2`), customers),
    total_order_count: 'sum(w.order_count)',
    orders_per_customer: share('sum(w.order_count)', customers),
    net_revenue: 'sum(w.lifetime_value_amount)',
    revenue_per_customer: share('sum(w.lifetime_value_amount)', customers),
    forecast_customer_count: counting('f.model_name is not null'),
    no_forecast_count: counting(`${buys} and f.model_name is null`),
    expected_orders_in_3_months: 'sum(f.expected_orders_3_months)',
    expected_orders_in_12_months: 'sum(f.expected_orders_12_months)',
    expected_orders_in_24_months: 'sum(f.expected_orders_24_months)',
    expected_value_in_3_months: 'sum(f.expected_value_3_months_amount)',
    expected_value_in_12_months: 'sum(f.expected_value_12_months_amount)',
    expected_value_in_24_months: 'sum(f.expected_value_24_months_amount)',
    predicted_value: predicted,
    valued_forecast_count: counting('f.discounted_residual_amount is not null'),
    predicted_value_per_customer: share(predicted, counting('f.discounted_residual_amount is not null')),
    value_at_stake: atStake,
    value_at_risk: 'sum(k.expected_loss_amount)',
    value_at_risk_rate: share('sum(k.expected_loss_amount)', atStake),
    high_risk_count: counting('k.days_since_last_order < 365 and k.churn_probability >= 0.75'),
    late_count: counting(late),
    late_rate: share(counting(late), counting(active)),
    scored_health_count: 'count(g.health_score)',
    average_health: 'sum(g.health_score) / nullif(count(g.health_score), 0)',
    poor_health_count: counting('g.health_score < 40'),
    open_cart_count: 'count(j.open_cart_since_at)',
    open_cart_value: 'sum(j.open_cart_amount)',
    email_consent_count: agreed('email'),
    email_consent_rate: share(agreed('email'), parties),
    sms_consent_count: agreed('sms'),
    sms_consent_rate: share(agreed('sms'), parties),
    analytics_consent_count: agreed('analytics'),
    analytics_consent_rate: share(agreed('analytics'), parties),
    profiling_consent_count: agreed('profiling'),
    profiling_consent_rate: share(agreed('profiling'), parties),
    subscriber_count: counting('s.subscription_count >= 1'),
    mrr: 'sum(coalesce(s.mrr_amount, 0))',
    loyalty_points: 'sum(l.points)',
    open_case_customer_count: counting('v.open_case_count >= 1'),
    suggestion_count: 'count(o.product_key)',
    source_record_count: records,
    records_per_customer: share(records, parties),
    conflict_count: conflicts,
    conflict_rate: share(conflicts, parties),
    household_count: 'count(distinct b.household_key)',
    household_member_count: 'count(b.household_key)',
  },
}
