import type { Effect } from '../../../stewardship/effect.ts'
import type { Explanation } from '../../../stewardship/explain.ts'
import { dayOf, plural, weight } from '../format.ts'
import { formKey, frame, heading, type Visit } from '../frame.ts'
import { type Html, html, type Part } from '../html.ts'
import { nextAddress, pairAddress } from './addresses.ts'
import { effectOfJoining, holdingOf } from './effects.ts'
import { tabs } from './queue.ts'
import { sideBySide } from './side-by-side.ts'
import { waterfall } from './waterfall.ts'

export interface PairView {
  readonly explanation: Explanation
  /** What comes of them if they are one person; null if they are one customer already. */
  readonly effect: Effect | null
  /** What the steward has seen, for the decision to be refused if it no longer holds. */
  readonly standing: string
  readonly isBlind: boolean
  /** How many pairs wait, this one included. */
  readonly waiting: number
  readonly notice: Part
  /** What was written as the reason, if the page is shown again because the decision was refused. */
  readonly because: string
}

/** Two people side by side, what speaks for and against their being one, and the decision. */
export function pairPage(visit: Visit, view: PairView): Html {
  const { explanation, effect, isBlind, notice, waiting } = view
  const { a, b, isOneCustomer } = explanation
  const names = [a, b].map(({ attributes, name }) => attributes.full_name ?? name)
  const isHidden = isBlind && explanation.decision === null
  return frame(visit, {
    title: `${names[0]} and ${names[1]}`,
    section: 'steward',
    body: html`${heading({
      title: html`${names[0]} <span class="quiet">and</span> ${names[1]}`,
      about: isOneCustomer
        ? 'Two records of one customer.'
        : html`Are they one person? ${waiting > 0 && html`${plural(waiting, 'pair')} ${waiting === 1 ? 'waits' : 'wait'} for a decision.`}`,
      crumbs: html`<a href="${visit.base}/steward">Steward’s desk</a>`,
    })}
${tabs(visit, 'queue')}
${notice}
<div class="desk">
<div class="stack">
<section class="panel" aria-labelledby="records"><h2 id="records">The two records</h2>
<p>${
      explanation.pairCount > 1
        ? `The pair with the strongest evidence of ${plural(explanation.pairCount, 'pair')} of their records.`
        : 'As their sources have them.'
    }</p>${sideBySide(explanation)}</section>
${
  isHidden
    ? html`<section class="panel"><h2>The model’s view is hidden</h2><p>Decide from what you see; it is shown once you have decided.
<a href="${visit.base}${pairAddress(a.recordKey, b.recordKey, { isBlind: false })}">Show it now</a></p></section>`
    : html`<section class="panel" aria-labelledby="weights"><h2 id="weights">What speaks for and against</h2>
<p>${thresholdText(explanation)}</p>${waterfall(explanation)}${reasons(explanation)}</section>`
}
</div>
<div class="sticky stack">${isOneCustomer ? oneCustomer(visit, explanation) : verdicts(visit, view)}
${effect && people(visit, explanation, effect)}</div>
</div>`,
  })
}

/** The two customers as they are. */
function people({ base }: Visit, { a, b }: Explanation, { before }: Effect): Html {
  return html`<section class="panel"><h2>Now</h2><ul class="effects">${[a, b].map(
    ({
      customerKey,
      attributes,
      name,
    }) => html`<li><a href="${base}/customers/${customerKey}">${attributes.full_name ?? name}</a>:
${before.filter((one) => one.customerKey === customerKey).map(holdingOf)} <code class="small quiet">${customerKey}</code></li>`,
  )}</ul></section>`
}

