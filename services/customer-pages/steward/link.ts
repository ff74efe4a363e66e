import { frame, heading, type Visit } from '../frame.ts'
import { type Html, html } from '../html.ts'
import { tabs } from './queue.ts'

/** Asks which two to compare. */
export function linkPage(
  visit: Visit,
  { one, other, problem }: { readonly one: string; readonly other: string; readonly problem: string | null },
): Html {
  return frame(visit, {
    title: 'Compare or link two customers',
    section: 'steward',
    body: html`${heading({
      title: 'Compare or link two customers',
      about:
        'Any two, also those that the review does not list. You see what speaks for and against, and then decide.',
      crumbs: html`<a href="${visit.base}/steward">Steward’s desk</a>`,
    })}${tabs(visit, 'link')}<div class="stack">${problem !== null && html`<p class="note bad" role="alert">${problem}</p>`}
<form class="panel narrow-form" action="${visit.base}/steward/link">
<div><label for="one">One: a customer key, or a record (source/kind/identifier)</label><input type="text" id="one" name="one" required autocomplete="off" value="${one}"></div>
<div><label for="other">The other</label><input type="text" id="other" name="other" required autocomplete="off" value="${other}"></div>
<button class="main">Compare</button></form></div>`,
  })
}
