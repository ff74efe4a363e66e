import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ClienteleError } from '#engine'
import type { Verdict } from '../../../stewardship/decisions.ts'
import { effectOf } from '../../../stewardship/effect.ts'
import { explain } from '../../../stewardship/explain.ts'
import { matchModel } from '../../../stewardship/match-model.ts'
import { pastDecisions, withdraw } from '../../../stewardship/past-decisions.ts'
import { reviewQueue } from '../../../stewardship/queue.ts'
import { recordFields, recordsOf } from '../../../stewardship/records.ts'
import { openSession, type StewardshipSession } from '../../../stewardship/session.ts'
import { decideAsSeen, standingOf } from '../../../stewardship/standing.ts'
import { customerOf, subjectOf } from '../../../stewardship/subject.ts'
import { splitInTwo, verdictsOn } from '../../../stewardship/verdicts.ts'
import { settings } from '../../../transforms/identity/settings.ts'
import { readerOf } from '../../gateway/door.ts'
import { answer, note, valueIn, valuesIn, visitOf } from '../answer.ts'
import { plural, probability, weight } from '../format.ts'
import type { Visit } from '../frame.ts'
import { html, type Part } from '../html.ts'
import type { Site } from '../site.ts'
import { pairAddress } from './addresses.ts'
import { decisionsPage, undoForm } from './decisions.ts'
import { linkPage } from './link.ts'
import { type PairView, pairPage } from './pair.ts'
import { queuePage } from './queue.ts'
import { splitPage, splitQuestion } from './split.ts'

const listed = 50
const mostDecisions = 100
type Pair = { readonly a: string; readonly b: string }