function verdicts(visit: Visit, { explanation, effect, standing, isBlind, because }: PairView): Html {
  const { a, b, decision } = explanation
  const address = pairAddress(a.recordKey, b.recordKey, { isBlind })
  return html`<section class="panel" aria-labelledby="decide"><h2 id="decide">Your decision</h2>
${decision && html`<p class="note">${decidedText(decision)} A new decision replaces it.</p>`}
<form class="verdicts" method="post" action="${visit.base}${address}" data-keys>${formKey(visit)}
<input type="hidden" name="standing" value="${standing}">
<div class="choices">
<button class="main" name="verdict" value="same" data-key="s">Same person <kbd>s</kbd></button>
<button class="main" name="verdict" value="different" data-key="d">Different people <kbd>d</kbd></button>
<button name="verdict" value="unsure" data-key="u">Not sure <kbd>u</kbd></button>
<a class="button" href="${visit.base}${nextAddress(`${a.recordKey}_${b.recordKey}`, { isBlind })}" data-key="k">Skip <kbd>k</kbd></a>
</div>
<div><label for="because">Why (optional, kept with the decision)</label>
<input type="text" id="because" name="because" maxlength="500" autocomplete="off" value="${because}"></div>
<label class="choice" data-shortcuts hidden><input type="checkbox"> Decide with single keys</label>
</form>
<h3>What it changes</h3>
<ul class="effects">${effect && html`<li>${effectOfJoining(effect)}</li>`}
<li><strong>Different people:</strong> they stay two customers, whatever they share, and nothing moves.</li>
<li><strong>Not sure:</strong> nothing changes, and the review does not ask about them again.</li></ul>
<p class="quiet small spaced">Each decision takes effect with the next build, on top of others that wait for it, and can be undone.</p></section>`
}

function oneCustomer({ base }: Visit, { a, path }: Explanation): Html {
  return html`<section class="panel"><h2>They are one customer</h2>
${
  path
    ? html`<p>By these links:</p><ol class="effects">${path.map(
        ({ from, to, by, weight: bits }) =>
          html`<li><code>${from}</code> and <code>${to}</code>, by ${by}${bits !== null && ` (${weight(bits)} bits)`}</li>`,
      )}</ol>`
    : html`<p>The links between them are found again by the next build.</p>`
}
<p><a class="button" href="${base}/steward/split/${a.customerKey}">Take records out of this customer</a></p></section>`
}

function thresholdText({ weight: total, thresholds, needed, forbidden }: Explanation): string {
  if (total >= thresholds.link && forbidden !== null)
    return `Enough evidence to join them, but the rule “${forbidden}” keeps them apart, so a steward decides.`
  if (total >= thresholds.link)
    return needed === null
      ? 'Enough evidence to join them.'
      : `Enough evidence to join them, but none of ${needed.join(', ')} agrees, so a steward decides.`
  return total >= thresholds.review
    ? 'Between what joins two records and what keeps them apart, so a steward decides.'
    : 'Too little evidence for one person.'
}

/** What else brought two records together or kept them apart. */
function reasons(explanation: Explanation): Part {
  const shared = explanation.meetings.filter(({ outcome }) => outcome !== 'differs' && outcome !== 'missing')
  const lines: Part[] = [
    ...shared.map(
      ({ name, kind, outcome, value, why, joins }) =>
        html`${kind === 'identifier' ? `Both have the ${name}` : `The blocking rule “${name}” finds both, by`} <strong>${value}</strong>: ${
          outcome === 'shared'
            ? joins
              ? 'it joins them on its own'
              : 'it brought them to be compared'
            : `it is ignored, ${why}`
        }.`,
    ),
    !explanation.wasCompared &&
      'They share no identifier and no blocking rule, so builds never compare them.',
    explanation.forbidden &&
      explanation.weight < explanation.thresholds.link &&
      html`The rule <strong>${explanation.forbidden}</strong> keeps them apart.`,
    explanation.review && html`They wait for review because of <strong>${explanation.review}</strong>.`,
  ].filter(Boolean)
  return lines.length > 0 && html`<ul class="effects">${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}

export function decidedText({
  verdict,
  decidedBy,
  decidedAt,
  reason,
}: NonNullable<Explanation['decision']>): string {
  const said = { same: 'one person', different: 'two people', unsure: 'not sure' }[verdict]
  return `${decidedBy} decided on ${dayOf(decidedAt)}: ${said}${reason ? `, because “${reason}”` : ''}.`
}
