import { expect, test } from 'vitest'
import { typeform } from '../../transforms/sources/typeform/typeform.ts'
import { stg_typeform__answers } from '../../transforms/staging/typeform/stg_typeform__answers.ts'
import { stg_typeform__respondents } from '../../transforms/staging/typeform/stg_typeform__respondents.ts'
import { stg_typeform__responses } from '../../transforms/staging/typeform/stg_typeform__responses.ts'
import { stg_typeform__survey_responses } from '../../transforms/staging/typeform/stg_typeform__survey_responses.ts'
import { useDatabase } from '../harness/database.ts'
import { land, refusals, rowsOf, stage } from './staged.ts'

const db = useDatabase()

const field = (id: string, type: string) => ({ id, type, ref: `${id}_reference` })
const item = {
  landing_id: '21085286190ffad1248d17c4135ee56f',
  token: 'full',
  response_id: 'full',
  landed_at: '2026-03-02T09:30:00Z',
  submitted_at: '2026-03-02T09:38:22Z',
  metadata: { user_agent: 'Mozilla/5.0', platform: 'other', network_id: 'f00' },
  hidden: { email: 'Ada@Example.com', name: 'Ada Byron' },
  calculated: { score: 9 },
  answers: [
    { field: field('q1', 'nps'), type: 'number', number: 9 },
    { field: field('q2', 'rating'), type: 'number', number: 4 },
    { field: field('q3', 'long_text'), type: 'text', text: 'Quick,\nand well packed' },
    { field: field('q4', 'multiple_choice'), type: 'choices', choices: { labels: ['Tea', 'Cups'] } },
    { field: field('q5', 'yes_no'), type: 'boolean', boolean: false },
  ],
}
const left = { ...item, token: 'left', submitted_at: '0001-01-01T00:00:00Z', hidden: null, answers: null }
const words = {
  ...item,
  token: 'words',
  hidden: {},
  answers: [
    { field: field('q3', 'long_text'), type: 'text', text: 'No tea left' },
    { field: field('q6', 'email'), type: 'email', email: 'ada@example.com' },
  ],
}
const webhook = {
  ...item,
  token: 'webhook',
  form_id: 'lT4Z3j',
  answers: [{ field: field('q2', 'opinion_scale'), type: 'number', number: 7 }],
  definition: {
    id: 'lT4Z3j',
    title: 'After delivery',
    fields: [
      {
        id: 'q2',
        title: 'How satisfied are you?',
        type: 'opinion_scale',
        properties: { steps: 7, start_at_one: true },
      },
    ],
  },
}

test('an invalid response is rejected with a helpful reason', () => {
  for (const record of [item, left, words, webhook]) expect(refusals(typeform.responses, record)).toEqual([])
  expect(refusals(typeform.responses, { ...item, token: '', submitted_at: 'yesterday' })).toEqual([
    'token: Too small: expected string to have >=1 characters',
    'submitted_at: not a point in time like 2026-03-04T10:15:00Z',
  ])
})

test('a row of exported results becomes a response of the API', () => {
  const row = {
    '#': 'odwdp4nzj1xg6m9l36odwdp4nzlv2gcw',
    'How likely are you to recommend us to a friend?': '10',
    'How did we do?': '4',
    'Anything else?': 'The cups are lovely',
    'Which colour?': 'Teal',
    'What is your email address?': 'ada@example.com',
    email: '',
    'Response Type': 'completed',
    'Start Date (UTC)': '2026-06-30 09:30:00',
    'Stage Date (UTC)': '',
    'Submit Date (UTC)': '2026-06-30 09:31:00',
    'Network ID': '653e97acae',
    Tags: '',
    Ending: 'Default',
  }
  const record = typeform.responses.csv?.record([row])
  expect(record).toMatchObject({
    token: row['#'],
    submitted_at: '2026-06-30T09:31:00.000Z',
    hidden: {},
    answers: [
      { field: { type: 'nps' }, number: 10 },
      { field: { type: 'opinion_scale' }, number: 4 },
      { field: { type: 'long_text' }, text: 'The cups are lovely' },
      { field: { type: 'short_text' }, text: 'Teal' },
      { field: { type: 'email' }, email: 'ada@example.com' },
    ],
  })
  expect(refusals(typeform.responses, record)).toEqual([])
})

test('staging has every answer, and each opinion once', async () => {
  expect(await land(db.pool, typeform.responses, [item, left, words, webhook])).toMatchObject({ loaded: 4 })
  await stage(
    db.pool,
    [typeform.responses],
    [
      stg_typeform__answers,
      stg_typeform__respondents,
      stg_typeform__responses,
      stg_typeform__survey_responses,
    ],
  )
  expect(
    await rowsOf(
      db.pool,
      `select response_id as id, count(*)::int as answers, max(answer_text) filter (where question_id = 'q4') as q4
       from pii.stg_typeform__answers group by 1 order by 1`,
    ),
  ).toEqual([
    { id: 'full', answers: 5, q4: 'Tea, Cups' },
    { id: 'webhook', answers: 1, q4: null },
    { id: 'words', answers: 2, q4: null },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select response_id as id, survey_type as type, question, score, scale_min as min, scale_max as max, comment
       from pii.stg_typeform__survey_responses order by 1, 2 desc`,
    ),
  ).toEqual([
    {
      id: 'full',
      type: 'nps',
      question: 'q1_reference',
      score: '9',
      min: 0,
      max: 10,
      comment: 'Quick,\nand well packed',
    },
    { id: 'full', type: 'csat', question: 'q2_reference', score: '4', min: 1, max: 5, comment: null },
    {
      id: 'webhook',
      type: 'csat',
      question: 'How satisfied are you?',
      score: '7',
      min: 1,
      max: 7,
      comment: null,
    },
    {
      id: 'words',
      type: 'feedback',
      question: null,
      score: null,
      min: null,
      max: null,
      comment: 'No tea left',
    },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select p.full_name, count(*)::int as responses from pii.stg_typeform__respondents p
       join staging.stg_typeform__responses using (record_key) group by 1`,
    ),
  ).toEqual([{ full_name: 'Ada Byron', responses: 3 }])
})
