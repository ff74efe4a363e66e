import { expect, test } from 'vitest'
import { zendesk } from '../../transforms/sources/zendesk/zendesk.ts'
import { stg_zendesk__tickets } from '../../transforms/staging/zendesk/stg_zendesk__tickets.ts'
import { useDatabase } from '../harness/database.ts'
import { land, refusals, rowsOf, stage } from './staged.ts'

const db = useDatabase()

test('a row of the CSV export of tickets becomes a record of the API', async () => {
  const row = {
    'Summation column': '1',
    Id: '40001',
    Requester: 'Ada Byron',
    'Requester id': '35436',
    'Requester email': 'ada@example.com',
    Assignee: 'Sam',
    Group: 'Support',
    Subject: 'Where is it?',
    Tags: 'late parcel',
    Status: 'On-hold',
    Priority: '-',
    Via: 'Mail',
    'Ticket type': 'Question',
    'Created at': '2026-06-01 10:00',
    'Updated at': '2026-06-02 11:30',
    'Solved at': '',
    'Satisfaction Score': 'Good',
    Reopens: '0',
    Replies: '2',
    'First reply time in minutes': '45',
    'First reply time in minutes within business hours': '30',
    'Shop [list]': 'Bath',
  }
  const record = zendesk.tickets.csv?.record([row])
  expect(refusals(zendesk.tickets, record)).toEqual([])
  expect(record).toMatchObject({
    status: 'hold',
    priority: null,
    via: { channel: 'email' },
    tags: ['late', 'parcel'],
    created_at: '2026-06-01T09:00:00.000Z',
    'Requester email': 'ada@example.com',
    'Shop [list]': 'Bath',
  })
  await land(db.pool, zendesk.tickets, [record])
  await stage(db.pool, [zendesk.users, zendesk.tickets], [stg_zendesk__tickets])
  expect(
    await rowsOf(
      db.pool,
      `select status, channel, first_replied_at, solved_at, reopen_count from pii.stg_zendesk__tickets
       where case_id = '40001'`,
    ),
  ).toEqual([
    {
      status: 'waiting',
      channel: 'email',
      first_replied_at: new Date('2026-06-01T09:45:00Z'),
      solved_at: null,
      reopen_count: 0,
    },
  ])
  const refused = zendesk.tickets.csv?.record([{ ...row, Status: 'Lost', 'Created at': 'yesterday' }])
  expect(refusals(zendesk.tickets, refused).map((reason) => reason.split(':')[0])).toEqual([
    'status',
    'created_at',
  ])
})
