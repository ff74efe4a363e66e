import { day, plural } from '../format.ts'
import { formKey, frame, heading, nothing, type Visit } from '../frame.ts'
import { type Html, html } from '../html.ts'
import type { segmentsSeen } from './queries.ts'

type Segment = Awaited<ReturnType<typeof segmentsSeen.read>>[number]

/** The segments, and their members as files. `personal` names what the reader may have with a reason. */
export function segmentsPage(visit: Visit, segments: readonly Segment[], personal: readonly string[]): Html {
  const [first] = segments
  return frame(visit, {
    title: 'Members of segments',
    section: 'segments',
    body: html`${heading({
      title: 'Members of segments',
      about: html`Who is in each segment${first && html`, as of ${day(first.as_of_date)}`}, as a CSV file. How segments grow and what they are worth is in <a href="${visit.base}/segments/">the reports</a>.`,
    })}
${
  segments.length === 0
    ? nothing(
        'There are no segments yet',
        'They are declared in code, one file for each; the next build counts their members.',
      )
    : html`<div class="stack">${personal.length > 0 && html`<p class="note small">With names and contacts, a file needs a reason, which is kept in the audit log. Consents are columns of the file: read them before you write to anybody.</p>`}
<div class="segments">${segments.map((one) => card(visit, one, personal))}</div>
<p class="quiet small">Texts that a spreadsheet would take for a formula, such as a phone number with a plus, begin with an apostrophe.</p></div>`
}`,
  })
}

function card(visit: Visit, one: Segment, personal: readonly string[]): Html {
  const address = `${visit.base}/members/${encodeURIComponent(one.segment_name)}.csv`
  return html`<section class="panel" aria-labelledby="s-${one.segment_name}"><h2 id="s-${one.segment_name}">${one.title}</h2>
<p>${one.purpose}</p><p class="count"><strong class="number">${plural(one.member_count, 'member')}</strong> <span class="quiet small">${one.owner}</span></p>
${
  one.status === 'failed'
    ? html`<p class="note bad small">It could not be computed: ${one.problem}</p>`
    : html`<p class="actions"><a class="button" href="${address}" download>Download CSV<span class="unseen"> of ${one.title}</span></a></p>
${
  personal.length > 0 &&
  html`<details class="more"><summary>With names and contacts</summary><form class="narrow-form" method="post" action="${address}">${formKey(visit)}
<div><label for="r-${one.segment_name}">Why do you need them?</label><input type="text" id="r-${one.segment_name}" name="reason" required minlength="3" maxlength="300" autocomplete="off"></div>
<button>Download with ${personal.map((name) => name.replace('full_name', 'name')).join(', ')}</button></form></details>`
}`
}</section>`
}
