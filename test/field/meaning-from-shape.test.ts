import { beforeAll, describe, expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput, loadJson, loadText } from './field.ts'

describe('a number after # in a message', () => {
  const db = useDatabase('built')
  const message = (id: string, from: object, text: string) => ({
    id,
    platform: 'instagram',
    page_id: 'p1',
    conversation_id: `c-${id}`,
    created_time: '2026-03-05T10:00:00+0000',
    from: { id, ...from },
    to: { data: [{ id: 'p1' }] },
    message: text,
  })

  beforeAll(async () => {
    await loadInput(db.pool, 'shopify.orders', '11-hashtag-as-order/orders.jsonl')
    await loadInput(db.pool, 'meta.messages', '11-hashtag-as-order/messages.jsonl')
    await loadInput(db.pool, 'shopify.orders', '29-hashtag-instagram/orders.jsonl')
    await loadInput(db.pool, 'meta.messages', '29-hashtag-instagram/messages.jsonl')
    await loadJson(db.pool, 'meta.messages', [
      message('wife', { name: 'Elif Kaya' }, 'My husband placed order #2026, can you gift-wrap it?'),
      message('friend', { name: 'Bo Lund', username: 'bolund' }, 'I want the desk of order #2026 too'),
      message('buyer', { name: 'Yusuf Kaya', username: 'yk' }, 'Where is #2026?'),
      message('typo', { name: 'Yusuf Kayaa' }, 'Any news of order #2026'),
      message('swapped', { name: 'Kaya Yusuf' }, 'order #2026 please'),
      message('handle', { username: 'yusuf_kaya.42' }, 'Order #2026 has not arrived'),
      message('no-name', {}, 'Order #2026 has not arrived'),
    ])
    await buildAll(db.pool)
  })

  test('is an order only if the account has the name of the buyer', async () => {
    const { rows } = await db.pool.query(
      `select distinct a.record_id as account from staging.stg_meta__record_links link
       join pii.stg_meta__accounts a using (record_key) order by 1`,
    )
    expect(rows.map(({ account }) => account)).toEqual(['buyer', 'handle', 'swapped', 'typo'])
  })

  test('joins no stranger', async () => {
    const { rows } = await db.pool.query(
      `select count(distinct customer_key)::int as people from identity.map_identity
       join pii.stg_meta__accounts using (record_key)
       where record_id in ('ig77', 'ig78', 'wife', 'friend', 'no-name')`,
    )
    expect(rows).toEqual([{ people: 5 }])
  })
})

describe('a number in a form', () => {
  const db = useDatabase('built')
  const scores = async (where = 'true') =>
    (
      await db.pool.query(
        `select question, survey_type as type, score::int, scale_min as min, scale_max as max
         from staging.stg_typeform__survey_responses where score is not null and ${where} order by 1, 3`,
      )
    ).rows
  const exported = (rows: readonly Record<string, string>[]) => {
    const headers = ['#', ...new Set(rows.flatMap((row) => Object.keys(row)))]
    const all = rows.map((row, index) => [
      `r${index}`,
      ...headers.slice(1).map((header) => row[header] ?? ''),
    ])
    const times = ['2026-03-04 10:00:00', '2026-03-04 10:02:00']
    return [
      [...headers, 'Start Date (UTC)', 'Submit Date (UTC)'],
      ...all.map((cells) => [...cells, ...times]),
    ]
      .map((cells) => cells.map((cell) => `"${cell}"`).join(','))
      .join('\n')
  }

  beforeAll(async () => {
    await loadInput(db.pool, 'typeform.responses', '08-typeform-number-column/responses.csv')
    await loadText(
      db.pool,
      'typeform.responses',
      'more.csv',
      exported([
        {
          'How many satisfied customers do you have?': '3',
          'Your age': '9',
          'On a scale of 1 to 5, how was delivery?': '4',
          'How easy was it to return your order? (1-7)': '6',
          'How happy are you with us?': '4',
          'How likely are you to recommend us?': '7',
          'Which locker?': '8',
          'Delivery address': '12 Oak Street York',
          'Anything else?': 'All was well packed',
          "What is your friend's email?": 'friend@others.example',
          'Your email, please': 'me@mine.example',
        },
        { 'How happy are you with us?': '5', 'Your age': '52', 'Which locker?': '8' },
      ]),
    )
    await buildAll(db.pool)
  })

  test('is a score only if the question asks for an opinion', async () => {
    const satisfied = { question: 'How satisfied are you with your order?', type: 'csat', min: 0, max: 10 }
    expect(await scores()).toEqual([
      { question: 'How easy was it to return your order? (1-7)', type: 'ces', score: 6, min: 1, max: 7 },
      { question: 'How happy are you with us?', type: 'csat', score: 4, min: null, max: null },
      { question: 'How happy are you with us?', type: 'csat', score: 5, min: null, max: null },
      { question: 'How likely are you to recommend us?', type: 'nps', score: 7, min: 0, max: 10 },
      { ...satisfied, score: 9 },
      { ...satisfied, score: 10 },
      { question: 'On a scale of 1 to 5, how was delivery?', type: 'csat', score: 4, min: 1, max: 5 },
    ])
  })

  test('that is no score is kept and counted as unknown', async () => {
    const { rows } = await db.pool.query(
      `select question, array_agg(answer_number::int order by answer_number) as answers
       from staging.stg_typeform__answers where question_type = 'unknown' and answer_number is not null
       group by question order by 1`,
    )
    expect(rows).toEqual([
      { question: 'How many people live in your household?', answers: [1, 2] },
      { question: 'How many satisfied customers do you have?', answers: [3] },
      { question: 'Which locker?', answers: [8, 8] },
      { question: 'Your age', answers: [9, 52] },
    ])
  })

  test('without a scale, or without a kind, is reported', async () => {
    const { rows } = await db.pool.query(
      `select kind, subject, record_count from marts.mart_not_understood where source = 'typeform' order by 1, 2`,
    )
    const unknown = 'question of an unknown kind'
    expect(rows).toEqual([
      { kind: unknown, subject: 'Delivery address', record_count: 1 },
      { kind: unknown, subject: 'How many people live in your household?', record_count: 2 },
      { kind: unknown, subject: 'How many satisfied customers do you have?', record_count: 1 },
      { kind: unknown, subject: 'Which locker?', record_count: 2 },
      { kind: unknown, subject: 'Your age', record_count: 2 },
      { kind: 'score on an unknown scale', subject: 'How happy are you with us?', record_count: 2 },
    ])
  })

  test('words are a comment, and an address is that of the person, only if the question asks for it', async () => {
    const { rows } = await db.pool.query(
      `select email, comment from pii.stg_typeform__responses where response_id = 'r0'`,
    )
    expect(rows).toEqual([{ email: 'me@mine.example', comment: 'All was well packed' }])
  })

  test('the scale of a rating is the same for every answer to the question', async () => {
    const rated = (token: string, number: number) => ({
      token,
      form_id: 'f1',
      landed_at: '2026-03-04T10:00:00Z',
      submitted_at: '2026-03-04T10:02:00Z',
      answers: [{ type: 'number', number, field: { id: 'stars', type: 'rating', ref: 'stars' } }],
    })
    await loadJson(db.pool, 'typeform.responses', [rated('low', 4), rated('high', 8)])
    await buildAll(db.pool)
    expect(await scores("question = 'stars'")).toEqual([
      { question: 'stars', type: 'csat', score: 4, min: 1, max: 10 },
      { question: 'stars', type: 'csat', score: 8, min: 1, max: 10 },
    ])
  })
})
