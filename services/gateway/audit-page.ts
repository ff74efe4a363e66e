import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { type AuditQuestion, actions, type Entry, recordAccess, searchAudit } from '../access/audit.ts'
import { auditQuestion } from '../access/audit-question.ts'
import { auditHeader, auditRow } from '../access/audit-table.ts'
import { escapeHtml } from '../html.ts'
import { accessPage, alert, show } from './access-page.ts'
import { readerOf } from './door.ts'

const perPage = 100

/** The log of who read and did what, for those who run the installation. */
export async function auditPage(server: FastifyInstance, pool: Pool, basePath: string): Promise<void> {
  server.get('/audit', async (request, reply) => {
    if (!readerOf(request).groups.includes('admin')) return show(reply, 403, notAllowed(basePath))
    const question = asked(request.query)
    if (question instanceof ClienteleError)
      return show(reply, 400, page(basePath, request.query, alert(question.message)))
    await record(request, pool, question)
    const found = await searchAudit(pool, question)
    const entries = found.slice(0, perPage)
    const next = found.length > perPage ? entries.at(-1)?.entryId : undefined
    return show(
      reply,
      200,
      page(basePath, request.query, table(entries) + older(basePath, request.query, next)),
    )
  })
}

function asked(query: unknown): AuditQuestion | ClienteleError {
  try {
    return auditQuestion(query, perPage + 1)
  } catch (error) {
    if (error instanceof ClienteleError) return error
    throw error
  }
}

/** Who looks into the log is in the log. */
async function record(request: FastifyRequest, pool: Pool, question: AuditQuestion): Promise<void> {
  const reader = readerOf(request)
  const way = reader.kind === 'person' ? 'page' : 'api'
  const customerKey = question.customerKey ?? null
  await recordAccess(pool, [
    { reader, action: 'audit', way, address: request.ip, customerKey, fields: [], reason: null },
  ])
}

function page(basePath: string, query: unknown, result: string): string {
  const value = (name: string) => escapeHtml(wordsOf(query).get(name) ?? '')
  const chosen = value('action')
  const options = ['', ...actions].map(
    (action) =>
      `<option value="${action}"${action === chosen ? ' selected' : ''}>${action === '' ? 'any' : action}</option>`,
  )
  return accessPage(
    basePath,
    'Who read and did what',
    `<form class="filters" method="get" action="${basePath}/audit">
      <label>User or key <input name="reader" value="${value('reader')}" autocapitalize="none"></label>
      <label>Customer key <input name="customer" value="${value('customer')}" inputmode="numeric"></label>
      <label>Action <select name="action">${options.join('')}</select></label>
      <label>From <input name="from" type="date" value="${value('from')}"></label>
      <label>To <input name="to" type="date" value="${value('to')}"></label>
      <button>Search</button>
    </form>
    ${result}
    <p><a href="${basePath}/account">Account</a> · <a href="${basePath}/">Reports</a></p>`,
  )
}

function table(entries: readonly Entry[]): string {
  if (entries.length === 0) return '<p role="status">There are no such entries.</p>'
  const cells = (entry: Entry) => auditRow(entry).map((cell) => `<td>${escapeHtml(cell)}</td>`)
  const rows = entries.map((entry) => `<tr>${cells(entry).join('')}</tr>`)
  return `<div class="scroll" role="region" aria-label="Entries of the log" tabindex="0"><table>
    <thead><tr>${auditHeader.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
    <tbody>${rows.join('\n')}</tbody></table></div>`
}

function older(basePath: string, query: unknown, next: string | undefined): string {
  if (next === undefined) return ''
  const words = wordsOf(query)
  words.set('before', next)
  return `<p><a rel="next" href="${basePath}/audit?${escapeHtml(words.toString())}">Older entries</a></p>`
}

function wordsOf(query: unknown): URLSearchParams {
  const words = new URLSearchParams()
  const entries = typeof query === 'object' && query !== null ? Object.entries(query) : []
  for (const [name, value] of entries) if (typeof value === 'string') words.set(name, value)
  return words
}

function notAllowed(basePath: string): string {
  return accessPage(
    basePath,
    'Only for administrators',
    `<p>The log of accesses can be read by the group <b>admin</b>. Ask who runs Clientele.</p>
    <p><a href="${basePath}/">Reports</a></p>`,
  )
}
