import type { PastDecision } from '../../../stewardship/past-decisions.ts'
import { instant, plural } from '../format.ts'
import { formKey, frame, heading, nothing, type Visit } from '../frame.ts'
import { type Html, html, type Part } from '../html.ts'
import { tabs } from './queue.ts'

/** What was decided, newest first. */
export function decisionsPage(
  visit: Visit,
  decisions: readonly PastDecision[],
  limit: number,
  notice: Part,
): Html {
  return frame(visit, {
    title: 'Decisions',
    section: 'steward',
    body: html`${heading({
      title: 'Decisions',
      about:
        'Who decided what, newest first. Undoing one brings earlier decisions about its records back, with the next build.',
      crumbs: html`<a href="${visit.base}/steward">Steward’s desk</a>`,
    })}${tabs(visit, 'decisions')}<div class="stack">${notice}
${
  decisions.length === 0
    ? nothing(
        'Nothing was decided yet',
        html`<a href="${visit.base}/steward">The review</a> lists who may be one person.`,
      )
    : html`<section class="panel">${decisions.length === limit && html`<p>The newest ${plural(limit, 'decision')}; <code>clientele identity decisions --limit N</code> lists more.</p>`}
<div class="scroll" role="region" tabindex="0" aria-label="Decisions"><table><thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">Decided</th><th scope="col">Because</th>
<th scope="col"><span class="unseen">Undo</span></th></tr></thead><tbody>${decisions.map((one) => row(visit, one))}</tbody></table></div></section>`
}</div>`,
  })
}

function row(visit: Visit, one: PastDecision): Html {
  return html`<tr><td>${instant(one.decidedAt)}</td><td>${one.decidedBy}</td><td>${saidBy(one)} <span class="quiet small">(${one.command}, ${one.decision})</span></td>
<td>${one.reason}</td><td class="right">${
    one.withdrawnAt
      ? html`<span class="quiet">undone by ${one.withdrawnBy}, ${instant(one.withdrawnAt)}</span>`
      : undoForm(visit, one.decision)
  }</td></tr>`
}

function saidBy({ sameCount, differentCount, unsureCount }: PastDecision): string {
  const parts = [
    sameCount > 0 && `${plural(sameCount, 'pair')} of records the same person`,
    differentCount > 0 && `${plural(differentCount, 'pair')} different people`,
    unsureCount > 0 && `${plural(unsureCount, 'pair')} not sure`,
  ]
  return parts.filter(Boolean).join(', ')
}

/** A button that undoes a decision. */
export function undoForm(visit: Visit, decision: string): Html {
  return html`<form method="post" action="${visit.base}/steward/undo">${formKey(visit)}<input type="hidden" name="decision" value="${decision}">
<button class="plain">Undo<span class="unseen"> ${decision}</span></button></form>`
}
