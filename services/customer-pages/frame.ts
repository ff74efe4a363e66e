import { company } from '#settings'
import type { Reader } from '../access/reader.ts'
import { formField } from '../gateway/door.ts'
import { attributes, type Html, html, type Part } from './html.ts'
import { mayDecide, maySeeCustomers, maySeeSegments } from './rights.ts'

/** Who asks for a page, and what its links and forms need. */
export interface Visit {
  readonly reader: Reader
  readonly formToken: string
  /** What all addresses begin with; empty at the root of a host. */
  readonly base: string
  /** Changes with the files that pages need, so that browsers can keep them. */
  readonly version: string
}

export type Section = 'customers' | 'steward' | 'segments'

/** A whole page. */
export function frame(
  visit: Visit,
  { title, section, body }: { readonly title: string; readonly section: Section; readonly body: Part },
): Html {
  const { base, reader, version } = visit
  const assets = `${base}/customers/assets`
  const link = (to: string, name: string, is: Section | null) =>
    html`<a href="${base}${to}"${attributes({ 'aria-current': is === section && 'page' })}>${name}</a>`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${company.name}</title>
<link rel="icon" href="${assets}/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${assets}/style.css?v=${version}">
<script type="module" src="${assets}/enhance.js?v=${version}"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the page</a>
<header class="bar"><div>
<a class="name" href="${base}/"><img src="${assets}/icon.svg" alt="" width="22" height="22">${company.name}</a>
<nav class="menu" aria-label="Sections">
${link('/', 'Reports', null)}
${maySeeCustomers(reader) && link('/customers', 'Customers', 'customers')}
${mayDecide(reader) && link('/steward', 'Steward’s desk', 'steward')}
${maySeeSegments(reader) && link('/members', 'Segments', 'segments')}
</nav>
<div class="reader"><a href="${base}/account">${reader.name}</a>
<form method="post" action="${base}/sign-out">${formKey(visit)}<button class="plain">Sign out</button></form></div>
</div></header>
<main id="main" tabindex="-1">
${body}
</main>
</body>
</html>
`
}

/** The hidden field that every form has to send. */
export function formKey({ formToken }: Visit): Html {
  return html`<input type="hidden" name="${formField}" value="${formToken}">`
}

/** The title of a page, with what it is about and what can be done. */
export function heading({
  title,
  about,
  crumbs,
  actions,
}: {
  readonly title: Part
  readonly about?: Part
  readonly crumbs?: Part
  readonly actions?: Part
}): Html {
  return html`<div class="head"><div>
${crumbs && html`<nav class="crumbs" aria-label="Where you are">${crumbs}</nav>`}
<h1>${title}</h1>
${about && html`<p>${about}</p>`}
</div>${actions && html`<div class="actions">${actions}</div>`}</div>`
}

/** Says that there is nothing, why, and what to do. */
export function nothing(title: string, text: Part): Html {
  return html`<div class="empty"><h2>${title}</h2><p>${text}</p></div>`
}
