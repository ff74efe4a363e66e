import { expect, test } from 'vitest'
import type { RawEntity } from '#engine'
import { zendesk } from '../../transforms/sources/zendesk/zendesk.ts'
import { stg_zendesk__satisfaction_ratings } from '../../transforms/staging/zendesk/stg_zendesk__satisfaction_ratings.ts'
import { stg_zendesk__ticket_comments } from '../../transforms/staging/zendesk/stg_zendesk__ticket_comments.ts'
import { stg_zendesk__tickets } from '../../transforms/staging/zendesk/stg_zendesk__tickets.ts'
import { stg_zendesk__users } from '../../transforms/staging/zendesk/stg_zendesk__users.ts'
import { useDatabase } from '../harness/database.ts'
import { land, recordKeyOf, refusals, rowsOf, stage } from './staged.ts'

const user = {
  id: 35436,
  url: 'https://company.zendesk.com/api/v2/users/35436.json',
  name: 'Ada Byron',
  email: 'ada@example.com',
  created_at: '2026-02-20T22:55:29Z',
  updated_at: '2026-05-05T10:38:52Z',
  time_zone: 'London',
  phone: '+442079460991',
  shared_phone_number: null,
  role: 'end-user',
  verified: true,
  external_id: null,
  tags: [],
  active: true,
  suspended: false,
  organization_id: 57542,
  user_fields: {},
}
const ticket = {
  id: 35437,
  url: 'https://company.zendesk.com/api/v2/tickets/35437.json',
  external_id: null,
  via: { channel: 'email', source: { from: { address: 'ada@example.com' }, rel: null, to: {} } },
  type: 'incident',
  subject: 'Broken spout ',
  raw_subject: 'Broken spout ',
  description: 'The teapot leaks.',
  priority: 'high',
  status: 'closed',
  requester_id: 35436,
  submitter_id: 35436,
  assignee_id: 235323,
  organization_id: 57542,
  group_id: 98738,
  collaborator_ids: [],
  tags: ['teapot'],
  custom_fields: [{ id: 27642, value: '745' }],
  satisfaction_rating: { id: 1234, score: 'good', comment: 'Great support!' },
  created_at: '2026-05-01T09:00:00Z',
  updated_at: '2026-05-09T09:00:00Z',
  comments: [
    {
      id: 1,
      type: 'Comment',
      author_id: 35436,
      body: 'The teapot leaks.',
      html_body: '<p>The teapot leaks.</p>',
      public: true,
      created_at: '2026-05-01T09:00:00Z',
      via: { channel: 'email' },
    },
    {
      id: 2,
      author_id: 235323,
      body: 'Ask the pottery?',
      public: false,
      created_at: '2026-05-01T09:05:00Z',
    },
    {
      id: 3,
      author_id: 235323,
      body: 'We send another.',
      public: true,
      created_at: '2026-05-01T10:30:00Z',
      via: { channel: 'web' },
    },
  ],
}
/** A ticket of the API, with metrics instead of comments. */
const measured = {
  ...ticket,
  id: 35438,
  status: 'pending',
  comments: undefined,
  metric_set: {
    reopens: 1,
    replies: 2,
    reply_time_in_minutes: { calendar: 45, business: 30 },
    full_resolution_time_in_minutes: { calendar: null, business: null },
    solved_at: null,
  },
}
const rating = {
  id: 35439,
  url: 'https://company.zendesk.com/api/v2/satisfaction_ratings/35439.json',
  assignee_id: 235323,
  created_at: '2026-05-09T09:00:00Z',
  group_id: 98738,
  requester_id: 35436,
  score: 'good_with_comment',
  ticket_id: 35437,
  updated_at: '2026-05-09T11:00:00Z',
  comment: 'Great support!',
}

const db = useDatabase()

test.each<[RawEntity, unknown]>([
  [zendesk.users, user],
  [zendesk.tickets, ticket],
  [zendesk.tickets, measured],
  [zendesk.satisfaction_ratings, rating],
])('a record of the API is accepted: $entity', (entity, record) => {
  expect(refusals(entity, record)).toEqual([])
})

test('an invalid record is rejected with a helpful reason', () => {
  expect(refusals(zendesk.tickets, { ...ticket, status: 'Solved', requester_id: null })).toEqual([
    'status: Invalid option: expected one of "new"|"open"|"pending"|"hold"|"solved"|"closed"|"deleted"',
    'requester_id: Invalid input: expected number, received null',
  ])
  const [first] = ticket.comments
  expect(refusals(zendesk.tickets, { ...ticket, comments: [{ ...first, created_at: 'yesterday' }] })).toEqual(
    ['comments.0.created_at: not a point in time like 2026-03-04T10:15:00Z'],
  )
  expect(refusals(zendesk.tickets, { ...ticket, comments: [first, first] })).toEqual([
    'comments: two comments have the same id',
  ])
})

