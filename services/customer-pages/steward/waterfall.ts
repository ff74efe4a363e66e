import type { Explanation } from '../../../stewardship/explain.ts'
import { count, probability, weight } from '../format.ts'
import { attributes, type Html, html, type Part } from '../html.ts'
import { titleOf } from './titles.ts'

/** The weights of all comparisons, each beginning where the one above ends: a table with a bar in each row. */
export function waterfall({
  comparisons,
  prior,
  priorWeight,
  weight: total,
  probability: chance,
  thresholds,
}: Explanation): Html {
  const steps = [
    { name: 'Before comparing', note: `1 in ${count(1 / prior)} pairs is one person`, by: priorWeight },
    ...comparisons.filter(isCompared).map((one) => ({
      name: titleOf(one.comparison),
      note: noteOf(one),
      by: one.weight + one.termWeight,
    })),
  ]
  const missing = comparisons.filter((one) => !isCompared(one))
  let sum = 0
  const ends = steps.map(({ by }) => {
    sum += by
    return sum
  })
  const marks = [0, total, thresholds.link, thresholds.review, ...ends]
  const [least, most] = [Math.min(...marks), Math.max(...marks)]
  const at = (value: number) => ((value - least) / (most - least || 1)) * 100
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Weights"><table class="waterfall">
<caption class="unseen">The weight of each comparison in bits, and their sum</caption>
<thead><tr><th scope="col">Compared</th><th scope="col" class="wide">Result</th>
<th scope="col"><span class="unseen">Drawn</span></th><th scope="col" class="right">Bits</th></tr></thead>
<tbody>
${steps.map(
  (
    { name, note, by },
    index,
  ) => html`<tr><th scope="row">${name}<span class="narrow quiet small">${note}</span></th>
<td class="wide quiet">${note}</td>
<td class="bar-cell">${bar(at(ends[index - 1] ?? 0), at(ends[index] ?? 0), by < 0 ? 'down' : 'up', [at(thresholds.review), at(thresholds.link)])}</td>
<td class="right number">${weight(by)}</td></tr>`,
)}
${
  missing.length > 0 &&
  html`<tr class="quiet"><th scope="row">Not compared<span class="narrow small">${notCompared(missing)}</span></th><td class="wide">${notCompared(missing)}</td>
<td class="bar-cell"></td><td class="right number">0.00</td></tr>`
}
<tr class="total"><th scope="row">Match weight<span class="narrow quiet small">${probability(chance)} likely one person</span></th>
<td class="wide">${probability(chance)} likely one person</td>
<td class="bar-cell">${bar(at(0), at(total), 'sum', [at(thresholds.review), at(thresholds.link)])}</td>
<td class="right number">${weight(total)}</td></tr>
</tbody></table></div>
<p class="legend"><span><span class="swatch up"></span>speaks for one person</span>
<span><span class="swatch down"></span>speaks for two people</span>
<span>Dashed: from ${weight(thresholds.review)} a steward looks, from ${weight(thresholds.link)} they are joined</span></p>
${numbers(comparisons)}`
}

function bar(from: number, to: number, kind: 'up' | 'down' | 'sum', limits: readonly number[]): Html {
  const percent = (value: number) => `${value.toFixed(2)}%`
  return html`<svg class="bars" width="100%" height="22" aria-hidden="true" focusable="false">
${limits.map((limit) => html`<line class="limit"${attributes({ x1: percent(limit), x2: percent(limit), y1: 0, y2: '100%' })}/>`)}
<rect class="${kind}" y="4" height="14" rx="2"${attributes({ x: percent(Math.min(from, to)), width: percent(Math.max(Math.abs(to - from), 0.4)) })}/></svg>`
}

/** `a value is missing: birth date, phone`. */
function notCompared(missing: Explanation['comparisons']): string {
  const byReason = Map.groupBy(missing, ({ label }) => label)
  return [...byReason]
    .map(
      ([label, those]) => `${label}: ${those.map((one) => titleOf(one.comparison).toLowerCase()).join(', ')}`,
    )
    .join('; ')
}

function noteOf({ label: given, termWeight }: Explanation['comparisons'][number]): string {
  // the level of a comparison that no other level describes
  const label = given === 'else' ? 'different' : given
  if (termWeight === 0) return label
  return `${label}; ${weight(termWeight)} of it because the value is ${termWeight > 0 ? 'rare' : 'common'}`
}

/** How often each result occurs among records of one person, and of two. */
function numbers(comparisons: Explanation['comparisons']): Part {
  const share = (value: number) => (value === 0 ? '0' : value.toPrecision(3))
  return html`<details><summary>How often each result occurs</summary>
<div class="scroll" role="region" tabindex="0" aria-label="How often each result occurs"><table><thead><tr><th scope="col">Compared</th><th scope="col">Result</th>
<th scope="col" class="right">of one person (m)</th><th scope="col" class="right">of two (u)</th>
<th scope="col" class="right">weight</th><th scope="col" class="right">rarity</th></tr></thead><tbody>
${comparisons.map(
  (one) => html`<tr><th scope="row">${titleOf(one.comparison)}</th><td>${one.label}</td>
<td class="right number">${one.level === 0 ? '–' : share(one.m)}</td>
<td class="right number">${one.level === 0 ? '–' : share(one.u)}</td>
<td class="right number">${weight(one.weight)}</td>
<td class="right number">${one.termWeight === 0 ? '–' : weight(one.termWeight)}</td></tr>`,
)}</tbody></table></div></details>`
}

/** What is missing of one of the two says nothing. */
function isCompared({ level, weight, termWeight }: Explanation['comparisons'][number]): boolean {
  return level !== 0 || weight !== 0 || termWeight !== 0
}
