import type { Effect, Holding } from '../../../stewardship/effect.ts'
import { exact, plural } from '../format.ts'
import { type Html, html } from '../html.ts'

/** What a customer has: `3 records, 5 orders` and what they are worth. */
export function holdingOf({ recordCount, orderCount, netAmount }: Holding): string {
  return `${plural(recordCount, 'record')}, ${plural(orderCount, 'order')}, ${exact(netAmount)} net`
}

/** Sentences about what becomes of two customers that are one person. */
export function effectOfJoining({ before, after: [joined] }: Effect): Html {
  if (!joined) return html``
  const gone = before.filter(({ customerKey }) => customerKey !== joined.customerKey)
  return html`<strong>Same person:</strong> the next build makes one customer of the two, with ${holdingOf(joined)}.
It keeps the key <code>${joined.customerKey}</code>; ${gone.map(({ customerKey }) => html`<code>${customerKey}</code> `)}leads to it from then on.
Segments, lifetime value and forecasts follow.`
}

/** Sentences about what becomes of a customer that is two people. */
export function effectOfSplitting({ after }: Effect): Html {
  return html`<ul class="effects">${after.map(
    (part, at) =>
      html`<li><strong>${at === 0 ? 'Taken out' : 'What stays'}:</strong> ${holdingOf(part)}, ${
        part.customerKey === null
          ? 'as a customer with a new key'
          : html`as customer <code>${part.customerKey}</code>`
      }.</li>`,
  )}</ul>`
}
