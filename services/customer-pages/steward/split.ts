import type { Effect } from '../../../stewardship/effect.ts'
import type { PersonRecord } from '../../../stewardship/records.ts'
import { plural } from '../format.ts'
import { formKey, frame, heading, type Visit } from '../frame.ts'
import { attributes, type Html, html, type Part } from '../html.ts'
import { effectOfSplitting } from './effects.ts'
import { tabs } from './queue.ts'

/** Asks whose records to look at. */
export function splitQuestion(visit: Visit, notice: Part): Html {
  return frame(visit, {
    title: 'Split a customer',
    section: 'steward',
    body: html`${heading({
      title: 'Split a customer',
      about: 'If records of two people became one customer, take those of the one out.',
      crumbs: html`<a href="${visit.base}/steward">Steward’s desk</a>`,
    })}${tabs(visit, 'split')}<div class="stack">${notice}
<form class="panel narrow-form" action="${visit.base}/steward/split"><label for="customer">Customer key, or any of its records (source/kind/identifier)</label>
<input type="text" id="customer" name="customer" required autocomplete="off">
<button class="main">Show the records</button></form></div>`,
  })
}

/** The records of a customer, of which some can be taken out; `effect` is there once some are chosen. */
export function splitPage(
  visit: Visit,
  {
    customerKey,
    records,
    taken,
    effect,
    standing,
    notice,
  }: {
    readonly customerKey: string
    readonly records: readonly PersonRecord[]
    readonly taken: readonly string[]
    readonly effect: Effect | null
    readonly standing: string
    readonly notice: Part
  },
): Html {
  const address = `${visit.base}/steward/split/${customerKey}`
  return frame(visit, {
    title: 'Split a customer',
    section: 'steward',
    body: html`${heading({
      title: 'Split a customer',
      about: html`Customer <a href="${visit.base}/customers/${customerKey}"><code>${customerKey}</code></a> has ${plural(records.length, 'record')}. Choose those that belong to somebody else.`,
      crumbs: html`<a href="${visit.base}/steward">Steward’s desk</a>`,
    })}${tabs(visit, 'split')}<div class="stack">${notice}
${
  effect &&
  html`<section class="panel" aria-labelledby="change"><h2 id="change">What it changes</h2><p>With the next build:</p>${effectOfSplitting(effect)}
<form class="verdicts" method="post" action="${address}">${formKey(visit)}<input type="hidden" name="standing" value="${standing}">
${taken.map((key) => html`<input type="hidden" name="take" value="${key}">`)}
<div><label for="because">Why (optional, kept with the decision)</label><input type="text" id="because" name="because" maxlength="500" autocomplete="off"></div>
<div class="actions"><button class="main">Split the customer</button></div></form></section>`
}
${
  records.length < 2
    ? html`<p class="note">It has one record only, so there is nothing to take out.</p>`
    : html`<form class="panel" action="${address}"><div class="scroll" role="region" tabindex="0" aria-label="Records"><table class="records"><thead><tr><th scope="col">Take out</th><th scope="col">Record</th><th scope="col">Name</th>
<th scope="col">Email</th><th scope="col">Phone</th><th scope="col">Birth date</th><th scope="col">Postcode</th><th scope="col">Joined by</th></tr></thead><tbody>
${records.map(
  ({
    recordKey,
    name,
    joinedBy,
    attributes: known,
  }) => html`<tr><td><input type="checkbox" name="take"${attributes({ value: recordKey, checked: taken.includes(recordKey), id: `r${recordKey}` })}></td>
<th scope="row"><label for="r${recordKey}">${name}</label></th><td>${known.full_name}</td><td>${known.email}</td><td>${known.phone}</td>
<td class="number">${known.birth_date}</td><td>${known.postcode}</td><td>${joinedBy}</td></tr>`,
)}</tbody></table></div><p class="actions spaced"><button class="main">See what it changes</button></p></form>`
}</div>`,
  })
}
