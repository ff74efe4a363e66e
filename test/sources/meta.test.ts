import { expect, test } from 'vitest'
import type { RawEntity } from '#engine'
import { meta } from '../../transforms/sources/meta/meta.ts'
import { stg_meta__accounts } from '../../transforms/staging/meta/stg_meta__accounts.ts'
import { stg_meta__mentions } from '../../transforms/staging/meta/stg_meta__mentions.ts'
import { stg_meta__messages } from '../../transforms/staging/meta/stg_meta__messages.ts'
import { useDatabase } from '../harness/database.ts'
import { land, recordKeyOf, refusals, rowsOf, stage } from './staged.ts'

const page = { name: 'Clientele Teapots', email: '111@facebook.com', id: '111' }
const person = { name: 'Ada Byron', email: '222@facebook.com', id: '222' }

const mention = {
  id: '111_987',
  platform: 'facebook',
  created_time: '2026-03-04T10:15:00+0000',
  updated_time: '2026-03-05T10:15:00+0000',
  from: { id: '222', name: 'Ada Byron' },
  message: 'Lovely pot from @Clientele Teapots',
  permalink_url: 'https://www.facebook.com/222/posts/987',
  reactions: { data: [], summary: { total_count: 7 } },
  comments: { data: [], summary: { total_count: 2, order: 'ranked' } },
  shares: { count: 1 },
}
const asked = {
  id: 'm_1',
  platform: 'messenger',
  page_id: '111',
  conversation_id: 't_1',
  created_time: '2026-03-04T11:00:00+0000',
  from: person,
  to: { data: [page] },
  message: 'Is it dishwasher safe?',
}
const answered = {
  ...asked,
  id: 'm_2',
  created_time: '2026-03-04T11:05:00+0000',
  from: page,
  to: { data: [person] },
  message: '',
  attachments: { data: [{ id: '1', mime_type: 'image/png' }] },
}

const db = useDatabase()

test.each<[RawEntity, unknown]>([
  [meta.mentions, mention],
  [meta.messages, asked],
  [meta.messages, answered],
])('a record of the API is accepted: $entity', (entity, record) => {
  expect(refusals(entity, record)).toEqual([])
})

test('an invalid record is rejected with a helpful reason', () => {
  expect(refusals(meta.messages, { ...asked, page_id: undefined, created_time: 1772622900 })).toEqual([
    'page_id: Invalid input: expected string, received undefined',
    'created_time: Invalid input: expected string, received number',
  ])
  expect(refusals(meta.mentions, { ...mention, platform: 'x' })).toEqual([
    'platform: Invalid option: expected one of "facebook"|"instagram"',
  ])
})

test('staging has mentions and messages with the customer who is involved', async () => {
  const unnamed = { ...mention, id: '111_988', from: null, reactions: undefined, shares: null }
  expect(await land(db.pool, meta.mentions, [mention, unnamed])).toMatchObject({ loaded: 2, quarantined: 0 })
  expect(await land(db.pool, meta.messages, [asked, answered])).toMatchObject({ loaded: 2, quarantined: 0 })
  await stage(db.pool, Object.values(meta), [stg_meta__mentions, stg_meta__messages])
  const ofAda = `record_key = ${recordKeyOf(`'meta', 'account', '222'`)} as is_of_ada`
  expect(
    await rowsOf(
      db.pool,
      `select message_id, channel, is_public, reaction_count, comment_count, share_count, ${ofAda}
       from pii.stg_meta__mentions order by message_id`,
    ),
  ).toEqual([
    {
      message_id: '111_987',
      channel: 'facebook',
      is_public: true,
      reaction_count: 7,
      comment_count: 2,
      share_count: 1,
      is_of_ada: true,
    },
    {
      message_id: '111_988',
      channel: 'facebook',
      is_public: true,
      reaction_count: 0,
      comment_count: 2,
      share_count: 0,
      is_of_ada: null,
    },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select message_id, direction, body, agent_id, sent_at, ${ofAda},
         conversation_key = ops.key_of('meta', 'conversation', 't_1') as is_of_conversation
       from pii.stg_meta__messages order by message_id`,
    ),
  ).toEqual([
    {
      message_id: 'm_1',
      direction: 'inbound',
      body: 'Is it dishwasher safe?',
      agent_id: null,
      sent_at: new Date('2026-03-04T11:00:00Z'),
      is_of_ada: true,
      is_of_conversation: true,
    },
    {
      message_id: 'm_2',
      direction: 'outbound',
      body: null,
      agent_id: '111',
      sent_at: new Date('2026-03-04T11:05:00Z'),
      is_of_ada: true,
      is_of_conversation: true,
    },
  ])
})

test('authors become profiles, and the company does not', async () => {
  await land(db.pool, meta.mentions, [mention, { ...mention, id: '111_989', from: { id: '333' } }])
  await land(db.pool, meta.messages, [asked, answered])
  await stage(db.pool, Object.values(meta), [stg_meta__mentions, stg_meta__messages, stg_meta__accounts])
  expect(
    await rowsOf(
      db.pool,
      'select record_id, record_kind, full_name, email from pii.stg_meta__accounts order by record_id',
    ),
  ).toEqual([
    { record_id: '222', record_kind: 'account', full_name: 'Ada Byron', email: null },
    { record_id: '333', record_kind: 'account', full_name: null, email: null },
  ])
})
