import type { FastifyReply } from 'fastify'
import { escapeHtml } from '../html.ts'

/** For pages that have no script and no style of their own. */
export const strictPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** A page by which people come in or look after their account. `body` is HTML. */
export function accessPage(basePath: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${escapeHtml(title)} · Clientele</title>
    <link rel="stylesheet" href="${basePath}/access.css">
  </head>
  <body>
    <main>
      <p class="brand">Clientele</p>
      <h1>${escapeHtml(title)}</h1>
      ${body}
    </main>
  </body>
</html>
`
}

export function show(reply: FastifyReply, status: number, html: string): FastifyReply {
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', 'content-security-policy': strictPolicy })
    .type('text/html; charset=utf-8')
    .send(html)
}

/** What went wrong; nothing if nothing did. */
export function alert(problem: string): string {
  return problem === '' ? '' : `<p class="alert" role="alert">${escapeHtml(problem)}</p>`
}
