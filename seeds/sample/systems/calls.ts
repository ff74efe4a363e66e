import type { RecordOf } from '#engine'
import { calls } from '../../../transforms/sources/calls/calls.ts'
import { minute, second } from '../calendar.ts'
import { feed, type Made } from '../feed.ts'
import type { Case, Life } from '../life-events.ts'
import { servicePhone } from '../shop.ts'
import { writtenIn } from '../written.ts'
import { agentName } from './zendesk.ts'

/** The call centre: requests for help that began with a call, some abandoned while waiting. */
export const callFeeds = [feed(calls.conversations, { life: conversations })]

function* conversations(life: Life): Generator<Made<RecordOf<typeof calls.conversations>>> {
  for (const one of life.cases) {
    if (one.channel !== 'voice') continue
    const random = life.random('call', one.number)
    const waited = (one.topic === 'question' ? 1 : 2.5) * random.exponential(1 / (2 * minute))
    const isAbandoned = waited > 6 * minute
    if (isAbandoned) yield callOf(life, one, one.at - 20 * minute, waited, null, '-abandoned')
    const talked = 2 * minute + random.exponential(1 / (4 * minute))
    yield callOf(life, one, one.at - 8 * minute, Math.min(waited, 3 * minute), talked, '')
  }
}

function callOf(
  life: Life,
  one: Case,
  at: number,
  waited: number,
  talked: number | null,
  suffix: string,
): Made<RecordOf<typeof calls.conversations>> {
  const written = writtenIn(life, 'calls', life.person.joinsAt, one.number, at)
  const line = {
    mediaType: 'voice',
    direction: 'inbound',
    ani: written.phone ? `tel:${written.phone}` : 'sip:anonymous@anonymous.invalid',
    dnis: `tel:${servicePhone}`,
  }
  const heardAt = at + 20 * second
  const answeredAt = heardAt + waited
  const end = answeredAt + (talked ?? 0)
  const queueId = one.topic === 'question' ? 'q-general' : 'q-delivery'
  const metric = (name: string, value: number) => ({
    name,
    value: Math.round(value),
    emitDate: milliseconds(end),
  })
  const queueMetrics = talked === null ? ['tAbandon', 'tWait'] : ['tAcd', 'tWait']
  const segment = (segmentType: string, from: number, to: number, more: object = {}) => ({
    segmentType,
    segmentStart: milliseconds(from),
    segmentEnd: milliseconds(to),
    ...more,
  })
  const id = life.random('conversation', one.number).uuid()
  return {
    at: end,
    record: {
      conversationId: `${id}${suffix}`,
      conversationStart: milliseconds(at),
      conversationEnd: milliseconds(end),
      originatingDirection: 'inbound',
      divisionIds: ['d-1'],
      participants: [
        {
          participantId: `${id}-1`,
          participantName: written.phone ? `${written.givenName} ${written.familyName}` : null,
          purpose: 'customer',
          sessions: [
            {
              ...line,
              sessionId: 's1',
              segments: [segment('interact', at, end, { disconnectType: 'client' })],
            },
          ],
        },
        {
          participantId: `${id}-2`,
          participantName: queueId === 'q-general' ? 'General' : 'Delivery',
          purpose: 'acd',
          sessions: [
            {
              ...line,
              sessionId: 's2',
              metrics: queueMetrics.map((name) => metric(name, waited)),
              segments: [segment('interact', heardAt, answeredAt, { queueId, disconnectType: 'transfer' })],
            },
          ],
        },
        ...(talked === null
          ? []
          : [
              {
                participantId: `${id}-3`,
                participantName: agentName(one.agent),
                purpose: 'agent',
                userId: `u-${one.agent}`,
                sessions: [
                  {
                    ...line,
                    sessionId: 's3',
                    metrics: [metric('tTalk', talked), metric('tTalkComplete', talked)],
                    segments: [
                      segment('interact', answeredAt, end, { queueId, disconnectType: 'peer' }),
                      segment('wrapup', end, end, { queueId, wrapUpCode: `w-${one.topic}` }),
                    ],
                  },
                ],
              },
            ]),
      ],
    },
  }
}

function milliseconds(at: number): string {
  return new Date(at).toISOString()
}
