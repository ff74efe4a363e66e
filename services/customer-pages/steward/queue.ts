import type { ModelInUse } from '../../../stewardship/match-model.ts'
import type { ReviewItem } from '../../../stewardship/queue.ts'
import { money, plural, probability, weight } from '../format.ts'
import { frame, heading, nothing, type Visit } from '../frame.ts'
import { attributes, type Html, html, type Part } from '../html.ts'
import { pairAddress } from './addresses.ts'

/** The customers who may be one person, those first about whom a decision is worth most. */
export function queuePage(
  visit: Visit,
  {
    total,
    items,
    model,
    isBlind,
    reason,
    notice,
  }: {
    readonly total: number
    readonly items: readonly ReviewItem[]
    readonly model: ModelInUse | null
    readonly isBlind: boolean
    readonly reason: string | null
    readonly notice: Part
  },
): Html {
  const here = `${visit.base}/steward`
  const [first] = items
  const reasons = [...new Set(items.map((item) => item.reason))].sort()
  return frame(visit, {
    title: 'Steward’s desk',
    section: 'steward',
    body: html`${heading({
      title: 'Steward’s desk',
      about: html`Customers who may be one person. Those come first about whom a decision is worth most: by the lifetime
value of both together.`,
      actions:
        first &&
        html`<a class="button main" href="${visit.base}${pairAddress(first.recordKeyA, first.recordKeyB, { isBlind })}">Begin with the first</a>`,
    })}
${tabs(visit, 'queue')}
<div class="stack">
${notice}
${findings(model)}
${
  total === 0
    ? nothing(
        reason === null ? 'Nothing waits for a decision' : 'Nothing waits for this reason',
        html`The next build may find more. <a href="${here}/link">Compare any two customers</a>, or look at <a href="${here}/decisions">what was decided</a>.`,
      )
    : html`<section class="panel">
<div class="head"><div><h2>${plural(total, 'pair')} of customers</h2>
${total > items.length && html`<p>The ${plural(items.length, 'pair')} with the most value are listed; the others follow as you decide.</p>`}</div>
<nav class="actions" aria-label="What is shown">
<a class="button"${attributes({ href: isBlind ? here : `${here}?blind=1`, 'aria-current': isBlind })}>${isBlind ? 'Show the model’s view' : 'Blind: hide the model’s view'}</a>
</nav></div>
${
  !isBlind &&
  reasons.length + (reason === null ? 0 : 1) > 1 &&
  html`<nav class="filters" aria-label="Why they wait">
${reason === null ? reasons.map((each) => html`<a class="tag" href="${here}?reason=${encodeURIComponent(each)}">${each}</a> `) : html`<span class="tag">${reason}</span> <a href="${here}">all reasons</a>`}</nav>`
}
<div class="scroll" role="region" tabindex="0" aria-label="Pairs of customers"><table><thead><tr><th scope="col">Customers</th><th scope="col" class="right">Value of both</th>
${!isBlind && html`<th scope="col" class="right wide">Weight</th><th scope="col" class="right wide">One person</th><th scope="col" class="wide">Why it waits</th>`}</tr></thead>
<tbody>${items.map((item) => queueRow(visit, item, isBlind))}</tbody></table></div></section>`
}
</div>`,
  })
}

function queueRow({ base }: Visit, item: ReviewItem, isBlind: boolean): Html {
  const [one, other] = [item.nameA ?? 'no name', item.nameB ?? 'no name']
  return html`<tr class="row"><td><a href="${base}${pairAddress(item.recordKeyA, item.recordKeyB, { isBlind })}">${one} and ${other}</a></td><td class="right number">${money(item.lifetimeValueAmount)}</td>
${
  !isBlind &&
  html`<td class="right number wide">${item.weight === null ? '–' : weight(item.weight)}</td>
<td class="right number wide">${probability(item.probability)}</td><td class="wide quiet">${item.reason}</td>`
}</tr>`
}

/** The pages of the desk. */
export function tabs({ base }: Visit, current: 'queue' | 'link' | 'split' | 'decisions'): Html {
  const names = {
    queue: ['/steward', 'Review'],
    link: ['/steward/link', 'Compare or link two'],
    split: ['/steward/split', 'Split one'],
    decisions: ['/steward/decisions', 'Decisions'],
  } as const
  return html`<nav class="tabs" aria-label="Steward’s desk">${Object.entries(names).map(
    ([name, [to, title]]) =>
      html`<a href="${base}${to}"${attributes({ 'aria-current': name === current && 'page' })}>${title}</a>`,
  )}</nav>`
}

function findings(model: ModelInUse | null): Part {
  if (!model || model.findings.length === 0) return null
  return html`<details class="note warn"><summary>${plural(model.findings.length, 'finding')} about the match model, whose weights you see</summary>
<ul>${model.findings.map(({ subject, meaning, remedy }) => html`<li><strong>${subject}:</strong> ${meaning} ${remedy}</li>`)}</ul></details>`
}
