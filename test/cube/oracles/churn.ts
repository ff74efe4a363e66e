import type { Oracle } from './oracle.ts'
import { marketOf } from './traits.ts'

const counting = (condition: string) => `count(*) filter (where ${condition})`
const share = (part: string, of: string) => `(${part})::numeric / nullif(${of}, 0)`
const active = 'k.days_since_last_order < 365'
const lapsed = 'k.days_since_last_order >= 365'
const leavers = `sum(k.churn_probability) filter (where ${active})`
const scored = counting(`${active} and k.churn_probability is not null`)

export const churn: Oracle = {
  from: `marts.mart_churn_risk k
    join marts.mart_customer_ltv w on w.customer_key = k.customer_key
    left join marts.mart_rfm r on r.customer_key = k.customer_key
    left join marts.mart_customer_journey j on j.customer_key = k.customer_key
    join warehouse.dim_customer_history h on h.customer_key = k.customer_key and h.is_current`,
  dimensions: {
    customer_key: 'k.customer_key',
    risk_band: `case when ${lapsed} then 'lapsed' when k.churn_probability is null then 'not scored'
      when k.churn_probability < 0.5 then 'low' when k.churn_probability < 0.75 then 'medium' else 'high' end`,
    risk_band_order: `case when ${lapsed} then 5 when k.churn_probability is null then 4
      when k.churn_probability < 0.5 then 3 when k.churn_probability < 0.75 then 2 else 1 end`,
    risk_rank: 'k.risk_rank',
    main_driver: 'k.main_driver',
    drivers: 'k.drivers',
    reasons_to_stay: 'k.reasons_to_stay',
    days_since_last_order: 'w.as_of_date - w.last_ordered_date',
    churn_probability: 'k.churn_probability',
    expected_loss: 'k.expected_loss_amount',
    value_at_stake_of_customer: 'k.value_at_stake_amount',
    model_fitted_until_date: 'k.model_fitted_until_date',
    as_of_date: 'w.as_of_date',
    country: 'w.country',
    market: marketOf('w.country'),
    first_channel: "case when j.first_channel_name <> 'unknown' then j.first_channel_name else 'Unknown' end",
    customer_segment: 'r.segment',
    value_band: 'h.value_band',
    lifecycle_segment: 'h.lifecycle_segment',
    cohort_month: 'w.cohort_month_date',
  },
  measures: {
    count: 'count(*)',
    customer_count: 'count(*)',
    active_customer_count: counting(active),
    lapsed_count: counting(lapsed),
    lapsed_rate: share(counting(lapsed), 'count(*)'),
    high_risk_count: counting(`${active} and k.churn_probability >= 0.75`),
    medium_risk_count: counting(`${active} and k.churn_probability >= 0.5 and k.churn_probability < 0.75`),
    low_risk_count: counting(`${active} and k.churn_probability < 0.5`),
    not_scored_count: counting(`${active} and k.churn_probability is null`),
    scored_count: scored,
    expected_leavers: leavers,
    expected_churn_rate: share(leavers, scored),
    value_at_stake: 'sum(k.value_at_stake_amount)',
    value_at_risk: 'sum(k.expected_loss_amount)',
    value_at_risk_rate: share('sum(k.expected_loss_amount)', 'sum(k.value_at_stake_amount)'),
    average_days_since_last_order: 'avg(w.as_of_date - w.last_ordered_date)',
  },
}

/** A figure of one row; several have none together. */
const only = (figure: string) => `case count(*) when 1 then min(${figure}) end`

export const churnDrivers: Oracle = {
  from: 'marts.mart_churn_model f',
  dimensions: {
    feature: 'f.feature',
    label: 'f.label',
    kind: 'f.kind',
    when_high: 'f.when_high',
    when_low: 'f.when_low',
    effect_rank: 'f.effect_rank',
    is_clear: 'sign(f.effect_lower) * sign(f.effect_upper) > 0',
  },
  measures: {
    count: 'count(*)',
    effect: only('f.effect'),
    effect_lower: only('f.effect_lower'),
    effect_upper: only('f.effect_upper'),
    odds_ratio: only('f.odds_ratio'),
    mean: only('f.mean'),
  },
}

export const churnBacktest: Oracle = {
  from: 'marts.mart_churn_evaluation e cross join marts.mart_churn_fit f',
  dimensions: {
    predictor: 'e.predictor',
    population: 'e.population',
    is_published: 'f.not_published_because is null',
    not_published_because: 'f.not_published_because',
    checked_from_date: 'f.checked_from_date',
    fitted_until_date: 'f.fitted_until_date',
    horizon_days: 'f.horizon_days',
    active_days: 'f.active_days',
  },
  measures: {
    count: 'count(*)',
    customer_count: only('e.customer_count'),
    left_count: only('e.left_count'),
    auc: only('e.auc'),
    brier_score: only('e.brier_score'),
    log_loss: only('e.log_loss'),
    top_tenth_lift: only('e.top_tenth_lift'),
    calibration_slope: only('e.calibration_slope'),
    model_advantage: only('e.model_advantage'),
    model_advantage_lower: only('e.model_advantage_lower'),
    leaving_rate: only('e.left_count::numeric / nullif(e.customer_count, 0)'),
  },
}

export const churnCalibration: Oracle = {
  from: 'marts.mart_churn_calibration t',
  dimensions: { tenth: 't.tenth' },
  measures: {
    count: 'count(*)',
    customer_count: 'sum(t.customer_count)',
    left_count: 'sum(t.left_count)',
    predicted_leavers: 'sum(t.predicted_share * t.customer_count)',
    predicted_rate: share('sum(t.predicted_share * t.customer_count)', 'sum(t.customer_count)'),
    observed_rate: share('sum(t.left_count)', 'sum(t.customer_count)'),
    captured_share: only('t.captured_share'),
  },
}
