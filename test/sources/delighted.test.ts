import { expect, test } from 'vitest'
import { delighted } from '../../transforms/sources/delighted/delighted.ts'
import { stg_delighted__people } from '../../transforms/staging/delighted/stg_delighted__people.ts'
import { stg_delighted__responses } from '../../transforms/staging/delighted/stg_delighted__responses.ts'
import { useDatabase } from '../harness/database.ts'
import { land, refusals, rowsOf, stage } from './staged.ts'

const db = useDatabase()

const response = {
  id: '1',
  person: {
    id: '10',
    email: 'ada@example.com',
    name: 'Ada Byron',
    phone_number: null,
    last_sent_at: 1772400000,
  },
  survey_type: 'nps',
  score: 0,
  comment: ' Late again. ',
  permalink: 'https://app.delighted.com/r/2jo3B7',
  created_at: 1772443800,
  updated_at: null,
  person_properties: { 'Purchase Experience': 'Mobile App' },
  notes: [],
  tags: ['delivery'],
  additional_answers: [{ id: '4', value: { free_response: null } }],
}

test('an invalid response is rejected with a helpful reason', () => {
  expect(refusals(delighted.responses, response)).toEqual([])
  expect(refusals(delighted.responses, { ...response, person: '10' })).toEqual([])
  const broken = { ...response, person: 10, score: 11, created_at: 1772443800000 }
  expect(refusals(delighted.responses, broken)).toEqual([
    'person: not the id of a person, and not a person with an id',
    'score: Too big: expected number to be <=10',
    'created_at: not seconds since 1970; if these are milliseconds, divide them by 1000',
  ])
})

test('staging has the responses on their scales, with the people who gave them', async () => {
  const stars = {
    ...response,
    id: '2',
    survey_type: 'five_star',
    score: 4,
    comment: '',
    updated_at: 1772443900,
  }
  const later = {
    ...response,
    id: '3',
    survey_type: 'thumbs',
    score: 1,
    created_at: 1772500000,
    person: '10',
  }
  expect(await land(db.pool, delighted.responses, [response, stars, later])).toMatchObject({ loaded: 3 })
  await stage(db.pool, [delighted.responses], [stg_delighted__people, stg_delighted__responses])
  expect(
    await rowsOf(
      db.pool,
      `select response_id as id, survey_type as type, score, scale_min, scale_max, comment, email, responded_at
       from pii.stg_delighted__responses join pii.stg_delighted__people using (record_key) order by 1`,
    ),
  ).toEqual([
    {
      id: '1',
      type: 'nps',
      score: '0',
      scale_min: 0,
      scale_max: 10,
      comment: 'Late again.',
      email: 'ada@example.com',
      responded_at: new Date('2026-03-02T09:30:00Z'),
    },
    {
      id: '2',
      type: 'csat',
      score: '4',
      scale_min: 1,
      scale_max: 5,
      comment: null,
      email: 'ada@example.com',
      responded_at: new Date('2026-03-02T09:30:00Z'),
    },
    {
      id: '3',
      type: 'other',
      score: '1',
      scale_min: null,
      scale_max: null,
      comment: 'Late again.',
      email: 'ada@example.com',
      responded_at: new Date('2026-03-03T01:06:40Z'),
    },
  ])
})
