import type { Oracle } from './oracle.ts'
import { customerMarket, dates, traitsOf } from './traits.ts'

const ratio = (part: string, of: string) => `(${part})::numeric / nullif(${of}, 0)`
const plans = {
  plan_name: 'plan.plan_name',
  interval_unit: 'plan.interval_unit',
  interval_count: 'plan.interval_count',
}

const subscriber = traitsOf('s')
const real = 's.excluded_because is null'
const cancelled = `count(*) filter (where ${real} and s.cancelled_date is not null)`
const paid = `count(*) filter (where ${real} and s.paid_days > 0)`
const payers = `count(distinct nullif(s.customer_key, -1)) filter (where ${real} and s.is_paying)`

export const subscriptions: Oracle = {
  from: `warehouse.fct_subscriptions s
    left join warehouse.dim_plan plan on plan.plan_key = s.plan_key
    left join warehouse.dim_date calendar on calendar.date_day = s.started_date
    ${subscriber.joins}`,
  dimensions: {
    subscription_key: 's.subscription_key',
    customer_key: 's.customer_key',
    plan_key: 's.plan_key',
    source: 's.source',
    subscription_id: 's.subscription_id',
    status: 's.status',
    excluded_because: 's.excluded_because',
    is_paying: 's.is_paying',
    is_in_trial: 's.is_in_trial',
    started_at: 's.started_at',
    started_date: 's.started_date',
    trial_started_at: 's.trial_started_at',
    trial_ends_at: 's.trial_ends_at',
    paid_from_date: 's.paid_from_date',
    cancelled_at: 's.cancelled_at',
    cancelled_date: 's.cancelled_date',
    ended_at: 's.ended_at',
    paid_until_date: 's.paid_until_date',
    cancellation_reason: 's.cancellation_reason',
    currency: 's.currency',
    paid_days: 's.paid_days',
    ...plans,
    ...dates,
    market: customerMarket('s'),
    ...subscriber.dimensions,
  },
  measures: {
    count: 'count(*)',
    subscription_count: `count(*) filter (where ${real})`,
    subscriber_count: `count(distinct nullif(s.customer_key, -1)) filter (where ${real})`,
    paying_count: `count(*) filter (where ${real} and s.is_paying)`,
    paying_subscriber_count: payers,
    trial_count: `count(*) filter (where ${real} and s.status = 'trialing')`,
    ever_paid_count: paid,
    cancelled_count: cancelled,
    cancellation_rate: ratio(cancelled, `count(*) filter (where ${real})`),
    leaving_count: `count(*) filter (where ${real} and s.is_paying and s.cancelled_date is not null)`,
    ended_count: `count(*) filter (where ${real} and not s.is_paying and s.paid_days > 0)`,
    mrr: `sum(case when s.is_paying then s.monthly_price_amount else 0 end) filter (where ${real})`,
    mrr_per_subscriber: ratio(
      `sum(s.monthly_price_amount) filter (where ${real} and s.is_paying and s.customer_key <> -1)`,
      payers,
    ),
    unvalued_count: `count(*) filter (where ${real} and s.is_paying and s.mrr_amount is null)`,
    average_paid_months: `sum(s.paid_days) filter (where ${real}) * 12 / 365.25 / nullif(${paid}, 0)`,
  },
}

const payer = traitsOf('m')
/** The months at both ends of a group: their balances are those of the group. */
const onDay = (which: 'min' | 'max', amount: string) => `(
  select sum(e.amount)
  from unnest(array_agg(m.month_start_date), array_agg(${amount})) as e(month_start_date, amount)
  where e.month_start_date = ${which}(m.month_start_date)
)`
const openings = 'sum(m.opening_amount)'
const lost = 'sum(m.churn_amount)'

