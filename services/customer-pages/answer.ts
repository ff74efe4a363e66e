import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Access, recordAccess } from '../access/audit.ts'
import { strictPolicy } from '../gateway/access-page.ts'
import { formTokenOf, readerOf } from '../gateway/door.ts'
import type { Visit } from './frame.ts'
import type { Html } from './html.ts'
import type { Site } from './site.ts'

/** Sends a page. It is never kept, because it holds personal data. */
export function answer(reply: FastifyReply, page: Html, status = 200): FastifyReply {
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', 'content-security-policy': strictPolicy })
    .type('text/html; charset=utf-8')
    .send(page.text)
}

export function visitOf(request: FastifyRequest, { basePath, version }: Site): Visit {
  return { reader: readerOf(request), formToken: formTokenOf(request), base: basePath, version }
}

/** Writes down who saw or did what, before it is shown. */
export function note(
  { pool }: Site,
  request: FastifyRequest,
  ...entries: readonly Pick<
    Access,
    'action' | 'customerKey' | 'listedKeys' | 'fields' | 'reason' | 'detail'
  >[]
): Promise<void> {
  const who = { reader: readerOf(request), way: 'page', address: request.ip } as const
  return recordAccess(
    pool,
    entries.map((entry) => ({ ...who, ...entry })),
  )
}

/** One value of a query or a form; the first if there are several. */
export function valueIn(values: unknown, name: string): string {
  return valuesIn(values, name)[0] ?? ''
}

/** All values of a query or a form that have the name, without the one sign that Postgres cannot keep. */
export function valuesIn(values: unknown, name: string): readonly string[] {
  const value: unknown = typeof values === 'object' && values !== null ? Reflect.get(values, name) : undefined
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.flatMap((each) => (typeof each === 'string' ? each.replaceAll('\0', '') : []))
}
