import { createHash } from 'node:crypto'
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import pg, { type Pool } from 'pg'
import { z } from 'zod'
import { ClienteleError, type ErrorCode } from '#engine'
import type { Graph } from '../../engine/graph/graph.ts'
import { openSession } from '../../stewardship/session.ts'
import type { Access } from '../access/audit.ts'
import { fieldsNamed, type Sight, shownTo } from '../profiles/fields.ts'
import { type Found, findCustomer, type Identifier, parseIdentifier, whyNone } from '../profiles/find.ts'
import { openApi } from '../profiles/openapi.ts'
import { wholeProfile } from '../profiles/profile/queries.ts'
import { foundColumns } from '../profiles/profile.ts'
import { readProfileJson } from '../profiles/read.ts'
import { profileRequest, searchRequest, timelineRequest, whyRequest } from '../profiles/requests.ts'
import { searchProfiles } from '../profiles/search.ts'
import { sightOf } from '../profiles/sight.ts'
import { readTimeline } from '../profiles/timeline.ts'
import { readWhy } from '../profiles/why.ts'
import type { Settings } from '../settings.ts'
import { readerOf } from './door.ts'
import { problem } from './problem.ts'
import { ReadLog } from './read-log.ts'

const statuses: Partial<Record<ErrorCode, number>> = {
  'identity-not-built': 503,
  'nothing-published': 503,
  'profile-ambiguous': 409,
  'profile-cursor-invalid': 400,
  'profile-field-unknown': 400,
  'profile-gone': 410,
  'profile-identifier-invalid': 400,
  'profile-lookup-forbidden': 403,
  'profile-not-found': 404,
  'profile-query-invalid': 400,
  'profile-search-short': 400,
  'reads-not-recorded': 503,
}

/** Changes with the shape of profiles, so that nobody keeps one of an earlier shape. */
const shape = hash(wholeProfile.text())

const personalFound = Object.entries(foundColumns).flatMap(([name, { personalData }]) =>
  personalData ? [name] : [],
)

type Seen = Pick<Access, 'action' | 'customerKey' | 'listedKeys' | 'fields' | 'detail'>
type Asked = { readonly sight: Sight; readonly note: (seen: Seen) => Promise<void> }

/** `/v1`: profiles of customers for programs, and for people who have signed in. */
export function profileApi(
  { basePath }: Pick<Settings, 'basePath'>,
  pool: Pool,
  graph: Graph,
): FastifyPluginAsync {
  return async (server) => {
    const log = new ReadLog(pool)
    server.setErrorHandler((error, _request, reply) => answerError(error, reply))

    /** What the reader may see, and where is written what they see, before they do. */
    const ask = (request: FastifyRequest): Asked => {
      const reader = readerOf(request)
      if (reader.groups.length === 0) {
        throw new ClienteleError(
          'profile-lookup-forbidden',
          'You are in no group, and so you see no customers. Ask the person who runs Clientele to put you into one.',
        )
      }
      const { ip: address } = request
      return {
        sight: sightOf(reader),
        note: (seen) => log.record({ reader, way: 'api', address, reason: null, ...seen }),
      }
    }

    server.get('/v1/openapi.json', async (_request, reply) =>
      reply.header('cache-control', 'private, max-age=300').send(openApi(`${basePath}/v1`)),
    )

    server.get('/v1/profiles', async (request, reply) => {
      const { search, limit } = valid(searchRequest, request)
      const { sight, note } = ask(request)
      const answer = await again(() => searchProfiles(pool, search, sight, limit))
      await note({
        action: 'search',
        customerKey: null,
        listedKeys: answer.customers.map((one) => one.customer_key),
        fields: personalFound.filter((name) => !answer.withheld.includes(name)),
        detail: { found: answer.total },
      })
      return privately(reply).send(answer)
    })

    server.get('/v1/profiles/*', async (request, reply) => {
      const [written = '', part, ...more] = segments(request.raw.url ?? '')
      if (more.length > 0 || (part !== undefined && part !== 'timeline' && part !== 'why')) {
        throw unknownAddress()
      }
      const asked = ask(request)
      const identifier = parseIdentifier(/^-?\d+$/.test(written) ? `customer:${written}` : written)
      const found = await again(() => findCustomer(pool, identifier, asked.sight))
      if (found.outcome !== 'found') return notFound(found, identifier, part, asked, request, reply)
      const { customerKey, runId } = found
      if (part === 'timeline') return timeline(customerKey, request, reply, asked)
      if (part === 'why') return why(customerKey, request, reply, asked)
      return profile(customerKey, runId, request, reply, asked)
    })

    async function profile(
      customerKey: string,
      runId: string | null,
      request: FastifyRequest,
      reply: FastifyReply,
      { sight, note }: Asked,
    ): Promise<FastifyReply> {
      const shown = shownTo(sight, fieldsNamed(valid(profileRequest, request).fields ?? []))
      const names = shown.fields.map(({ name }) => name)
      const tag = `"${hash(JSON.stringify([shape, runId, customerKey, names, shown.withheld]))}"`
      privately(reply).headers({
        etag: tag,
        'content-location': `${basePath}/v1/profiles/customer:${customerKey}`,
      })
      const personal = shown.fields.filter(({ kind }) => kind !== null).map(({ name }) => name)
      const seen = { action: 'profile', customerKey, fields: personal } as const
      if (tagsIn(request).includes(tag)) {
        await note({ ...seen, detail: { unchanged: true } })
        return reply.code(304).send()
      }
      const [json] = await Promise.all([
        again(() => readProfileJson(pool, customerKey, shown, sight)),
        note(seen),
      ])
      if (json === undefined) throw missing()
      return reply.type('application/json; charset=utf-8').send(json)
    }

    async function timeline(
      customerKey: string,
      request: FastifyRequest,
      reply: FastifyReply,
      { sight, note }: Asked,
    ): Promise<FastifyReply> {
      const query = valid(timelineRequest, request)
      const page = await again(() => readTimeline(pool, customerKey, query, sight))
      if (!page) throw missing()
      await note({
        action: 'timeline',
        customerKey,
        fields: [],
        detail: { contacts: page.contacts.length },
      })
      return privately(reply).send(page)
    }

    async function why(
      customerKey: string,
      request: FastifyRequest,
      reply: FastifyReply,
      { sight, note }: Asked,
    ): Promise<FastifyReply> {
      valid(whyRequest, request)
      const answer = await again(async () => readWhy(await openSession(pool, graph), customerKey, sight))
      if (!answer) throw missing()
      const attributes = Object.keys(answer.records[0]?.attributes ?? {})
      await note({
        action: 'why',
        customerKey,
        fields: attributes,
        detail: { records: answer.records.length },
      })
      return privately(reply).send(answer)
    }

    async function notFound(
      found: Found,
      identifier: Identifier,
      part: string | undefined,
      { note }: Asked,
      request: FastifyRequest,
      reply: FastifyReply,
    ): Promise<FastifyReply> {
      const by = identifier.by === 'identifier' ? identifier.type : identifier.by
      const customerKey = found.outcome === 'moved' ? found.customerKey : null
      const choices = found.outcome === 'ambiguous' ? found.choices : []
      await note({
        action: 'profile',
        customerKey,
        listedKeys: choices.map((one) => one.customer_key),
        fields: choices.some((one) => one.full_name !== undefined) ? ['full_name'] : [],
        detail: { outcome: found.outcome, by },
      })
      if (found.outcome === 'moved') {
        const [, query = ''] = /(\?.*)$/.exec(request.raw.url ?? '') ?? []
        const address = `${basePath}/v1/profiles/customer:${found.customerKey}`
        return privately(reply).redirect(`${address}${part === undefined ? '' : `/${part}`}${query}`, 308)
      }
      if (found.outcome === 'found') throw missing()
      const error = whyNone(found)
      if (found.outcome !== 'ambiguous') throw error
      return problem(reply, 409, 'profile-ambiguous', error.message, { total: found.total, choices })
    }
  }
}