export const subscription_months: Oracle = {
  from: `warehouse.fct_mrr_months m
    left join warehouse.dim_plan plan on plan.plan_key = m.plan_key
    left join warehouse.dim_date calendar on calendar.date_day = m.month_start_date
    ${payer.joins}`,
  dimensions: {
    subscription_key: 'm.subscription_key',
    month_start_date: 'm.month_start_date',
    snapshot_date: 'm.snapshot_date',
    customer_key: 'm.customer_key',
    plan_key: 'm.plan_key',
    source: 'm.source',
    currency: 'm.currency',
    movement: 'm.movement',
    ...plans,
    ...dates,
    market: customerMarket('m'),
    ...payer.dimensions,
  },
  measures: {
    count: 'count(*)',
    opening_mrr: onDay('min', 'm.opening_amount'),
    new_mrr: 'sum(m.new_amount)',
    reactivated_mrr: 'sum(m.reactivation_amount)',
    expansion_mrr: 'sum(m.expansion_amount)',
    contraction_mrr: 'sum(m.contraction_amount)',
    churned_mrr: lost,
    net_new_mrr: 'sum(m.closing_amount - m.opening_amount)',
    closing_mrr: onDay('max', 'm.closing_amount'),
    closing_subscription_count: onDay('max', '(m.original_closing > 0)::integer'),
    unvalued_count: onDay('max', '(m.closing_amount is null)::integer'),
    new_count: `count(*) filter (where m.movement = 'new')`,
    churned_count: `count(*) filter (where m.movement = 'churn')`,
    churned_customer_count: `count(distinct nullif(m.customer_key, -1)) filter (where m.movement = 'churn')`,
    subscriber_count: 'count(distinct nullif(m.customer_key, -1))',
    monthly_churn_rate: ratio(lost, openings),
    monthly_gross_retention: ratio(`sum(m.opening_amount - m.contraction_amount - m.churn_amount)`, openings),
    monthly_net_retention: ratio(
      `sum(m.opening_amount + m.expansion_amount - m.contraction_amount - m.churn_amount)`,
      openings,
    ),
  },
}

const only = (column: string) => `case when count(*) = 1 then min(r.${column}) end`

export const subscription_retention: Oracle = {
  from: `marts.mart_subscription_retention r
    left join warehouse.dim_plan plan on plan.plan_key = r.plan_key`,
  dimensions: {
    plan_key: 'r.plan_key',
    renewal_number: 'r.renewal_number',
    month_number: 'r.month_number',
    fitted_until_date: 'r.fitted_until_date',
    ...plans,
  },
  measures: {
    count: 'count(*)',
    at_risk_count: 'sum(r.at_risk_count)',
    left_count: 'sum(r.left_count)',
    renewal_rate: ratio('sum(r.at_risk_count - r.left_count)', 'sum(r.at_risk_count)'),
    survival_share: only('survival_share'),
    survival_lower: only('survival_lower'),
    survival_upper: only('survival_upper'),
    model_share: only('model_share'),
    model_lower: only('model_lower'),
    model_upper: only('model_upper'),
    stays_12_months_share: only('stays_12_months_share'),
    expected_12_months: only('expected_12_months'),
    expected_36_months: only('expected_36_months'),
    residual_lifetime_months: only('residual_lifetime_months'),
  },
}

const sameRenewal = (sum: string) => `case when count(distinct c.renewal_number) = 1 then ${sum} end`

export const subscription_cohorts: Oracle = {
  from: `marts.mart_subscription_cohort c
    left join warehouse.dim_plan plan on plan.plan_key = c.plan_key`,
  dimensions: {
    plan_key: 'c.plan_key',
    cohort_month_date: 'c.cohort_month_date',
    renewal_number: 'c.renewal_number',
    as_of_date: 'c.as_of_date',
    ...plans,
  },
  measures: {
    count: 'count(*)',
    subscription_count: sameRenewal('sum(c.subscription_count)'),
    stayed_count: sameRenewal('sum(c.stayed_count)'),
    stayed_rate: sameRenewal(ratio('sum(c.stayed_count)', 'sum(c.subscription_count)')),
  },
}
