import fastifyRateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isConnectionLost } from '../../engine/postgres/lost.ts'
import type { Reader } from '../access/reader.ts'
import { isSame } from '../access/tokens.ts'
import { accessPage, show } from './access-page.ts'
import { problem } from './problem.ts'

/** Somebody who may come in. */
export type Admitted = {
  readonly reader: Reader
  /** What the forms of a session send along; undefined for a program, whose key no browser sends by itself. */
  readonly formToken?: string
  /** A program whose key only reads. */
  readonly onlyReads?: boolean
  /** The most requests in a minute; as many as they like if none is given. */
  readonly perMinute?: number
}

/** Who may come in, and the pages by which people do. */
export type Door = {
  admit(request: FastifyRequest): Promise<Admitted | undefined>
  readonly pages?: (server: FastifyInstance) => Promise<void>
}

/** Lets in only who sends the key. */
export function keyDoor(key: string, reader: Reader): Door {
  return { admit: async (request) => (isSame(keyIn(request) ?? '', key) ? { reader } : undefined) }
}

/** The key that a program sends. */
export function keyIn({ headers }: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]
}

declare module 'fastify' {
  interface FastifyRequest {
    admitted: Admitted | undefined
  }
  interface FastifyContextConfig {
    /** Whether strangers may come in. */
    isOpen?: boolean
  }
}

/** The reader of a request. Every route but the open ones has one. */
export function readerOf(request: FastifyRequest): Reader {
  if (request.admitted) return request.admitted.reader
  throw new Error(`${request.url} is open to strangers and reads as somebody`)
}

/** The hidden field that every form has to send. */
export const formField = '_form'

/** The value of that field; empty for a program. */
export function formTokenOf(request: FastifyRequest): string {
  return request.admitted?.formToken ?? ''
}

/** Keeps strangers out of every route but those that say `config: { isOpen: true }`. */
export async function guard(server: FastifyInstance, basePath: string, door: Door): Promise<void> {
  server.decorateRequest('admitted', undefined)
  await limit(server)
  server.addHook('onRequest', async (request, reply) => {
    if (isWrite(request) && !isFromOwnPage(request)) return refuse(reply, 'form-refused')
    let isAway = false
    request.admitted = await door.admit(request).catch((error: unknown) => {
      if (!isConnectionLost(error)) throw error
      isAway = true
      return undefined
    })
    // whether all is well is also told while the database is away
    if (isAway && !request.routeOptions.config.isOpen) return tryLater(request, reply, basePath)
    if (!request.admitted && !request.routeOptions.config.isOpen) return turnAway(request, reply, basePath)
    if (isWrite(request) && request.admitted?.onlyReads) return refuse(reply, 'key-only-reads')
  })
  server.addHook('preHandler', async (request, reply) => {
    const token = request.admitted?.formToken
    if (
      isWrite(request) &&
      !request.routeOptions.config.isOpen &&
      token !== undefined &&
      !isSame(sentToken(request), token)
    )
      return refuse(reply, 'form-refused')
  })
  await door.pages?.(server)
}

/** The most requests of strangers from one address in a minute. */
const ofStrangers = 600

/** Counts requests by who sends them, so that one does not slow the others, and nobody copies all there is. */
async function limit(server: FastifyInstance): Promise<void> {
  await server.register(fastifyRateLimit, {
    // not before it is known who asks
    hook: 'preHandler',
    timeWindow: '1 minute',
    max: ({ admitted }) => (admitted ? (admitted.perMinute ?? Number.POSITIVE_INFINITY) : ofStrangers),
    keyGenerator: ({ admitted, ip }) =>
      admitted ? `${admitted.reader.kind} ${admitted.reader.name}` : `address ${ip}`,
  })
}

function isWrite({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD'
}

/** Browsers say where a form was sent from, and other programs say nothing. */
function isFromOwnPage({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  return headers.origin === undefined || URL.parse(headers.origin)?.host === headers.host
}

function sentToken({ body, headers }: FastifyRequest): string {
  const header = headers['x-form-token']
  if (typeof header === 'string') return header
  const field: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, formField) : undefined
  return typeof field === 'string' ? field : ''
}

function asksForPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && /text\/html/.test(headers.accept ?? '')
}

/** Who asks is not known before Postgres answers again, which the supervisor of the services sees to. */
function tryLater(request: FastifyRequest, reply: FastifyReply, basePath: string): FastifyReply {
  const why = 'The database is being restarted.'
  reply.header('retry-after', '5')
  if (!asksForPage(request)) return problem(reply, 503, 'database-lost', `${why} Ask again in a few seconds.`)
  const text = `<p role="status">${why} This page tries again by itself every few seconds.</p>`
  return show(reply.header('refresh', '5'), 503, accessPage(basePath, 'Just a moment', text))
}

function turnAway(request: FastifyRequest, reply: FastifyReply, basePath: string): FastifyReply {
  if (!asksForPage(request)) {
    reply.header('www-authenticate', 'Bearer')
    return refuse(reply, 'not-signed-in')
  }
  const to = request.url === '/' ? '' : `?to=${encodeURIComponent(request.url)}`
  return reply.header('cache-control', 'no-store').redirect(`${basePath}/sign-in${to}`, 303)
}

/** Says why a request is not answered. */
export function refuse(reply: FastifyReply, code: keyof typeof sentences): FastifyReply {
  return problem(reply, code === 'not-signed-in' ? 401 : 403, code, sentences[code])
}

const sentences = {
  'only-people': 'A program has no account. Sign in as a person.',
  'key-only-reads': 'This key may only read. Make one with `clientele key create NAME --may read,decide`.',
  'not-signed-in': 'Sign in at /sign-in, or send a key as "Authorization: Bearer <key>".',
  'form-refused':
    'The form was not sent by a page of this server, or its session has ended. Open the page again and repeat it.',
}