/** Of that moment, a customer can be gone between two statements. */
function missing(): ClienteleError {
  return new ClienteleError(
    'profile-not-found',
    'There is no such customer any more. Search for the customer again.',
  )
}

function unknownAddress(): ClienteleError {
  return new ClienteleError(
    'profile-query-invalid',
    'There is nothing at this address. Below a profile are /timeline and /why; write a slash within an identifier as %2F.',
  )
}

/** Errors: `profile-query-invalid`. */
function valid<T extends z.ZodType>(schema: T, request: FastifyRequest): z.output<T> {
  const parsed = schema.safeParse(request.query)
  if (parsed.success) return parsed.data
  throw new ClienteleError(
    'profile-query-invalid',
    `The query of the address cannot be read: ${z.prettifyError(parsed.error)}. /v1/openapi.json lists what can be asked for.`,
  )
}

/** The decoded parts of the path after `/v1/profiles/`, as the sender divided it. */
function segments(url: string): string[] {
  const [path = ''] = url.split('?')
  const [, rest = ''] = /\/v1\/profiles\/(.*)$/s.exec(path) ?? []
  return rest.split('/').map((part) => decodeURIComponent(part))
}

function tagsIn({ headers }: FastifyRequest): string[] {
  return (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
}

/** For the reader only, and to be asked for again each time. */
function privately(reply: FastifyReply): FastifyReply {
  return reply.headers({ 'cache-control': 'private, no-cache', vary: 'authorization, cookie' })
}

/** Once more if a publication came between: 40001, the statement began before it and cannot see its rows. */
async function again<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (isPostgres(error, '40001')) return read()
    throw error
  }
}

function answerError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof ClienteleError) {
    const status = statuses[error.code]
    if (status !== undefined) return problem(reply, status, error.code, error.message, error.fields)
  }
  if (error instanceof URIError) {
    return problem(
      reply,
      400,
      'profile-query-invalid',
      'The address cannot be decoded. Write it in UTF-8, percent-encoded.',
    )
  }
  // 42P01, 3F000: no such table or schema
  if (isPostgres(error, '42P01') || isPostgres(error, '3F000')) {
    return problem(
      reply,
      503,
      'nothing-published',
      'Nothing is published yet, so there are no profiles. Run `clientele build` first.',
    )
  }
  throw error
}

function isPostgres(error: unknown, code: string): boolean {
  return error instanceof pg.DatabaseError && error.code === code
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}