test('staging has tickets and comments, with their authors and reply times', async () => {
  const deleted = { ...ticket, id: 35440, status: 'deleted', comments: [] }
  expect(await land(db.pool, zendesk.tickets, [ticket, measured, deleted])).toMatchObject({
    loaded: 3,
    quarantined: 0,
  })
  await stage(db.pool, [zendesk.users, zendesk.tickets], [stg_zendesk__tickets, stg_zendesk__ticket_comments])
  const at = (time: string) => new Date(`2026-05-${time}Z`)
  expect(
    await rowsOf(
      db.pool,
      `select case_id, status, channel, subject, first_replied_at, solved_at, reopen_count, message_count, is_deleted
       from pii.stg_zendesk__tickets order by case_id`,
    ),
  ).toEqual([
    {
      case_id: '35437',
      status: 'solved',
      channel: 'email',
      subject: 'Broken spout',
      first_replied_at: at('01T10:30:00'),
      solved_at: at('09T09:00:00'),
      reopen_count: null,
      message_count: 3,
      is_deleted: false,
    },
    {
      case_id: '35438',
      status: 'waiting',
      channel: 'email',
      subject: 'Broken spout',
      first_replied_at: at('01T09:45:00'),
      solved_at: null,
      reopen_count: 1,
      message_count: 0,
      is_deleted: false,
    },
    {
      case_id: '35440',
      status: 'deleted',
      channel: 'email',
      subject: 'Broken spout',
      first_replied_at: null,
      solved_at: null,
      reopen_count: null,
      message_count: 0,
      is_deleted: true,
    },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select message_id, channel, message_type, direction, agent_id, sent_at, is_public,
         record_key = ${recordKeyOf(`'zendesk', 'user', '35436'`)} as is_with_requester,
         conversation_key in (select case_key from pii.stg_zendesk__tickets) as is_of_case
       from pii.stg_zendesk__ticket_comments order by message_id`,
    ),
  ).toEqual(
    [
      ['1', 'email', 'message', 'inbound', null, at('01T09:00:00')],
      ['2', 'email', 'note', 'internal', '235323', at('01T09:05:00')],
      ['3', 'web', 'message', 'outbound', '235323', at('01T10:30:00')],
    ].map(([message_id, channel, message_type, direction, agent_id, sent_at]) => ({
      message_id,
      channel,
      message_type,
      direction,
      agent_id,
      sent_at,
      is_public: false,
      is_with_requester: true,
      is_of_case: true,
    })),
  )
})

test('staging has given ratings as scores of their cases, and leaves out offered ones', async () => {
  const bad = { ...rating, id: 35441, score: 'bad', comment: null }
  const offered = { ...rating, id: 35442, score: 'offered', comment: null }
  expect(await land(db.pool, zendesk.satisfaction_ratings, [rating, bad, offered])).toMatchObject({
    loaded: 3,
  })
  await stage(db.pool, [zendesk.satisfaction_ratings], [stg_zendesk__satisfaction_ratings])
  expect(
    await rowsOf(
      db.pool,
      `select response_id, score, scale_max, comment, responded_at, case_key = ops.key_of('zendesk', 'ticket', '35437') as is_of_case
       from pii.stg_zendesk__satisfaction_ratings order by response_id`,
    ),
  ).toEqual([
    {
      response_id: '35439',
      score: '1',
      scale_max: 1,
      comment: 'Great support!',
      responded_at: new Date('2026-05-09T11:00:00Z'),
      is_of_case: true,
    },
    {
      response_id: '35441',
      score: '0',
      scale_max: 1,
      comment: null,
      responded_at: new Date('2026-05-09T11:00:00Z'),
      is_of_case: true,
    },
  ])
})

test('people who asked for help become profiles, and staff do not', async () => {
  const gone = { ...user, id: 35437, active: false, email: null }
  await land(db.pool, zendesk.users, [user, gone, { ...user, id: 235323, role: 'agent' }])
  await stage(db.pool, [zendesk.users], [stg_zendesk__users])
  const people = await rowsOf(
    db.pool,
    'select record_id, record_kind, full_name, email, phone, is_deleted from pii.stg_zendesk__users order by record_id',
  )
  const ada = { record_kind: 'user', full_name: 'Ada Byron', phone: '+442079460991' }
  expect(people).toEqual([
    { ...ada, record_id: '35436', email: 'ada@example.com', is_deleted: false },
    { ...ada, record_id: '35437', email: null, is_deleted: true },
  ])
})
