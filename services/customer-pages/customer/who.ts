import type { Profile } from '../../profiles/profile.ts'
import { day, dayOf, plural } from '../format.ts'
import type { Visit } from '../frame.ts'
import { type Html, html, type Part } from '../html.ts'
import { disclosure, fact, type Hidden, panel, shown, sourceOf } from './parts.ts'

/** Who it is: the golden record with the source of each value, consents, identifiers and household. */
export function who(visit: Visit, profile: Profile, hidden: Hidden): Html {
  const { golden, attributes } = profile
  const from = (attribute: string, label: string) => sourceOf(attributes?.items ?? [], attribute, label)
  const value = (name: string, written: Part) => shown(`golden.${name}`, written, hidden)
  const street = [golden?.house_number, golden?.street].filter(Boolean).join(' ')
  const place = [golden?.unit, street, golden?.city, golden?.region, golden?.postcode]
    .filter(Boolean)
    .join(', ')
  return panel(
    'who',
    'Who',
    html`${
      golden?.has_conflict &&
      html`<p class="note warn small spaced">Sources disagree about ${(golden.conflicting_attributes ?? []).join(', ').replaceAll('_', ' ')}.</p>`
    }
<dl class="facts">
${fact('Name', value('full_name', golden?.full_name), from('name', 'the name'))}
${fact('Email', value('email', golden?.email && html`<a href="mailto:${golden.email}">${golden.email}</a>`), from('email', 'the email address'))}
${fact('Phone', value('phone', golden?.phone && html`<a href="tel:${golden.phone}">${golden.phone}</a>`), from('phone', 'the phone number'))}
${fact('Address', value('street', place), from('address', 'the address'))}
${fact('Country', golden?.country, from('country', 'the country'))}
${fact('Born', value('birth_date', golden?.birth_date ? day(golden.birth_date) : null), from('birth_date', 'the birth date'))}
${fact('Known since', day(golden?.first_seen_date), disclosure(`${plural(golden?.record_count ?? 0, 'record')} joined`, 'the customer', html`<p>${golden?.source_names}</p>`))}
</dl>
<h3>May be contacted</h3>${consents(profile)}
${identifiers(profile, hidden)}
${household(visit, profile, hidden)}`,
  )
}

function consents({ consents: all }: Profile): Html {
  if (!all || all.items.length === 0)
    return html`<p class="quiet">Nothing was decided, so nothing that needs consent may be sent.</p>`
  return html`<ul class="lines">${all.items.map(
    (
      one,
    ) => html`<li><span class="tag ${one.is_allowed ? 'good' : 'bad'}">${one.is_allowed ? '✓ yes' : '✗ no'}</span>
<span>${(one.purpose ?? '').replaceAll('_', ' ')}</span>
${disclosure(html`${one.source}, ${dayOf(one.decided_at)}`, 'this consent', html`<p>${one.status} at ${one.channel ?? 'an unknown place'}, on the basis of ${one.legal_basis ?? 'none'}${one.policy_version && html`, policy ${one.policy_version}`}.</p>`)}</li>`,
  )}</ul>`
}

function identifiers({ identifiers: all }: Profile, { withheld, askable }: Hidden): Part {
  if (!all || all.items.length === 0) return null
  const isHidden = withheld.has('identifiers.identifier')
  return html`<details class="more"><summary>${plural(all.total, 'identifier')} in the sources</summary>
${isHidden && html`<p class="quiet small">${askable.has('identifiers.identifier') ? 'Hidden until you ask.' : 'Not for your groups.'}</p>`}
<div class="scroll" role="region" tabindex="0" aria-label="Identifiers"><table><thead><tr><th scope="col">Kind</th>${!isHidden && html`<th scope="col">Identifier</th>`}<th scope="col">Seen</th></tr></thead><tbody>
${all.items.map(
  (one) =>
    html`<tr><th scope="row">${one.identifier_type}${one.is_deleted && html` <span class="tag">deleted</span>`}${
      (one.customer_count ?? 1) > 1 &&
      html` <span class="tag warn">of ${plural(one.customer_count ?? 0, 'customer')}</span>`
    }</th>${!isHidden && html`<td class="any">${one.identifier}</td>`}<td class="quiet">${dayOf(one.first_seen_at)} – ${dayOf(one.last_seen_at)}<br><span class="small">${(one.source_names ?? []).join(', ')}</span></td></tr>`,
)}</tbody></table></div>${all.total > all.items.length && html`<p class="quiet small">The ${all.items.length} seen last are listed.</p>`}</details>`
}

function household({ base }: Visit, { household: all }: Profile, hidden: Hidden): Part {
  if (!all || all.items.length === 0) return null
  return html`<h3>Household</h3><ul class="lines">${all.items.map(
    (
      one,
    ) => html`<li><a href="${base}/customers/${one.customer_key}">${hidden.withheld.has('household.full_name') ? `Customer ${one.customer_key}` : (one.full_name ?? 'no name')}</a>
<span class="quiet small">same home, by ${(one.evidence ?? []).join(', ')}</span></li>`,
  )}</ul>${all.total > all.items.length && html`<p class="quiet small">and ${all.total - all.items.length} more</p>`}`
}
