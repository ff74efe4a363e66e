import { dim_customer } from '../../../transforms/warehouse/dim_customer.ts'
import type { Search } from '../../profiles/profile.ts'
import { day, money, plural } from '../format.ts'
import { frame, heading, nothing, type Visit } from '../frame.ts'
import { type Html, html, type Part } from '../html.ts'

export type SearchView =
  | { readonly is: 'empty' }
  | { readonly is: 'refused'; readonly message: string }
  | { readonly is: 'found'; readonly search: Search }

/** One box, and whom its text may mean. */
export function searchPage(visit: Visit, text: string, view: SearchView): Html {
  return frame(visit, {
    title: text === '' ? 'Customers' : `${text}: customers`,
    section: 'customers',
    body: html`${heading({
      title: 'Find a customer',
      about:
        'By name, also with typing mistakes; by part of a phone number; by email address or its beginning; by order number, customer key, or what a source calls them.',
    })}
<form class="search" action="${visit.base}/customers" role="search" data-search>
<label class="unseen" for="q">Name, phone, email or order number</label>
<input type="search" id="q" name="q" value="${text}" placeholder="Name, phone, email or order number" autocomplete="off" autofocus spellcheck="false">
<button class="main">Search</button></form>
<div id="results" data-results>${results(visit, view)}</div>`,
  })
}

function results(visit: Visit, view: SearchView): Part {
  if (view.is === 'empty')
    return html`<p class="quiet" role="status">Three letters or digits are enough to begin with.</p>`
  if (view.is === 'refused') return html`<p class="note warn" role="status">${view.message}</p>`
  const { search } = view
  const { total, customers, not_searched: skipped } = search
  const left =
    skipped.length > 0 &&
    html`<p class="quiet small">Your groups may not see ${skipped.join(', ')}, so nothing was searched by it. Ask by order number or customer key.</p>`
  if (total === 0)
    return html`<div role="status">${nothing('Nobody was found', 'Write less of the name, or try the phone number, the email address or the number of an order. Who was loaded after the last build is found after the next.')}</div>${left}`
  return html`<p class="quiet" role="status">${plural(total, 'customer')}${
    total > customers.length &&
    html`; the ${customers.length} best matches are listed. Write more to narrow them down`
  }.<span class="hint"> <kbd>↓</kbd> <kbd>↑</kbd> to choose, <kbd>Enter</kbd> to open</span></p>
<ol class="found">${customers.map((one) => found(visit, one))}</ol>${left}`
}

type Found = Search['customers'][number]

function found({ base }: Visit, one: Found): Html {
  const name = one.full_name ?? (one.full_name === undefined ? 'Name hidden' : 'No name')
  const known = [one.email, one.phone, one.city].filter((value) => typeof value === 'string' && value !== '')
  return html`<li><a href="${base}/customers/${one.customer_key}">
<span class="who"><strong>${name}</strong>${known.length > 0 && html`<span class="quiet">${known.join(' · ')}</span>`}</span>
<span class="why">${one.matches.map((match) => html`<span class="tag">${whyMatched(one, match)}</span> `)}</span>
<span class="worth number"><strong>${money(one.lifetime_value_amount)}</strong>
<span class="quiet small">${one.last_ordered_date ? `last order ${day(one.last_ordered_date)}` : 'no order'}, ${one.market}</span></span></a></li>`
}

const hows = {
  same: '',
  begins: 'begins with what you wrote: ',
  contains: 'contains it: ',
  similar: 'is similar: ',
} as const

/** Values that are hidden until asked for are not said here either. */
function whyMatched(one: Found, { by, how, value }: Found['matches'][number]): string {
  const isShown =
    by === 'name'
      ? one.full_name !== undefined
      : by === 'order' || by === 'customer' || one.email !== undefined
  const named = by === 'customer' ? 'customer key' : by
  return isShown ? `${named} ${hows[how]}${value}` : `${named}${how === 'same' ? '' : `, ${how}`}`
}

/** Names of what a result shows that is personal. */
export const personalFound = (['full_name', 'email', 'phone', 'city'] as const).filter(
  (name) => dim_customer.columns[name].personalData !== null,
)
