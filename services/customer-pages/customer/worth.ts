import type { Profile } from '../../profiles/profile.ts'
import { count, day, decimal, exact, money, percent, plural } from '../format.ts'
import { attributes, type Html, html, type Part } from '../html.ts'
import { disclosure, fact, panel } from './parts.ts'

/** What the customer is worth: so far, expected, and how the relation goes. */
export function worth(profile: Profile): Html {
  const { worth: sums, health, health_parts: parts, churn, traits } = profile
  return panel(
    'worth',
    'Worth',
    html`<dl class="facts">
${fact(
  'Bought so far',
  html`<strong>${exact(sums?.lifetime_value_amount)}</strong> in ${plural(sums?.order_count ?? 0, 'order')}`,
  disclosure(
    `orders up to ${day(profile.as_of_date)}`,
    'what they bought',
    html`<p>${exact(sums?.gross_amount)} gross, less ${exact(sums?.discount_amount)} discounts and ${exact(sums?.returned_amount)} returned; ${exact(sums?.average_order_amount)} an order. First ${day(sums?.first_ordered_date)}, last ${day(sums?.last_ordered_date)}.</p>`,
  ),
)}
${fact(
  'Expected in 12 months',
  expected(profile),
  disclosure(
    sums?.model_name ? `model ${sums.model_name}` : 'no forecast',
    'the forecast',
    html`<p>${
      sums?.no_forecast_because ??
      `${decimal(sums?.expected_orders_12_months)} orders expected; ${percent(sums?.alive_probability)} likely to be a customer still. ${exact(sums?.expected_value_24_months_amount)} in 24 months, ${exact(sums?.predicted_lifetime_value_amount)} over the lifetime, past included.`
    }</p>`,
  ),
)}
${fact(
  'Health',
  health?.health_score === undefined || health.health_score === null
    ? html`<span class="quiet">no orders yet</span>`
    : html`<strong>${count(health.health_score)}</strong> of 100, ${health.health_band}${meter(health.health_score, `Health ${count(health.health_score)} of 100`)}`,
  parts &&
    parts.items.length > 0 &&
    disclosure(
      `weakest: ${health?.weakest_part ?? 'none'}`,
      'the health',
      html`<ul>${parts.items.map((one) => html`<li><strong>${one.part}</strong> ${decimal(one.points)} of ${decimal((one.weight_share ?? 0) * 100)}: ${one.reason}</li>`)}</ul>`,
    ),
)}
${fact(
  'Risk of leaving',
  risk(churn),
  churn &&
    disclosure(
      churn.model_fitted_until_date
        ? `model of ${day(churn.model_fitted_until_date)}`
        : (churn.main_driver ?? 'why'),
      'the risk',
      html`<p>${churn.drivers ? html`For leaving: ${churn.drivers}.` : 'No reasons are known.'}${churn.reasons_to_stay && html` For staying: ${churn.reasons_to_stay}.`} ${churn.days_since_last_order !== null && `Last order ${plural(churn.days_since_last_order ?? 0, 'day')} ago.`}</p>`,
    ),
)}
${fact('Next order expected', traits?.expected_next_order_date ? html`${day(traits.expected_next_order_date)}${traits.is_late && html` <span class="tag warn">${plural(traits.days_late ?? 0, 'day')} late</span>`}` : html`<span class="quiet">not known</span>`, traits?.typical_wait_days && disclosure('own rhythm', 'the date', html`<p>Usually ${plural(Math.round(traits.typical_wait_days), 'day')} between two orders.</p>`))}
${traits && traits.subscription_count !== 0 && fact('Subscriptions', html`${plural(traits.subscription_count ?? 0, 'subscription')}, ${exact(traits.mrr_amount)} a month`)}
${traits?.loyalty_points !== null && traits?.loyalty_points !== undefined && fact('Loyalty', `${traits.loyalty_tier}, ${plural(traits.loyalty_points, 'point')}`)}
${traits?.last_nps_score !== null && traits?.last_nps_score !== undefined && fact('Would recommend', `${traits.last_nps_score} of 10, ${traits.last_nps_group}`)}
</dl>
<h3>Segments</h3>${segments(profile)}`,
  )
}

function expected({ worth: sums }: Profile): Part {
  if (
    !sums ||
    sums.expected_value_12_months_amount === null ||
    sums.expected_value_12_months_amount === undefined
  )
    return html`<span class="quiet">not forecast</span>`
  const [lower, value, upper] = [
    sums.expected_value_12_months_lower_amount,
    sums.expected_value_12_months_amount,
    sums.expected_value_12_months_upper_amount,
  ]
  return html`<strong>${money(value)}</strong>${lower !== null && upper !== null && html` <span class="quiet">between ${money(lower)} and ${money(upper)}</span>`}`
}

function risk(churn: Profile['churn']): Part {
  if (!churn) return html`<span class="quiet">no orders yet</span>`
  if (churn.churn_probability === null || churn.churn_probability === undefined)
    return html`<span class="quiet">${churn.risk_band}</span>${(churn.days_since_last_order ?? 0) > 0 && html`, ${plural(churn.days_since_last_order ?? 0, 'day')} since the last order`}`
  return html`<strong>${percent(churn.churn_probability)}</strong>, ${churn.risk_band}${churn.value_at_stake_amount !== null && html` <span class="quiet">${money(churn.value_at_stake_amount)} at stake</span>`}`
}

/** A score as a bar. */
function meter(score: number, label: string): Html {
  return html`<svg class="meter" width="100%" height="6" role="img"${attributes({ 'aria-label': label })}><rect class="track" width="100%" height="6" rx="3"/><rect class="fill" height="6" rx="3"${attributes({ width: `${Math.max(0, Math.min(100, score))}%` })}/></svg>`
}

function segments({ segments: now, segment_history: history, traits }: Profile): Html {
  const computed = [traits?.lifecycle_segment, traits?.rfm_segment].filter(Boolean)
  return html`<ul class="lines">${(now?.items ?? []).map(
    (
      one,
    ) => html`<li><span class="tag">${one.title}</span> ${one.entered_date && html`<span class="quiet small">since ${day(one.entered_date)}</span>`}
${disclosure(one.owner ?? 'purpose', 'this segment', html`<p>${one.purpose}</p>`)}</li>`,
  )}${computed.length > 0 && html`<li><span class="quiet">by how they buy:</span> ${computed.map((name) => html`<span class="tag">${name}</span> `)}</li>`}</ul>
${(now?.items.length ?? 0) === 0 && html`<p class="quiet">In none of the declared segments.</p>`}
${
  history &&
  history.items.length > 0 &&
  html`<details class="more"><summary>History of segments</summary><ol>${history.items.map(
    (one) =>
      html`<li><span class="quiet number">${day(one.as_of_date)}</span> ${one.movement} <strong>${(one.segment_name ?? '').replaceAll('_', ' ')}</strong>${one.because !== 'rule' && html` <span class="quiet">(${one.because})</span>`}</li>`,
  )}</ol></details>`
}`
}
