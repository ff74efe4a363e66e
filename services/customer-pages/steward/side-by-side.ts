import type { Explanation } from '../../../stewardship/explain.ts'
import { plural } from '../format.ts'
import { type Html, html, type Part } from '../html.ts'
import { titleOf } from './titles.ts'

/** Two records side by side, with equal and different values marked, then what all records of their people say. */
export function sideBySide({
  a,
  b,
  known,
  isOneCustomer,
}: Pick<Explanation, 'a' | 'b' | 'known' | 'isOneCustomer'>): Html {
  const names = Object.keys(a.attributes).filter((name) => a.attributes[name] || b.attributes[name])
  const hasMore = !isOneCustomer && Math.max(known.a.recordCount, known.b.recordCount) > 1
  return html`<div class="scroll" role="region" tabindex="0" aria-label="The two records"><table class="pair">
<caption class="unseen">The two records side by side</caption>
<thead><tr><th scope="col"><span class="unseen">Attribute</span></th><th scope="col">${a.name}</th>
<td class="mark"></td><th scope="col">${b.name}</th></tr></thead>
<tbody>${names.map((name) => row(titleOf(name), textOf(name, a.attributes[name]), textOf(name, b.attributes[name])))}</tbody>
</table></div>
${hasMore && everything(known)}`
}

function row(name: string, left: string, right: string): Html {
  const both = left !== '' && right !== ''
  const is = !both ? 'missing' : left === right ? 'equal' : 'unlike'
  const mark = { missing: ['', 'only one has it'], equal: ['=', 'the same'], unlike: ['≠', 'different'] }[is]
  return html`<tr class="${is}"><th scope="row">${name}</th><td>${left || absent}</td>
<td class="mark"><span aria-hidden="true">${mark[0]}</span><span class="unseen">${mark[1]}</span></td><td>${right || absent}</td></tr>`
}

const absent = html`<span class="quiet">–</span>`

/** Times of a source to the minute. */
function textOf(name: string, value: string | null | undefined): string {
  return name.endsWith('_at') ? (value ?? '').replace(/^(\S+ \d\d:\d\d).*$/, '$1') : (value ?? '')
}

/** The distinct values of all records of two customers, those that both have first. */
function everything({ a, b }: Explanation['known']): Part {
  const rows = Object.keys(a.values).flatMap((name) => {
    const [left = [], right = []] = [a.values[name], b.values[name]]
    if (left.length + right.length === 0) return []
    const both = left.filter((value) => right.includes(value))
    const list = (values: readonly string[]) =>
      [...both, ...values.filter((value) => !both.includes(value))].map(
        (value) => html`<li>${both.includes(value) ? html`<mark>${value}</mark>` : value}</li>`,
      )
    return html`<tr><th scope="row">${titleOf(name)}</th><td><ul>${list(left)}</ul></td><td><ul>${list(right)}</ul></td></tr>`
  })
  return html`<details open><summary>What all their records say</summary><div class="scroll" role="region" tabindex="0" aria-label="All their records"><table class="pair">
<thead><tr><th scope="col"><span class="unseen">Attribute</span></th><th scope="col">${plural(a.recordCount, 'record')}</th>
<th scope="col">${plural(b.recordCount, 'record')}</th></tr></thead><tbody>${rows}</tbody></table></div></details>`
}
