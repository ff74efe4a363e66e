import type { Oracle } from './oracle.ts'
import { dates } from './traits.ts'

const ratio = (part: string, of: string) => `(${part})::numeric / nullif(${of}, 0)`
const channel = {
  channel: 'channel.channel_name',
  channel_group: 'channel.channel_group',
  is_paid: 'channel.is_paid',
  campaign: 'campaign.campaign_name',
  campaign_type: 'campaign.campaign_type',
}
const named = (fact: string) => `
    left join warehouse.dim_channel channel on channel.channel_key = ${fact}.channel_key
    left join warehouse.dim_campaign campaign on campaign.campaign_key = ${fact}.campaign_key`

const cost = 'sum(a.cost_amount)'
const won = 'sum(a.new_customer_count)'
const paidFor = 'sum(a.new_customer_count) filter (where channel.is_paid)'
const predicted = ratio('sum(a.predicted_value_amount)', 'sum(a.forecast_customer_count)')
const earlier = [
  [0, '0_months'],
  [1, '1_month'],
  [2, '2_months'],
  [3, '3_months'],
  [6, '6_months'],
  [9, '9_months'],
  [12, '12_months'],
  [18, '18_months'],
  [24, '24_months'],
  [36, '36_months'],
] as const

export const acquisition: Oracle = {
  from: `marts.mart_acquisition a ${named('a')}
    left join warehouse.dim_date calendar on calendar.date_day = a.month_start_date`,
  dimensions: {
    month_start_date: 'a.month_start_date',
    channel_key: 'a.channel_key',
    campaign_key: 'a.campaign_key',
    market: 'a.market',
    first_channel: `coalesce(nullif(channel.channel_name, 'unknown'), 'Unknown')`,
    ...channel,
    ...dates,
  },
  measures: {
    count: 'count(*)',
    cost,
    unvalued_cost_count: 'sum(a.unvalued_cost_count)',
    new_customer_count: won,
    paid_customer_count: paidFor,
    paid_customer_rate: ratio(paidFor, won),
    cost_per_customer: ratio(cost, won),
    cost_per_paid_customer: ratio(cost, paidFor),
    value: 'sum(a.value_amount)',
    value_per_customer: ratio('sum(a.value_amount)', won),
    return_on_cost: ratio('sum(a.value_amount)', cost),
    forecast_customer_count: 'sum(a.forecast_customer_count)',
    predicted_value: 'sum(a.predicted_value_amount)',
    predicted_value_per_customer: predicted,
    ltv_to_cac: `${predicted} * ${won} / nullif(${cost}, 0)`,
    returned_in_12_months: ratio('sum(a.value_12_months_amount)', cost),
    payback_months: `case when ${cost} > 0 then (
      select min(step.months)
      from (values ${earlier.map(([months, name]) => `(${months}, sum(a.value_${name}_amount))`).join(', ')})
        as step(months, value)
      where step.value >= ${cost}
    ) end`,
  },
}

/** Credits of different models cannot be added up. */
const ofOne = (model: string, sql: string) => `case when count(distinct ${model}) = 1 then ${sql} end`
const credited = (sql: string) => ofOne('credit.attribution_model', sql)

export const attribution: Oracle = {
  from: `marts.mart_attribution credit ${named('credit')}
    left join warehouse.dim_date calendar on calendar.date_day = credit.ordered_month_date`,
  dimensions: {
    attribution_model: 'credit.attribution_model',
    ordered_month_date: 'credit.ordered_month_date',
    channel_key: 'credit.channel_key',
    campaign_key: 'credit.campaign_key',
    market: 'credit.market',
    ...channel,
    ...dates,
  },
  measures: {
    count: 'count(*)',
    order_count: credited('sum(credit.order_count)'),
    new_customer_count: credited('sum(credit.first_order_count)'),
    value: credited('sum(credit.value_amount)'),
    unvalued_order_count: credited('sum(credit.unvalued_order_count)'),
    value_per_order: credited(ratio('sum(credit.value_amount)', 'sum(credit.order_count)')),
    seen_rate: credited(
      ratio(
        'coalesce(sum(credit.order_count) filter (where credit.channel_key <> -2), 0)',
        'sum(credit.order_count)',
      ),
    ),
  },
}

const performed = (sql: string) => ofOne('p.attribution_model', sql)

