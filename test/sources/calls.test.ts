import { expect, test } from 'vitest'
import { calls } from '../../transforms/sources/calls/calls.ts'
import { stg_calls__callers } from '../../transforms/staging/calls/stg_calls__callers.ts'
import { stg_calls__conversations } from '../../transforms/staging/calls/stg_calls__conversations.ts'
import { useDatabase } from '../harness/database.ts'
import { land, refusals, rowsOf, stage } from './staged.ts'

const minute = (n: number) => `2026-03-04T10:${String(n).padStart(2, '0')}:00.123Z`
const metric = (name: string, value: number) => ({ name, value, emitDate: minute(20) })
const segment = (from: number, to: number, more: object) => ({
  segmentStart: minute(from),
  segmentEnd: minute(to),
  conference: false,
  ...more,
})
const voice = {
  mediaType: 'voice',
  direction: 'inbound',
  ani: 'tel:+442079460991',
  dnis: 'tel:+448081570000',
}

const customer = (disconnectType: string) => ({
  participantId: 'p1',
  participantName: 'Ada Byron',
  purpose: 'customer',
  sessions: [
    {
      ...voice,
      sessionId: 's1',
      metrics: [metric('nConnected', 1)],
      segments: [segment(0, 10, { segmentType: 'interact', disconnectType })],
    },
  ],
})
const queue = (...metrics: object[]) => ({
  participantId: 'p2',
  participantName: 'Orders',
  purpose: 'acd',
  sessions: [
    {
      ...voice,
      sessionId: 's2',
      metrics,
      segments: [segment(1, 3, { segmentType: 'interact', queueId: 'q-orders', disconnectType: 'transfer' })],
    },
  ],
})
const agent = {
  participantId: 'p3',
  participantName: 'Grace Hopper',
  purpose: 'agent',
  userId: 'u-grace',
  sessions: [
    {
      ...voice,
      sessionId: 's3',
      metrics: [metric('tTalkComplete', 380_000), metric('tHeldComplete', 40_000), metric('tTalk', 380_000)],
      segments: [
        segment(2, 3, { segmentType: 'alert', queueId: 'q-orders' }),
        segment(3, 9, { segmentType: 'interact', queueId: 'q-orders', disconnectType: 'peer' }),
        segment(9, 10, { segmentType: 'wrapup', queueId: 'q-orders', wrapUpCode: 'w-delivery' }),
      ],
    },
  ],
}
const answered = {
  conversationId: 'c-1',
  conversationStart: minute(0),
  conversationEnd: minute(10),
  originatingDirection: 'inbound',
  divisionIds: ['d-1'],
  mediaStatsMinConversationMos: 4.8,
  participants: [customer('client'), queue(metric('tWait', 95_500), metric('tAcd', 95_500)), agent],
}
const given_up = {
  ...answered,
  conversationId: 'c-2',
  participants: [customer('client'), queue(metric('tAbandon', 120_000), metric('tWait', 120_000))],
}
const menu = { ...answered, conversationId: 'c-3', participants: [customer('system')] }
const chat = {
  ...answered,
  conversationId: 'c-4',
  participants: [{ purpose: 'customer', sessions: [{ mediaType: 'message' }] }],
}
const hidden = {
  ...answered,
  conversationId: 'c-5',
  conversationEnd: null,
  participants: [
    { purpose: 'customer', sessions: [{ ...voice, ani: 'sip:anonymous@anonymous.invalid', segments: [] }] },
  ],
}
const dialled = {
  ...answered,
  conversationId: 'c-6',
  originatingDirection: 'outbound',
  participants: [
    {
      purpose: 'agent',
      userId: 'u-grace',
      sessions: [
        { ...voice, segments: [segment(0, 1, { segmentType: 'dialing', disconnectType: 'client' })] },
      ],
    },
    {
      purpose: 'external',
      sessions: [{ mediaType: 'voice', ani: 'tel:+448081570000', dnis: 'tel:+442079460991', segments: [] }],
    },
  ],
}

const db = useDatabase()

test('conversations of the API are accepted, and invalid ones are rejected with a helpful reason', () => {
  for (const record of [answered, given_up, menu, chat, hidden, dialled]) {
    expect(refusals(calls.conversations, record)).toEqual([])
  }
  expect(
    refusals(calls.conversations, {
      ...answered,
      originatingDirection: 'in',
      participants: [],
    }),
  ).toEqual([
    'originatingDirection: Invalid option: expected one of "inbound"|"outbound"',
    'participants: Too small: expected array to have >=1 items',
  ])
})

test('staging has calls with queue, waiting time, agent and outcome', async () => {
  const records = [answered, given_up, menu, chat, hidden, dialled]
  expect(await land(db.pool, calls.conversations, records)).toMatchObject({ loaded: 6, quarantined: 0 })
  await stage(db.pool, [calls.conversations], [stg_calls__conversations])
  const rows = await rowsOf(
    db.pool,
    `select call_id, direction, phone, queue_id, agent_id, wait_seconds::float as wait, talk_seconds::float as talk,
       hold_seconds::float as hold, outcome, reason, hung_up_by from pii.stg_calls__conversations order by call_id`,
  )
  const ada = { direction: 'inbound', phone: '+442079460991' }
  const nothing = {
    queue_id: null,
    agent_id: null,
    wait: 0,
    talk: 0,
    hold: 0,
    reason: null,
    hung_up_by: null,
  }
  expect(rows).toEqual([
    {
      ...ada,
      call_id: 'c-1',
      queue_id: 'q-orders',
      agent_id: 'u-grace',
      wait: 95.5,
      talk: 380,
      hold: 40,
      outcome: 'answered',
      reason: 'w-delivery',
      hung_up_by: 'customer',
    },
    {
      ...ada,
      ...nothing,
      call_id: 'c-2',
      queue_id: 'q-orders',
      wait: 120,
      outcome: 'abandoned',
      hung_up_by: 'customer',
    },
    { ...ada, ...nothing, call_id: 'c-3', outcome: 'self-service', hung_up_by: 'system' },
    { ...ada, ...nothing, phone: null, call_id: 'c-5', outcome: 'open' },
    {
      ...ada,
      ...nothing,
      direction: 'outbound',
      call_id: 'c-6',
      outcome: 'unreached',
      hung_up_by: 'agent',
    },
  ])
})

test('a phone number is one profile, no matter how often it called', async () => {
  await land(db.pool, calls.conversations, [answered, given_up, hidden, dialled])
  await stage(db.pool, [calls.conversations], [stg_calls__conversations, stg_calls__callers])
  expect(
    await rowsOf(
      db.pool,
      `select record_id, record_kind, phone, phone_kind, country_code from pii.stg_calls__callers`,
    ),
  ).toEqual([
    {
      record_id: '+442079460991',
      record_kind: 'caller',
      phone: '+442079460991',
      phone_kind: 'fixed',
      country_code: null,
    },
  ])
})
