import type { Why } from '../../profiles/why-schema.ts'
import { instant, plural, probability, weight } from '../format.ts'
import { frame, heading, type Visit } from '../frame.ts'
import { type Html, html, type Part } from '../html.ts'
import { mayDecide } from '../rights.ts'

/** Why the records of a customer are one person: the records, what holds them together, and what became of the key. */
export function whyPage(visit: Visit, why: Why): Html {
  const { base } = visit
  const { customer_key: key, records, record_count: total, links, history } = why
  const names = new Map(
    records.map((one) => [one.record_key, one.name ?? `${one.source}/${one.record_kind}`]),
  )
  return frame(visit, {
    title: 'Why one person',
    section: 'customers',
    body: html`${heading({
      title: 'Why one person',
      about: html`${plural(total, 'record')} ${total === 1 ? 'is' : 'are'} customer <code>${key}</code>. Each link says what joined two of them.`,
      crumbs: html`<a href="${base}/customers">Customers</a> / <a href="${base}/customers/${key}">${key}</a>`,
      actions:
        mayDecide(visit.reader) &&
        html`<a class="button" href="${base}/steward/split/${key}">Take records out</a>`,
    })}
<div class="columns">
<section class="panel" aria-labelledby="records"><h2 id="records">Records</h2>${total > records.length && html`<p>The first ${records.length} are listed.</p>`}
<ul class="lines spaced">${records.map(
      (
        one,
      ) => html`<li><strong>${names.get(one.record_key)}</strong> <span class="tag">${one.joined_by === null ? 'not joined' : `joined by ${one.joined_by}`}</span>
<div class="quiet small">${Object.entries(one.attributes)

        .filter(([name, value]) => !name.endsWith('_at') && value !== null && value !== '')
        .map(([, value]) => value)
        .slice(0, 6)
        .join(' · ')}</div></li>`,
    )}</ul></section>
<section class="panel" aria-labelledby="links"><h2 id="links">What joins them</h2>
${
  links.length === 0
    ? html`<p class="quiet">${total === 1 ? 'There is one record only, so nothing had to be joined.' : 'The links are found again by the next build.'}</p>`
    : html`<ul class="lines spaced">${links.map((link) => joined(link, names))}</ul>`
}</section>
<section class="panel" aria-labelledby="key"><h2 id="key">What became of the key</h2>
<ol class="lines spaced">${history.map(
      (
        one,
      ) => html`<li><span class="quiet number">${instant(one.recorded_at)}</span> <strong>${one.event}</strong>
${one.record_key !== null && html`<span>${names.get(one.record_key) ?? one.source ?? 'a record that is gone'}</span>`}
<div class="quiet small">${one.reason}${one.former_customer_key !== null && html`; before, <code>${one.former_customer_key}</code>`}</div></li>`,
    )}</ol></section></div>
${why.withheld.length > 0 && html`<p class="quiet small spaced">Left out or hidden: ${why.withheld.join(', ').replaceAll('_', ' ')}.</p>`}`,
  })
}

function joined(link: Why['links'][number], names: ReadonlyMap<string, string>): Html {
  const shared = link.shared.filter(({ outcome }) => outcome === 'shared')
  return html`<li>${names.get(link.record_key_a) ?? link.record_key_a} <span class="quiet">and</span> ${names.get(link.record_key_b) ?? link.record_key_b}
<div><span class="tag">${link.joined_by}</span> ${link.weight !== null && html`<span class="quiet small">${weight(link.weight)} bits, ${probability(link.probability)} likely one person</span>`}</div>
<details class="from"><summary>Evidence<span class="unseen"> for this link</span></summary><div><ul>
${shared.map((one) => html`<li>${one.joins ? 'Same' : 'Compared because of the same'} ${one.name}${written(one.value)}</li>`)}
${link.comparisons.filter(({ level }) => level > 0).map((one) => html`<li>${one.comparison.replaceAll('_', ' ')}: ${one.label}, ${weight(one.weight + one.term_weight)} bits</li>`)}
${shared.length + link.comparisons.length === 0 && html`<li>Nothing else is known of it.</li>`}</ul></div></details></li>`
}

function written(value: string | null | undefined): Part {
  return value !== null && value !== undefined && html`: ${value}`
}
