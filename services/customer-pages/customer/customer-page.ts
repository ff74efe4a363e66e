import type { Profile, Timeline } from '../../profiles/profile.ts'
import { count, day, money, percent, plural } from '../format.ts'
import { formKey, frame, heading, type Visit } from '../frame.ts'
import { attributes, type Html, html, type Part } from '../html.ts'
import { next } from './next.ts'
import type { Hidden } from './parts.ts'
import { type Filters, timelinePanel } from './timeline.ts'
import { who } from './who.ts'
import { worth } from './worth.ts'

export interface CustomerView {
  readonly profile: Profile
  readonly timeline: Timeline
  readonly filters: Filters
  readonly isFirst: boolean
  readonly hidden: Hidden
  /** Why what is hidden was asked for; null if it was not. */
  readonly revealedFor: string | null
  readonly notice: Part
}

/** Everything that is known of one customer. */
export function customerPage(visit: Visit, view: CustomerView): Html {
  const { profile, timeline, filters, isFirst, hidden, notice } = view
  const { golden, traits, customer_key: key } = profile
  const title =
    golden?.full_name ?? (hidden.withheld.has('golden.full_name') ? 'Customer' : 'Customer without a name')
  return frame(visit, {
    title,
    section: 'customers',
    body: html`${heading({
      title,
      about: html`${[
        traits?.customer_type,
        golden?.market,
        traits?.lifecycle_segment,
        golden?.party_type === 'organisation' && 'organisation',
      ]
        .filter((each) => typeof each === 'string')
        .map(
          (each) => html`<span class="tag">${each}</span> `,
        )}<span class="small">key <code>${key}</code></span>`,
      crumbs: html`<a href="${visit.base}/customers">Customers</a>`,
      actions: html`<a class="button" href="${visit.base}/customers/${key}/why">Why one person</a>`,
    })}
<div class="stack">${notice}${reveal(visit, view)}
${figures(profile)}
<div class="three">${who(visit, profile, hidden)}${worth(profile)}${next(profile)}</div>
${timelinePanel(visit, timeline, filters, isFirst)}
<p class="quiet small">As of ${day(profile.as_of_date)}, from build ${profile.run_id}. Amounts are in ${profile.currency}.</p></div>`,
  })
}

/** What somebody needs at a glance. */
function figures({ worth: sums, health, churn }: Profile): Html {
  const figure = (label: string, value: Part, note: Part) =>
    html`<div class="figure"><dt>${label}</dt><dd><strong>${value}</strong><span class="quiet small">${note}</span></dd></div>`
  return html`<dl class="figures">
${figure('Lifetime value', money(sums?.lifetime_value_amount), plural(sums?.order_count ?? 0, 'order'))}
${figure('Last order', sums?.last_ordered_date ? day(sums.last_ordered_date) : 'none', churn?.days_since_last_order ? `${plural(churn.days_since_last_order, 'day')} ago` : '')}
${figure('Next 12 months', money(sums?.expected_value_12_months_amount), sums?.expected_value_12_months_amount ? 'expected' : 'not forecast')}
${figure('Health', count(health?.health_score), health?.health_band ?? 'no orders yet')}
${figure('Risk of leaving', percent(churn?.churn_probability), churn?.risk_band ?? 'no orders yet')}
</dl>`
}

/** Asks why the reader needs what is hidden. The answer is kept in the audit log. */
function reveal(visit: Visit, { profile, hidden, revealedFor, filters }: CustomerView): Part {
  if (revealedFor !== null)
    return html`<p class="note" role="status">Personal data is shown once, for the reason “${revealedFor}”. It was written to the audit log.
<a href="${visit.base}/customers/${profile.customer_key}">Hide it</a></p>`
  if (hidden.askable.size === 0) return null
  return html`<form class="reveal note" method="post" action="${visit.base}/customers/${profile.customer_key}/reveal">${formKey(visit)}
${filters.types.map((type) => html`<input type="hidden" name="type" value="${type}">`)}${filters.channels.map((channel) => html`<input type="hidden" name="channel" value="${channel}">`)}
<label for="reason">Contact and other personal data is hidden. Why do you need it?</label>
<input type="text" id="reason" name="reason" required list="reasons"${attributes({ minlength: 3, maxlength: 300 })} autocomplete="off" placeholder="Kept in the audit log">
<datalist id="reasons"><option value="The customer asks us"></option><option value="An open case"></option><option value="Correcting data"></option><option value="Suspected misuse"></option></datalist>
<button>Show it</button></form>`
}
