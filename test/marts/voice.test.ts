import { describe, expect, test } from 'vitest'
import { render, sql } from '#engine'
import { classified } from '../../analytics/text/classified.ts'
import { listedName } from '../../transforms/marts/listed-name.ts'
import { patternOf } from '../../transforms/marts/topics/topics.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('sample')

async function rowsOf<T extends object>(query: string, values: unknown[] = []): Promise<T[]> {
  return (await db.pool.query<T>(query, values)).rows
}

test('feelings are found as the sample company plants them', async () => {
  const counts = await rowsOf<{ planted: string; found: string; count: number }>(`
    with planted as (
      select ops.key_of('meta', 'message', record_key) as statement_key, sentiment
      from ops.sample_truth
      where entity = 'meta.messages'
      union all
      select ops.key_of('meta', 'mention', record_key), sentiment
      from ops.sample_truth
      where entity = 'meta.mentions'
      union all
      select answer.survey_response_key, truth.sentiment
      from ops.sample_truth truth
      join warehouse.fct_survey_responses answer
        on truth.entity in ('delighted.responses', 'typeform.responses')
        and answer.source = split_part(truth.entity, '.', 1)
        and answer.response_id = truth.record_key
      union all
      select message.message_key, truth.sentiment
      from ops.sample_truth truth
      join warehouse.fct_support_cases help on help.source = 'zendesk' and help.case_id = truth.record_key
      join warehouse.fct_support_messages message on message.case_key = help.case_key and message.is_opening
      where truth.entity = 'zendesk.tickets'
    )
    select
      planted.sentiment as planted,
      coalesce(said.sentiment, 'unscored') as found,
      count(*)::int
    from planted
    join marts.mart_customer_statement said using (statement_key)
    where planted.sentiment is not null
    group by 1, 2`)
  const table: Record<string, Record<string, number>> = {}
  for (const { planted, found, count } of counts) table[planted] = { ...table[planted], [found]: count }
  console.table(table)
  const { count, accuracy, macroF1 } = classified(table)
  console.log(`${count} texts, accuracy ${accuracy.toFixed(4)}, macro F1 ${macroF1.toFixed(4)}`)
  expect(count).toBeGreaterThan(80)
  expect(accuracy).toBeGreaterThan(0.9)
  expect(macroF1).toBeGreaterThan(0.9)
})

describe('words of customers', () => {
  test('are shown only if five customers of the group used them, and never if they are part of a name', async () => {
    const shown = await rowsOf<{
      group_type: string
      group_name: string
      term: string
      customer_count: number
    }>('select group_type, group_name, term, customer_count from marts.mart_term')
    expect(shown.length).toBeGreaterThan(10)
    expect(shown.every(({ customer_count }) => customer_count >= 5)).toBe(true)
    const names = await rowsOf<{ name: string }>(
      `select distinct lower(part) as name
       from pii.dim_customer, regexp_split_to_table(concat_ws(' ', full_name, given_name, family_name), '[^[:alpha:]]+') part
       where part <> ''`,
    )
    const known = new Set(names.map(({ name }) => name))
    expect(shown.flatMap(({ term }) => term.split(' ')).filter((word) => known.has(word))).toEqual([])
    expect(shown.filter(({ term }) => /[\d@]/.test(term))).toEqual([])
    // counted again from the texts themselves
    const texts = await rowsOf<{ customer_key: string; body: string }>(`
      select said.customer_key, coalesce(message.body, answer.comment) as body
      from marts.mart_customer_statement said
      left join (
        select message_key, body from pii.stg_zendesk__ticket_comments
        union all
        select message_key, body from pii.stg_meta__messages
        union all
        select message_key, body from pii.stg_meta__mentions
      ) message on message.message_key = said.statement_key
      left join (
        select survey_response_key, comment from pii.stg_delighted__responses
        union all
        select survey_response_key, comment from pii.stg_typeform__survey_responses
      ) answer on answer.survey_response_key = said.statement_key
      where said.customer_key > 0 and said.excluded_because is null`)
    for (const { term, customer_count } of shown.filter(({ group_type }) => group_type === 'all')) {
      const users = new Set(
        texts
          .filter(({ body }) =>
            ` ${(body ?? '').toLowerCase().replace(/[\s,;:!?.()"]+/g, ' ')} `.includes(` ${term} `),
          )
          .map(({ customer_key }) => customer_key),
      )
      expect({ term, users: users.size }).toEqual({ term, users: customer_count })
    }
  })

  test('stay in staging: no column of the marts holds a text', async () => {
    const longest = await rowsOf<{ body: string }>(
      `select body from pii.stg_zendesk__ticket_comments where length(body) > 40 order by length(body) desc limit 20`,
    )
    for (const relation of ['mart_customer_statement', 'mart_term', 'mart_topic', 'mart_customer_voice']) {
      const [{ count } = { count: -1 }] = await rowsOf<{ count: number }>(
        `select count(*)::int from marts.${relation} r, unnest($1::text[]) body where position(body in r::text) > 0`,
        [longest.map(({ body }) => body)],
      )
      expect(count).toBe(0)
    }
  })
})

