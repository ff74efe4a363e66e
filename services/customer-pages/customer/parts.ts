import type { Profile } from '../../profiles/profile.ts'
import { plural } from '../format.ts'
import { type Html, html, type Part } from '../html.ts'

/** A term and what is known of it. */
export function fact(term: string, value: Part, source: Part = null): Html {
  return html`<div class="fact"><dt>${term}</dt><dd>${value}${source}</dd></div>`
}

/** Where something comes from: a line that opens. It can be reached with the keyboard, as any summary. */
export function disclosure(short: Part, of: string, more: Part): Html {
  return html`<details class="from"><summary><span class="unseen">Where ${of} comes from: </span>${short}</summary><div>${more}</div></details>`
}

export function panel(id: string, title: string, body: Part): Html {
  return html`<section class="panel" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body}</section>`
}

/** What the reader may see after asking, and what not at all. */
export interface Hidden {
  readonly withheld: ReadonlySet<string>
  /** Fields that are hidden now, but would be shown. */
  readonly askable: ReadonlySet<string>
}

/** A value, or why it is not here. */
export function shown(field: string, value: Part, { withheld, askable }: Hidden): Part {
  if (askable.has(field))
    return html`<span class="hidden-value"><span aria-hidden="true">••••••</span><span class="unseen">hidden until you ask</span></span>`
  if (withheld.has(field)) return html`<span class="quiet small">not for your groups</span>`
  return value === null || value === undefined || value === '' ? html`<span class="quiet">–</span>` : value
}

/** How old something is, in days as people say them. */
export function age(days: number | null | undefined): string {
  if (days === null || days === undefined) return 'age not known'
  if (days < 60) return days < 1 ? 'today' : `${plural(Math.round(days), 'day')} old`
  return days < 700
    ? `${plural(Math.round(days / 30.4), 'month')} old`
    : `${plural(Math.round(days / 365.25), 'year')} old`
}

type Attributes = NonNullable<Profile['attributes']>['items']

/** The source and age of the chosen value of an attribute, and the values that lost. */
export function sourceOf(attributes: Attributes, attribute: string, label: string): Part {
  const all = attributes.filter((one) => one.attribute === attribute)
  const chosen = all.find((one) => one.is_chosen)
  if (all.length === 0) return null
  const lost = all.filter((one) => !one.is_chosen)
  const short = chosen ? `${chosen.source}, ${age(chosen.age_days)}` : 'no usable value'
  const line = (one: Attributes[number]) =>
    html`<li>${one.value === undefined ? html`<span class="quiet">value hidden</span>` : one.value}
<span class="quiet small">${(one.source_names ?? []).join(', ')}; ${plural(one.record_count ?? 0, 'record')}, ${age(one.age_days)}${
      (one.faults?.length ?? 0) > 0 && `; ${one.faults?.join(', ')}`
    }</span></li>`
  return disclosure(
    html`${short}${lost.length > 0 && html` <span class="tag${all.some((one) => one.has_conflict) ? ' warn' : ''}">${plural(lost.length, 'other value')}</span>`}`,
    label,
    html`${chosen && html`<p class="small quiet">Chosen</p><ul>${line(chosen)}</ul>`}
${lost.length > 0 && html`<p class="small quiet">${all.some((one) => one.has_conflict) ? 'In conflict with it' : 'Also known'}</p><ul>${lost.map(line)}</ul>`}`,
  )
}
