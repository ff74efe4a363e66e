import type { Profile } from '../../profiles/profile.ts'
import { dayOf, exact, instant, plural } from '../format.ts'
import { type Html, html } from '../html.ts'
import { disclosure, panel } from './parts.ts'

/** What to do next: what is open, and what to offer. */
export function next({ suggestions, open_carts: carts, open_cases: cases, as_of_date }: Profile): Html {
  const isOpen = (carts?.total ?? 0) + (cases?.total ?? 0) > 0
  return panel(
    'next',
    'What next',
    html`${!isOpen && html`<p class="quiet">Nothing is open: no case, no cart.</p>`}
${
  cases &&
  cases.total > 0 &&
  html`<h3>${plural(cases.total, 'open case')}</h3><ul class="lines">${cases.items.map(
    (
      one,
    ) => html`<li><span class="tag warn">${one.status}</span> <span>${one.case_type ?? 'case'} ${one.case_id} by ${one.channel}, ${one.priority ?? 'no'} priority</span>
${disclosure(html`${one.source}, opened ${dayOf(one.opened_at)}`, 'this case', html`<p>${plural(one.message_count ?? 0, 'message')}; ${one.first_replied_at ? `first answered ${instant(one.first_replied_at)}` : 'not answered yet'}.</p>`)}</li>`,
  )}</ul>`
}
${
  carts &&
  carts.total > 0 &&
  html`<h3>${plural(carts.total, 'open cart')}</h3><ul class="lines">${carts.items.map(
    (
      one,
    ) => html`<li><strong class="number">${exact(one.value_amount)}</strong> <span>${plural(one.line_count ?? 0, 'line')}, as far as ${one.furthest_step}</span>
${disclosure(html`website, ${instant(one.last_changed_at)}`, 'this cart', html`<p>Filled ${instant(one.filled_at)}${one.device && ` on ${one.device}`}.</p>`)}</li>`,
  )}</ul>`
}
<h3>To offer</h3>
${
  suggestions && suggestions.items.length > 0
    ? html`<ol class="lines offers">${suggestions.items.map(
        (
          one,
        ) => html`<li><strong>${one.product_name}</strong> <span class="tag">${one.kind}</span>${one.availability !== 'in stock' && html` <span class="tag warn">${one.availability}</span>`}
<span class="quiet">${one.reason}</span>
${disclosure(one.method ?? 'how', 'this suggestion', html`<p>Chosen by ${one.method} as of ${as_of_date}, for its place ${one.suggestion_rank}.</p>`)}</li>`,
      )}</ol>`
    : html`<p class="quiet">There is nothing that this customer is likely to want.</p>`
}`,
  )
}
