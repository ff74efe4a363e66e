import { join } from 'node:path'
import { expect, test } from 'vitest'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { calls } from '../../transforms/sources/calls/calls.ts'
import { devices } from '../../transforms/sources/devices/devices.ts'
import { meta } from '../../transforms/sources/meta/meta.ts'
import { segment } from '../../transforms/sources/segment/segment.ts'
import { shopify } from '../../transforms/sources/shopify/shopify.ts'
import { zendesk } from '../../transforms/sources/zendesk/zendesk.ts'
import { cloneDatabase } from '../harness/database.ts'
import { land, rowsOf } from './staged.ts'

const at = '2026-03-04T10:15:00Z'
const times = { created_at: at, updated_at: at }
const message = (type: string) => ({ messageId: type, timestamp: at, type, context: null, properties: null })
const session = { mediaType: 'voice', metrics: null, segments: null }

/** Records with only the required fields, and null in every field that allows it. */
const sparse = [
  [segment.page, [message('page'), { ...message('page'), messageId: 'nothing', context: undefined }]],
  [segment.screen, [message('screen')]],
  [
    segment.track,
    [
      {
        ...message('track'),
        event: 'Odd',
        userId: ' ',
        properties: { revenue: { amount: 1 }, currency: [], order_id: 7, total: '1e9' },
        context: { page: null, campaign: null, device: null },
      },
    ],
  ],
  [
    segment.identify,
    [
      { ...message('identify'), traits: null },
      {
        ...message('identify'),
        messageId: 'odd',
        anonymousId: 'a',
        traits: { address: 'London', birthday: 7 },
      },
    ],
  ],
  [segment.alias, [{ ...message('alias'), userId: 'u', previousId: 'u' }]],
  [zendesk.users, [{ ...times, id: 1, name: '', email: null, role: 'end-user', active: true }]],
  [
    zendesk.tickets,
    [
      { ...times, id: 1, via: {}, status: 'new', requester_id: 1, comments: null, metric_set: null },
      {
        ...times,
        id: 2,
        via: { channel: 30 },
        status: 'solved',
        requester_id: 1,
        metric_set: { reopens: null, reply_time_in_minutes: null, solved_at: null },
        comments: [{ id: 1, author_id: -1, body: null, public: true, created_at: at, via: null }],
      },
    ],
  ],
  [zendesk.satisfaction_ratings, [{ ...times, id: 1, ticket_id: 1, requester_id: 1, score: 'bad' }]],
  [
    meta.mentions,
    [{ id: '1', platform: 'instagram', created_time: at, from: null, reactions: {}, shares: null }],
  ],
  [
    meta.messages,
    [
      {
        id: '1',
        platform: 'instagram',
        page_id: '1',
        conversation_id: '1',
        created_time: at,
        from: { id: '2' },
        to: { data: [{ id: '1' }] },
      },
    ],
  ],
  [
    calls.conversations,
    [
      {
        conversationId: '1',
        conversationStart: at,
        originatingDirection: 'inbound',
        participants: [
          { purpose: 'customer', sessions: [] },
          { purpose: 'acd', sessions: [session] },
        ],
      },
    ],
  ],
  [devices.registrations, [{ device_id: '1', model: 'x', registered_at: at, updated_at: at }]],
  [devices.readings, [{ device_id: '2', metric: 'on', value: null, recorded_at: at }]],
  [
    shopify.products,
    [{ ...times, id: 1, title: '', status: 'unlisted', tags: '', variants: [{ id: 1, price: 0 }] }],
  ],
  [
    shopify.checkouts,
    [
      {
        ...times,
        id: 1,
        token: '',
        email: null,
        currency: 'EUR',
        line_items: [],
        total_line_items_price: 0,
        total_discounts: 0,
        total_tax: 0,
        total_price: 0,
      },
    ],
  ],
  [
    shopify.customers,
    [shopify.customers.csv?.record([{ 'Customer ID': '1', 'First Name': '', 'Last Name': '', Email: '' }])],
  ],
] as const

test('minimal and odd records do not stop a build', async () => {
  const db = await cloneDatabase('built')
  try {
    for (const [entity, records] of sparse) {
      const result = await land(db.pool, entity, records)
      expect(result, entity.entity).toMatchObject({ quarantined: 0, loaded: records.length })
    }
    const warehouse = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
    await build(db.pool, warehouse, { jobs: 2 })
    const { length } = await rowsOf(db.pool, 'select from staging.stg_zendesk__ticket_comments')
    expect(length).toBe(1)
  } finally {
    await db.drop()
  }
})