export const attribution_performance: Oracle = {
  from: `marts.mart_channel_performance p ${named('p')}`,
  dimensions: {
    attribution_model: 'p.attribution_model',
    channel_key: 'p.channel_key',
    campaign_key: 'p.campaign_key',
    performance: 'p.performance',
    first_spent_date: 'p.first_spent_date',
    last_spent_date: 'p.last_spent_date',
    ...channel,
  },
  measures: {
    count: 'count(*)',
    cost: performed('sum(p.cost_amount)'),
    unvalued_cost_count: performed('sum(p.unvalued_cost_count)'),
    order_count: performed('sum(p.order_count)'),
    new_customer_count: performed('sum(p.first_order_count)'),
    value: performed('sum(p.value_amount)'),
    return_on_spend: performed(ratio('sum(p.value_amount)', 'sum(p.cost_amount)')),
    cost_per_new_customer: performed(ratio('sum(p.cost_amount)', 'sum(p.first_order_count)')),
    payback_months: 'case when count(*) = 1 then min(p.payback_months) end',
  },
}

const items = (subject: string, ...kinds: readonly string[]) => {
  const among = kinds.map((kind) => `'${kind}'`).join(', ')
  const which = kinds.length > 0 ? ` and c.coverage in (${among})` : ''
  return `sum(c.item_count) filter (where c.subject = '${subject}'${which})`
}

export const attribution_coverage: Oracle = {
  from: `marts.mart_attribution_coverage c
    left join warehouse.dim_date calendar on calendar.date_day = c.month_start_date`,
  dimensions: {
    month_start_date: 'c.month_start_date',
    subject: 'c.subject',
    coverage: 'c.coverage',
    market: 'c.market',
    window_days: 'c.window_days',
    ...dates,
  },
  measures: {
    count: 'count(*)',
    order_count: items('purchase'),
    value: `sum(c.value_amount) filter (where c.subject = 'purchase')`,
    seen_order_count: items('purchase', 'marketing seen'),
    seen_order_rate: ratio(items('purchase', 'marketing seen'), items('purchase')),
    no_consent_order_count: items('purchase', 'seen without consent only'),
    no_consent_order_rate: ratio(items('purchase', 'seen without consent only'), items('purchase')),
    unknown_customer_order_count: items('purchase', 'customer unknown'),
    touch_count: items('touch'),
    used_touch_count: items('touch', 'used before a purchase'),
    used_touch_rate: ratio(items('touch', 'used before a purchase'), items('touch')),
    no_consent_touch_count: items('touch', 'consent refused', 'no consent recorded'),
    no_consent_touch_rate: ratio(items('touch', 'consent refused', 'no consent recorded'), items('touch')),
  },
}

const journeys = 'sum(path.conversions) + sum(path.nulls)'

export const attribution_paths: Oracle = {
  from: 'marts.mart_attribution_path path',
  dimensions: {
    path_key: 'path.path_key',
    path: 'path.path',
    touch_count: 'path.touch_count',
  },
  measures: {
    count: 'count(*)',
    journey_count: journeys,
    order_count: 'sum(path.conversions)',
    lost_journey_count: 'sum(path.nulls)',
    conversion_rate: ratio('sum(path.conversions)', journeys),
    value: 'sum(path.value_amount)',
    unvalued_order_count: 'sum(path.unvalued_conversions)',
    value_per_journey: ratio('sum(path.value_amount)', journeys),
    touches_per_journey: ratio('sum(path.touch_count * (path.conversions + path.nulls))', journeys),
  },
}

/** Effects do not add up; what is divided in proportion does, within one chain. */
const ofRow = (sql: string) => `case when count(*) = 1 then ${sql} end`
const ofChain = (sql: string) => ofOne('effect.markov_order', sql)

export const attribution_removal: Oracle = {
  from: `marts.mart_removal_effect effect
    left join warehouse.dim_channel channel on channel.channel_key = effect.channel_key`,
  dimensions: {
    markov_order: 'effect.markov_order',
    channel_key: 'effect.channel_key',
    state_count: 'effect.state_count',
    channel: channel.channel,
    channel_group: channel.channel_group,
    is_paid: channel.is_paid,
  },
  measures: {
    count: 'count(*)',
    lost_order_rate: ofRow('sum(effect.removal_effect)'),
    lost_value_rate: ofRow('sum(effect.value_removal_effect)'),
    order_count: ofChain('sum(effect.order_count)'),
    value: ofChain('sum(effect.value_amount)'),
  },
}
