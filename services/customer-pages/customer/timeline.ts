import type { Timeline } from '../../profiles/profile.ts'
import { count, dayOf, exact, timeOf } from '../format.ts'
import type { Visit } from '../frame.ts'
import { attributes, type Html, html, type Part } from '../html.ts'

export interface Filters {
  readonly types: readonly string[]
  readonly channels: readonly string[]
}

/** The address of a customer's page, with the filters of the timeline and the place in it. */
export function timelineAddress(
  base: string,
  key: string,
  { types, channels }: Filters,
  cursor?: string,
): string {
  const query = new URLSearchParams()
  for (const type of types) query.append('type', type)
  for (const channel of channels) query.append('channel', channel)
  if (cursor !== undefined) query.set('after', cursor)
  const text = query.toString()
  return `${base}/customers/${key}${text === '' ? '' : `?${text}`}#timeline`
}

/** All contacts, newest first. */
export function timelinePanel({ base }: Visit, timeline: Timeline, filters: Filters, isFirst: boolean): Html {
  const { customer_key: key, contacts, types = [], channels = [], next } = timeline
  const isFiltered = filters.types.length + filters.channels.length > 0
  return html`<section class="panel" aria-labelledby="timeline"><h2 id="timeline">Timeline</h2>
<p>Every contact in any channel, newest first. Times are those of the company.</p>
${chips('What', types, filters.types, (chosen) => timelineAddress(base, key, { ...filters, types: chosen }))}
${chips('Where', channels, filters.channels, (chosen) => timelineAddress(base, key, { ...filters, channels: chosen }))}
${
  contacts.length === 0
    ? html`<p class="empty">${isFiltered ? html`No contact is like that. <a href="${timelineAddress(base, key, { types: [], channels: [] })}">Show all</a>` : 'No contact is known yet.'}</p>`
    : days(contacts)
}
<p class="actions">${!isFirst && html`<a class="button" href="${timelineAddress(base, key, filters)}">Newest</a>`}
${next !== null && html`<a class="button" href="${timelineAddress(base, key, filters, next)}" rel="next">Older contacts</a>`}
${next === null && contacts.length > 0 && html`<span class="quiet small">That is all.</span>`}</p></section>`
}

/** Links that add a filter or take it away; they work without scripts. */
function chips(
  label: string,
  known: NonNullable<Timeline['types']>,
  chosen: readonly string[],
  to: (chosen: readonly string[]) => string,
): Part {
  const names = [
    ...known.map(({ name }) => name),
    ...chosen.filter((name) => !known.some((one) => one.name === name)),
  ]
  if (names.length < 2 && chosen.length === 0) return null
  return html`<nav class="chips" aria-label="Filter: ${label.toLowerCase()}"><span class="quiet small" aria-hidden="true">${label}</span>
${names.map((name) => {
  const is = chosen.includes(name)
  const counted = known.find((one) => one.name === name)
  return html`<a class="tag"${attributes({ href: to(is ? chosen.filter((other) => other !== name) : [...chosen, name]), 'aria-current': is })}>${name}${
    counted && html` <span class="quiet number">${count(counted.contact_count)}</span>`
  }${is && html`<span class="unseen"> (shown; take away)</span>`}</a> `
})}${chosen.length > 0 && html`<a class="small" href="${to([])}">all</a>`}</nav>`
}

function days(contacts: Timeline['contacts']): Html {
  const day = (at: number) => dayOf(contacts[at]?.occurred_at)
  return html`<ol class="timeline">${contacts.map((one, at) => contact(one, at > 0 && day(at) === day(at - 1)))}</ol>`
}

function contact(one: Timeline['contacts'][number], isSameDay: boolean): Html {
  const isOther = one.original_amount !== null && one.value_amount === null
  return html`<li class="contact ${one.direction}"><time class="number" datetime="${one.occurred_at}"><span${attributes({ class: isSameDay && 'again' })}>${dayOf(one.occurred_at)}</span> <span class="quiet">${timeOf(one.occurred_at ?? '')}</span></time>
<span class="what"><span>${one.sentence}</span>
<span class="quiet small">${one.touchpoint_type}${one.channel && ` · ${one.channel}`} · ${{ inbound: 'from the customer', outbound: 'from us', internal: 'among us' }[one.direction ?? 'internal']} · ${(one.fact ?? '').replace(/^fct_/, '').replaceAll('_', ' ')}</span></span>
<span class="number amount">${one.value_amount !== null && one.value_amount !== undefined ? exact(one.value_amount) : isOther && `${one.original_amount} ${one.currency}`}</span></li>`
}
