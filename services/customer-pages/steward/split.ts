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
    : html`<form class="panel" action="${address}"><ul class="records">${records.map((one) => choice(one, taken.includes(one.recordKey)))}</ul><p class="actions spaced"><button class="main">See what it changes</button></p></form>`
}</div>`,
  })
}

/** A record that can be taken out, with what tells people apart. */
function choice({ recordKey, name, joinedBy, attributes: known }: PersonRecord, isTaken: boolean): Html {
  const says = [
    known.full_name,
    known.email,
    known.phone,
    known.birth_date && `born ${known.birth_date}`,
    known.postcode,
  ]
  return html`<li><label><input type="checkbox" name="take"${attributes({ value: recordKey, checked: isTaken })}>
<span class="says"><strong>${name}</strong><span class="quiet">${says.filter(Boolean).join(' · ') || 'says nothing that tells people apart'}</span></span>
<span class="tag">${joinedBy === null ? 'not joined' : `joined by ${joinedBy}`}</span></label></li>`
}