/** The desk on which stewards decide who is who. Its decisions are those of `clientele identity`. */
export function stewardRoutes(server: FastifyInstance, site: Site): void {
  const { pool, basePath } = site
  const session = () => openSession(pool, site.graph)

  server.get('/steward', async (request, reply) => {
    const reason = valueIn(request.query, 'reason') || null
    const open = await session()
    const { total, items } = await reviewQueue(open, { limit: listed, reason: reason ?? undefined })
    await note(site, request, {
      action: 'search',
      customerKey: null,
      listedKeys: [...new Set(items.flatMap((item) => [item.customerKeyA, item.customerKeyB]))],
      fields: ['full_name'],
      reason: null,
      detail: { list: 'review', pairs: items.length },
    })
    return answer(
      reply,
      queuePage(visitOf(request, site), {
        total,
        items,
        model: await matchModel(pool),
        isBlind: isBlind(request),
        reason,
        notice: await noticeOf(open, request, visitOf(request, site)),
      }),
    )
  })

  server.get('/steward/next', async (request, reply) => {
    const { items } = await reviewQueue(await session(), { limit: 1000 })
    const after = valueIn(request.query, 'after')
    const at = items.findIndex(({ recordKeyA, recordKeyB }) => `${recordKeyA}_${recordKeyB}` === after)
    const next = items[at + 1]
    const to = next && pairAddress(next.recordKeyA, next.recordKeyB, { isBlind: isBlind(request) })
    return reply.redirect(basePath + (to ?? '/steward?end=1'), 303)
  })

  server.get<{ Params: Pair }>('/steward/pair/:a/:b', async (request, reply) => {
    const open = await session()
    const notice = await noticeOf(open, request, visitOf(request, site))
    return answer(reply, pairPage(visitOf(request, site), await viewOf(open, request, notice)))
  })

  server.post<{ Params: Pair }>('/steward/pair/:a/:b', async (request, reply) => {
    const open = await session()
    const { a, b } = request.params
    const verdict = verdictIn(request.body)
    const because = valueIn(request.body, 'because')
    const { items } = await reviewQueue(open, { limit: 1000 })
    const at = items.findIndex(({ recordKeyA, recordKeyB }) => recordKeyA === a && recordKeyB === b)
    try {
      const decision = await decideAsSeen(
        open,
        { records: await recordsOfBoth(open, request.params), standing: valueIn(request.body, 'standing') },
        await verdictsOn(open, { recordKeyA: a, recordKeyB: b }, verdict),
        {
          command: at >= 0 ? 'review' : verdict === 'same' ? 'link' : 'decide',
          by: readerOf(request).name,
          because,
        },
      )
      await noteDecision(open, request, [a, b], { decision, verdict }, because)
      const next = at >= 0 ? items[at + 1] : undefined
      const to = next ? pairAddress(next.recordKeyA, next.recordKeyB, { isBlind: false }) : '/steward'
      const query = new URLSearchParams({
        done: decision,
        of: `${a}_${b}`,
        ...(isBlind(request) && { blind: '1' }),
      })
      return reply.redirect(`${basePath}${to}?${query}`, 303)
    } catch (error) {
      if (!(error instanceof ClienteleError) || !/^decision-(outdated|contradicts)$/.test(error.code))
        throw error
      const refused = html`<p class="note bad" role="alert">${error.message}</p>`
      const view = await viewOf(open, request, refused)
      return answer(reply, pairPage(visitOf(request, site), { ...view, because }), 409)
    }
  })

  server.get('/steward/link', async (request, reply) => {
    const [one, other] = [valueIn(request.query, 'one').trim(), valueIn(request.query, 'other').trim()]
    const show = (problem: string | null) => linkPage(visitOf(request, site), { one, other, problem })
    if (one === '' || other === '') return answer(reply, show(null))
    try {
      const open = await session()
      const [left, right] = [await subjectOf(open, one), await subjectOf(open, other)]
      const { a, b } = await explain(open, settings, left, right)
      return reply.redirect(
        basePath + pairAddress(a.recordKey, b.recordKey, { isBlind: isBlind(request) }),
        303,
      )
    } catch (error) {
      if (error instanceof ClienteleError) return answer(reply, show(error.message), 404)
      throw error
    }
  })

  server.get('/steward/split', async (request, reply) => {
    const name = valueIn(request.query, 'customer')
    if (name === '') return answer(reply, splitQuestion(visitOf(request, site), null))
    try {
      return reply.redirect(`${basePath}/steward/split/${(await customerOf(await session(), name)).key}`, 303)
    } catch (error) {
      if (!(error instanceof ClienteleError)) throw error
      const problem = html`<p class="note bad" role="alert">${error.message}</p>`
      return answer(reply, splitQuestion(visitOf(request, site), problem), 404)
    }
  })

  server.get<{ Params: { customer: string } }>('/steward/split/:customer', async (request, reply) => {
    const open = await session()
    const customer = await customerOf(open, request.params.customer)
    const taken = valuesIn(request.query, 'take').filter((key) => customer.recordKeys.includes(key))
    const stay = customer.recordKeys.filter((key) => !taken.includes(key))
    const isSplit = taken.length > 0 && stay.length > 0
    await note(site, request, {
      action: 'why',
      customerKey: customer.key,
      fields: recordFields,
      reason: null,
    })
    return answer(
      reply,
      splitPage(visitOf(request, site), {
        customerKey: customer.key,
        records: await recordsOf(open, customer.recordKeys),
        taken,
        effect: isSplit ? await effectOf(open, [taken, stay]) : null,
        standing: await standingOf(open, customer.recordKeys),
        notice:
          taken.length > 0 && !isSplit
            ? html`<p class="note warn" role="alert">All records are chosen. At least one must stay with the customer.</p>`
            : null,
      }),
    )
  })

  server.post<{ Params: { customer: string } }>('/steward/split/:customer', async (request, reply) => {
    const open = await session()
    const customer = await customerOf(open, request.params.customer)
    const because = valueIn(request.body, 'because')
    const removed = valuesIn(request.body, 'take')
    const decision = await decideAsSeen(
      open,
      { records: customer.recordKeys, standing: valueIn(request.body, 'standing') },
      await splitInTwo(pool, customer, removed),
      { command: 'split', by: readerOf(request).name, because },
    )
    await noteDecision(open, request, removed.slice(0, 1), { decision, verdict: 'split' }, because)
    return reply.redirect(`${basePath}/steward/decisions?done=${decision}`, 303)
  })

  server.get('/steward/decisions', async (request, reply) => {
    const notice = await noticeOf(await session(), request, visitOf(request, site))
    const decisions = await pastDecisions(pool, mostDecisions)
    return answer(reply, decisionsPage(visitOf(request, site), decisions, mostDecisions, notice))
  })

  server.post('/steward/undo', async (request, reply) => {
    const decision = valueIn(request.body, 'decision')
    const pairs = await withdraw(pool, decision, readerOf(request).name)
    await note(site, request, {
      action: 'decision',
      customerKey: null,
      fields: [],
      reason: null,
      detail: { undone: decision, pairs },
    })
    return reply.redirect(`${basePath}/steward/decisions?undone=${encodeURIComponent(decision)}`, 303)
  })

  async function viewOf(
    open: StewardshipSession,
    request: FastifyRequest<{ Params: Pair }>,
    notice: Part,
  ): Promise<PairView> {
    const { a, b } = request.params
    const explanation = await explain(open, settings, await subjectOf(open, a), await subjectOf(open, b))
    const records = await recordsOfBoth(open, request.params)
    const parts = [...new Set([explanation.a.customerKey, explanation.b.customerKey])]
    await note(
      site,
      request,
      ...parts.map((customerKey) => ({
        action: 'why' as const,
        customerKey,
        fields: recordFields,
        reason: null,
      })),
    )
    return {
      explanation,
      effect: explanation.isOneCustomer ? null : await effectOf(open, [records]),
      standing: await standingOf(open, records),
      isBlind: isBlind(request),
      waiting: (await reviewQueue(open, { limit: 1 })).total,
      notice,
      because: '',
    }
  }

  async function recordsOfBoth(open: StewardshipSession, { a, b }: Pair): Promise<readonly string[]> {
    const both = [await customerOf(open, a), await customerOf(open, b)]
    return [...new Set(both.flatMap(({ recordKeys }) => recordKeys))]
  }

  async function noteDecision(
    open: StewardshipSession,
    request: FastifyRequest,
    records: readonly string[],
    detail: Readonly<Record<string, string>>,
    because: string,
  ): Promise<void> {
    const keys = new Set((await recordsOf(open, records)).map(({ customerKey }) => customerKey))
    const reason = because.trim() || null
    await note(
      site,
      request,
      ...[...keys].map((customerKey) => ({
        action: 'decision' as const,
        customerKey,
        fields: [],
        reason,
        detail,
      })),
    )
  }

  /** What the page before has done, with a way back. After a blind decision, it says what the model thought. */
  async function noticeOf(open: StewardshipSession, request: FastifyRequest, visit: Visit): Promise<Part> {
    const done = valueIn(request.query, 'done')
    const undone = valueIn(request.query, 'undone')
    if (undone !== '')
      return html`<p class="note" role="status">Undone: ${undone}. Earlier decisions about its records apply again from the next build on.</p>`
    if (valueIn(request.query, 'end') !== '')
      return html`<p class="note" role="status">That was the last pair of the queue. What you skipped still waits.</p>`
    if (!/^\d{14}-[\da-f]{6}$/.test(done)) return null
    const decision = (await pastDecisions(pool, mostDecisions)).find((each) => each.decision === done)
    if (!decision || decision.withdrawnAt !== null) return null
    const [a, b] = valueIn(request.query, 'of').split('_')
    const model =
      isBlind(request) && a && b
        ? await explain(open, settings, await subjectOf(open, a), await subjectOf(open, b)).catch(() => null)
        : null
    const said =
      decision.command === 'split'
        ? 'the customer is split'
        : decision.sameCount > 0
          ? 'one person'
          : decision.differentCount > 0
            ? 'two people'
            : 'not sure'
    return html`<div class="note done" role="status"><span>Saved: ${said}${decision.command === 'split' ? '' : ` (${plural(decision.sameCount + decision.differentCount + decision.unsureCount, 'pair')} of records)`}.
${model && html`The model says ${probability(model.probability)} likely one person, with a weight of ${weight(model.weight)} bits.`} It takes effect with the next build.</span> ${undoForm(visit, done)}</div>`
  }
}

function isBlind(request: FastifyRequest): boolean {
  return valueIn(request.query, 'blind') === '1'
}

function verdictIn(body: unknown): Verdict {
  const said = valueIn(body, 'verdict')
  const verdict = (['same', 'different', 'unsure'] as const).find((each) => each === said)
  if (verdict) return verdict
  throw new ClienteleError('verdict-missing', 'Nothing was decided. Choose same, different or not sure.')
}
