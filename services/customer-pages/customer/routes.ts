import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ClienteleError } from '#engine'
import { openSession } from '../../../stewardship/session.ts'
import { readerOf } from '../../gateway/door.ts'
import { allFields, type Sight, shownTo } from '../../profiles/fields.ts'
import { findCustomer, isBigint } from '../../profiles/find.ts'
import { readProfile } from '../../profiles/read.ts'
import { searchProfiles } from '../../profiles/search.ts'
import { readTimeline } from '../../profiles/timeline.ts'
import { readWhy } from '../../profiles/why.ts'
import { answer, note, valueIn, valuesIn, visitOf } from '../answer.ts'
import { frame, heading, nothing } from '../frame.ts'
import { html, type Part } from '../html.ts'
import { sightsOf } from '../rights.ts'
import type { Site } from '../site.ts'
import { customerPage } from './customer-page.ts'
import { personalFound, searchPage } from './search-page.ts'
import { whyPage } from './why-page.ts'

const contactsAtOnce = 30
type Key = { Params: { key: string } }

/** The search for customers, and the page of one. */
export function customerRoutes(server: FastifyInstance, site: Site): void {
  const { pool, basePath } = site

  server.get('/customers', async (request, reply) => {
    const text = valueIn(request.query, 'q').trim()
    const visit = visitOf(request, site)
    if (text === '') return answer(reply, searchPage(visit, '', { is: 'empty' }))
    const { atOnce, asked } = sightsOf(readerOf(request))
    try {
      const found = await searchProfiles(pool, text, asked)
      const isShown = (name: (typeof personalFound)[number]) =>
        !found.withheld.includes(name) && isSeen(name, atOnce)
      await note(site, request, {
        action: 'search',
        customerKey: null,
        listedKeys: found.customers.map((one) => one.customer_key),
        fields: personalFound.filter(isShown),
        reason: null,
        detail: { found: found.total },
      })
      const customers = found.customers.map((one) => ({
        ...one,
        ...Object.fromEntries(
          personalFound.filter((name) => !isShown(name)).map((name) => [name, undefined]),
        ),
      }))
      return answer(reply, searchPage(visit, text, { is: 'found', search: { ...found, customers } }))
    } catch (error) {
      if (!(error instanceof ClienteleError) || error.code !== 'profile-search-short') throw error
      return answer(reply, searchPage(visit, text, { is: 'refused', message: error.message }))
    }
  })

  server.get<Key>('/customers/:key', async (request, reply) => show(request, reply, null))

  server.get<Key>('/customers/:key/why', async (request, reply) => {
    const { key } = request.params
    const { atOnce } = sightsOf(readerOf(request))
    const why = isBigint(key) ? await readWhy(await openSession(pool, site.graph), key, atOnce) : undefined
    // the page of the customer says what became of the key
    if (!why) return reply.redirect(`${basePath}/customers/${encodeURIComponent(key)}`, 303)
    const fields = Object.keys(why.records[0]?.attributes ?? {})
    await note(site, request, { action: 'why', customerKey: key, fields, reason: null })
    return answer(reply, whyPage(visitOf(request, site), why))
  })

  server.get<Key>('/customers/:key/reveal', async (request, reply) =>
    reply.redirect(`${basePath}/customers/${encodeURIComponent(request.params.key)}`, 303),
  )

  server.post<Key>('/customers/:key/reveal', async (request, reply) => {
    const reason = valueIn(request.body, 'reason').trim()
    if (reason.length >= 3) return show(request, reply, reason.slice(0, 300))
    return show(
      request,
      reply,
      null,
      html`<p class="note bad" role="alert">Nothing was shown, because no reason was given. Say why you need the data.</p>`,
    )
  })

  async function show(
    request: FastifyRequest<Key>,
    reply: FastifyReply,
    revealedFor: string | null,
    notice: Part = null,
  ): Promise<FastifyReply> {
    const visit = visitOf(request, site)
    const { atOnce, asked } = sightsOf(readerOf(request))
    const key = isBigint(request.params.key) ? BigInt(request.params.key).toString() : null
    if (key === null) return absent(request, reply, 404)
    const found = await findCustomer(pool, { by: 'key', customerKey: key }, asked)
    if (found.outcome === 'moved') return reply.redirect(`${basePath}/customers/${found.customerKey}`, 308)
    if (found.outcome !== 'found') return absent(request, reply, found.outcome === 'gone' ? 410 : 404)
    const sight = revealedFor === null ? atOnce : asked
    const given = request.method === 'POST' ? request.body : request.query
    const filters = { types: valuesIn(given, 'type'), channels: valuesIn(given, 'channel') }
    const cursor = valueIn(given, 'after') || undefined
    const [profile, timeline] = await Promise.all([
      readProfile(pool, key, [], sight),
      readTimeline(pool, key, { ...filters, cursor, limit: contactsAtOnce }, sight),
    ])
    if (!profile || !timeline) return absent(request, reply, 404)
    const shown = shownTo(sight, allFields)
    const more = new Set(shownTo(asked, allFields).fields.map(({ name }) => name))
    const personal = shown.fields.filter(({ kind }) => kind !== null).map(({ name }) => name)
    await note(
      site,
      request,
      {
        action: revealedFor === null ? 'profile' : 'reveal',
        customerKey: key,
        fields: personal,
        reason: revealedFor,
      },
      { action: 'timeline', customerKey: key, fields: [], reason: null },
    )
    return answer(
      reply,
      customerPage(visit, {
        profile,
        timeline,
        filters,
        isFirst: cursor === undefined,
        hidden: {
          withheld: new Set(shown.withheld),
          askable: new Set(shown.withheld.filter((name) => more.has(name))),
        },
        revealedFor,
        notice,
      }),
    )
  }

  function absent(request: FastifyRequest, reply: FastifyReply, status: 404 | 410): FastifyReply {
    const visit = visitOf(request, site)
    const title = status === 410 ? 'This customer is gone' : 'There is no such customer'
    return answer(
      reply,
      frame(visit, {
        title,
        section: 'customers',
        body: html`${heading({ title, crumbs: html`<a href="${basePath}/customers">Customers</a>` })}${nothing(
          status === 410 ? 'No record has this key any more' : 'Nobody whom you may see has this key',
          html`${
            status === 410
              ? 'All its records were deleted at their sources.'
              : 'The link may be incomplete, or the customer is of a market that you do not see.'
          } <a href="${basePath}/customers">Search for somebody</a>`,
        )}`,
      }),
      status,
    )
  }
}

/** Whether a column of what is found may be shown before it is asked for. */
function isSeen(name: (typeof personalFound)[number], { kinds }: Sight): boolean {
  const field = allFields.find((each) => each.name === `golden.${name}`)
  return field?.kind === null || (field !== undefined && kinds.has(field.kind))
}