test.each([
  ['deliver*', 'The DELIVERY was late', true],
  ['deliver*', 'It was undelivered', false],
  ['in stock', 'Is it in  stock?', true],
  ['send … back', 'How do I send the large brass candlestick back?', true],
  ['send … back', 'I send one. Nobody of the whole big team ever came back', false],
  ['c++ (new)', 'about c++ (new)', false],
])('the word %s of a topic in "%s": %s', async (word, text, is) => {
  const [row] = await rowsOf<{ is: boolean }>('select $1 ~* $2 as is', [
    text,
    patternOf({ name: 'any', words: [word] }),
  ])
  expect(row?.is).toBe(is)
})

test('the interval of the net promoter score holds the score, and narrows with more answers', async () => {
  const rows = await rowsOf<{ n: number; nps: number; lower: number; upper: number }>(`
    select response_count as n, nps::float, nps_lower::float as lower, nps_upper::float as upper
    from marts.mart_survey_score
    where survey_type = 'nps'`)
  expect(rows.length).toBeGreaterThan(5)
  for (const { nps, lower, upper } of rows) {
    expect(lower).toBeGreaterThanOrEqual(-100)
    expect(upper).toBeLessThanOrEqual(100)
    // three answers are added, so the middle is drawn towards 0
    expect(lower).toBeLessThanOrEqual(Math.max(nps, 0))
    expect(upper).toBeGreaterThanOrEqual(Math.min(nps, 0))
  }
  const largest = rows.reduce((a, b) => (b.n > a.n ? b : a))
  expect(
    rows.every(
      (row) =>
        row.n >= largest.n || row.upper - row.lower > largest.upper - largest.lower || row.n === largest.n,
    ),
  ).toBe(true)
})

test('half of the requests were answered within the median, and nine of ten within the other limit', async () => {
  const [all] = await rowsOf<{ median: number; p90: number; replied: number }>(`
    select median_first_reply_minutes::float as median, p90_first_reply_minutes::float as p90, replied_count as replied
    from marts.mart_service_time
    where period = 'all' and channel = 'all'`)
  const [within] = await rowsOf<{ half: number; most: number; all: number }>(
    `select
       (count(*) filter (where first_reply_minutes <= $1::numeric + 0.1))::int as half,
       (count(*) filter (where first_reply_minutes <= $2::numeric + 0.1))::int as most,
       count(*)::int as all
     from warehouse.fct_support_cases
     where excluded_because is null and first_reply_minutes is not null`,
    [all?.median, all?.p90],
  )
  expect(all?.replied).toBe(within?.all)
  // a percentile lies between two of the times
  const others = (within?.all ?? 0) - 1
  expect(within?.half).toBeGreaterThanOrEqual(Math.floor(0.5 * others) + 1)
  expect(within?.most).toBeGreaterThanOrEqual(Math.floor(0.9 * others) + 1)
})

test('channels that begin alike remain two, and none is taken for the total', async () => {
  const long = 'chat '.repeat(600)
  const written = ['email', 'all', 'Chat', null, 'x'.repeat(200), `${long}one`, `${long}two`]
  const listed = render(listedName(sql`channel`), () => '').text
  const rows = await rowsOf<{ name: string | null }>(
    `select ${listed} as name from unnest($1::text[]) with ordinality as given (channel, place) order by place`,
    [written],
  )
  const names = rows.map(({ name }) => name)
  expect(names.slice(0, 2)).toEqual(['email', '"all"'])
  expect(names.slice(3, 5)).toEqual([null, 'x'.repeat(200)])
  expect(names[5]).not.toBe(names[6])
  for (const name of names) expect(name?.length ?? 0).toBeLessThanOrEqual(200)
})
