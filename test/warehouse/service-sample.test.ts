import { expect, test } from 'vitest'
import { render } from '../../engine/declare/sql.ts'
import { day, today } from '../../seeds/sample/calendar.ts'
import { defaultCompany } from '../../seeds/sample/company.ts'
import { livesOf } from '../../seeds/sample/people.ts'
import { sampled } from '../../seeds/sample/stream.ts'
import { loyaltyFeeds } from '../../seeds/sample/systems/loyalty.ts'
import { callsTouchpoints } from '../../transforms/warehouse/touchpoints/calls.ts'
import { casesTouchpoints } from '../../transforms/warehouse/touchpoints/cases.ts'
import { consentsTouchpoints } from '../../transforms/warehouse/touchpoints/consents.ts'
import { dealsTouchpoints } from '../../transforms/warehouse/touchpoints/deals.ts'
import { devicesTouchpoints } from '../../transforms/warehouse/touchpoints/devices.ts'
import { loyaltyTouchpoints } from '../../transforms/warehouse/touchpoints/loyalty.ts'
import { socialMessagesTouchpoints } from '../../transforms/warehouse/touchpoints/social-messages.ts'
import { supportMessagesTouchpoints } from '../../transforms/warehouse/touchpoints/support-messages.ts'
import { surveysTouchpoints } from '../../transforms/warehouse/touchpoints/surveys.ts'
import { useDatabase } from '../harness/database.ts'
import { rowsOf } from '../sources/staged.ts'

/* What the seed planted in the sample company, found again in the facts of customer service. */

const db = useDatabase('sample')
const company = { ...defaultCompany, customers: 300 }
const lives = [...livesOf(company)]
const minutes = (passed: number) => passed / 60_000
const rows = (query: string) => rowsOf<Record<string, string>>(db.pool, query)

/** The people behind the rows of a fact, and how many rows each has. */
const byPerson = async (entity: string, fact: string, id: string, condition = 'true') =>
  new Map(
    (
      await rows(`
        select truth.person_id, count(*)
        from ${fact} f
        join ops.sample_truth truth on truth.entity = '${entity}' and truth.record_key = f.${id}
        where ${condition}
        group by 1`)
    ).map(({ person_id, count }) => [Number(person_id), Number(count)]),
  )
const planted = (countOf: (life: (typeof lives)[number]) => number) =>
  new Map(
    lives
      .map((life): [number, number] => [life.person.number, countOf(life)])
      .filter(([, count]) => count > 0),
  )

test('cases are those that trouble and questions led to, with their times and ratings', async () => {
  const cases = lives.flatMap((life) => life.cases)
  const kept = cases.filter((one) => one.deletedAt === null || one.deletedAt > today)
  const solved = cases.filter((one) => one.deletedAt === null && one.solvedAt <= today)
  const rated = (isGood: boolean) =>
    cases.filter((one) => one.isGood === isGood && one.deletedAt === null && one.ratedAt <= today).length
  const late = lives.flatMap((life) => life.plannedPurchases).filter(({ trouble }) => trouble === 'late')
  expect(cases.filter(({ topic }) => topic === 'late').length / late.length).toBeCloseTo(0.6, 0)

  expect(
    await byPerson('zendesk.tickets', 'warehouse.fct_support_cases', 'case_id', `f.case_type = 'problem'`),
  ).toEqual(planted((life) => life.cases.filter(({ topic }) => topic !== 'question').length))
  const [found] = await rows(`
    select count(*) filter (where excluded_because is null) as kept,
      count(solved_at) as solved,
      count(*) filter (where satisfaction = 'good') as good,
      count(*) filter (where satisfaction = 'bad') as bad,
      sum(solution_minutes) as minutes
    from warehouse.fct_support_cases`)
  expect(found).toMatchObject({
    kept: String(kept.length),
    solved: String(solved.length),
    good: String(rated(true)),
    bad: String(rated(false)),
  })
  const passed = solved.reduce((sum, { at, solvedAt }) => sum + minutes(solvedAt - at), 0)
  expect(Number(found?.minutes) / solved.length).toBeCloseTo(passed / solved.length, 0)
})

test('the backlog of a month is what the seed had opened and not solved by its end', async () => {
  const cases = lives.flatMap((life) => life.cases).filter((one) => one.deletedAt === null)
  const months = await rows(`
    select to_char(month_start_date + interval '1 month', 'YYYY-MM-DD') as end, sum(open_count) as open,
      sum(opened_count) as opened, sum(ended_count) as ended
    from warehouse.fct_case_months
    where month_start_date in ('2024-12-01', '2025-01-01', '2025-12-01', '2026-01-01')
    group by 1`)
  expect(months).toHaveLength(4)
  for (const month of months) {
    const end = Date.parse(month.end ?? '')
    const [start = 0] = [new Date(end)].map((day) => day.setUTCMonth(day.getUTCMonth() - 1))
    const within = (at: number) => at >= start && at < end
    expect(month).toMatchObject({
      opened: String(cases.filter(({ at }) => within(at)).length),
      ended: String(cases.filter(({ solvedAt }) => within(solvedAt)).length),
      open: String(cases.filter(({ at, solvedAt }) => at < end && solvedAt >= end).length),
    })
  }
})

test('calls are those with which cases began, and people who wait long hang up', async () => {
  const called = lives.flatMap((life) => life.cases).filter(({ channel }) => channel === 'voice')
  const [found] = await rows(`
    select count(*) filter (where outcome = 'answered') as answered,
      count(*) filter (where outcome = 'abandoned') as abandoned,
      count(*) filter (where outcome = 'abandoned' and wait_seconds <= 360) as impatient,
      count(*) filter (where outcome = 'answered' and wait_seconds > 181) as patient
    from warehouse.fct_calls`)
  expect(found).toMatchObject({ answered: String(called.length), impatient: '0', patient: '0' })
  expect(Number(found?.abandoned)).toBeGreaterThan(0)
})

test('points of every member are those that the seed gave, month by month', async () => {
  const movements = [...sampled({ company }, loyaltyFeeds)].flatMap(({ record, personId, at }) =>
    'points' in record ? [{ personId, points: Number(record.points), at }] : [],
  )
  expect(movements.length).toBeGreaterThan(300)
  const owners = new Map(
    (
      await rows(`
        select distinct truth.person_id, f.customer_key
        from warehouse.fct_loyalty_movements f
        join ops.sample_truth truth on truth.entity = 'loyalty.movements' and truth.record_key = f.movement_id`)
    ).map(({ person_id, customer_key }) => [Number(person_id), customer_key]),
  )
  for (const [month, end] of [
    ['2025-02-01', '2025-03-01'],
    ['2026-01-01', '2026-02-01'],
    ['2026-10-01', '2026-11-01'],
  ] as const) {
    const points = new Map<string | undefined, number>()
    for (const { personId, points: moved, at } of movements) {
      const owner = owners.get(Number(personId))
      if (at < Date.parse(end)) points.set(owner, (points.get(owner) ?? 0) + moved)
    }
    const closing = await rows(`
      select customer_key, closing_points::int as closing_points
      from warehouse.fct_loyalty_balances
      where month_start_date = '${month}'`)
    expect(closing.length).toBeGreaterThan(40)
    expect(new Map(closing.map((one) => [one.customer_key, one.closing_points]))).toEqual(points)
  }
})

test('on any day, consent to email is what the person had last decided', async () => {
  const days = [100, 300, 500, 700, 900].map((past) => today - past * day)
  const asked = await rows(`
    with known as (
      select distinct truth.person_id, f.customer_key
      from warehouse.fct_consents f
      join pii.stg_consent__decisions decided using (consent_key)
      join ops.sample_truth truth on truth.entity = 'consent.decisions' and truth.record_key = decided.consent_id
      where f.purpose = 'email_marketing'
    )
    select person_id, extract(epoch from at)::bigint as seconds, coalesce(bool_or(f.is_allowed), false)::text as allowed
    from known
    cross join unnest(array[${days.map((at) => `'${new Date(at).toISOString()}'`)}]::timestamptz[]) at
    left join warehouse.fct_consents f
      on f.customer_key = known.customer_key and f.purpose = 'email_marketing'
      and f.valid_from <= at and (f.valid_to is null or at < f.valid_to)
    group by 1, 2`)
  const mailings = new Map(lives.map((life) => [life.person.number, life.mailing]))
  const right = asked.filter(({ person_id, seconds, allowed }) => {
    const { subscribedAt, unsubscribesAt } = mailings.get(Number(person_id)) ?? {}
    const at = Number(seconds) * 1000
    const may = typeof subscribedAt === 'number' && subscribedAt <= at && at < Number(unsubscribesAt)
    return allowed === String(may)
  })
  expect(asked.length).toBeGreaterThan(1000)
  expect(asked.filter(({ allowed }) => allowed === 'true').length).toBeGreaterThan(400)
  // a record that identity gave to somebody else may answer for the wrong person
  expect(right.length / asked.length).toBeGreaterThan(0.99)
})

test.each([
  ['cases', 'select count(*) from raw.zendesk__tickets', 'select count(*) from warehouse.fct_support_cases'],
  [
    'messages of cases',
    `select sum(jsonb_array_length(comments)) from raw.zendesk__tickets where status <> 'deleted'`,
    'select count(*) from warehouse.fct_support_messages',
  ],
  [
    'messages and posts, with reactions',
    `select (select count(*) from raw.meta__messages) + count(*) + sum((reactions #>> '{summary,total_count}')::int)
     from raw.meta__mentions`,
    'select count(*) + sum(reaction_count) from warehouse.fct_social_messages',
  ],
  ['calls', 'select count(*) from raw.calls__conversations', 'select count(*) from warehouse.fct_calls'],
  [
    'scores of surveys',
    `select (select sum(score) from raw.delighted__responses)
       + (select count(*) from raw.zendesk__satisfaction_ratings where score like 'good%')
       + (select sum((answers #>> '{0,number}')::int) from raw.typeform__responses)`,
    'select sum(score) from warehouse.fct_survey_responses',
  ],
  [
    'decisions of the consent ledger',
    'select count(*) from raw.consent__decisions',
    `select count(*) from warehouse.fct_consents where source = 'consent'`,
  ],
  [
    'points',
    'select sum(points) from raw.loyalty__movements',
    `select sum(closing_points) from warehouse.fct_loyalty_balances where month_start_date = '2026-10-01'`,
  ],
  [
    'money of deals',
    `select sum((properties ->> 'amount')::numeric) from raw.hubspot__deals`,
    'select sum(original_amount) from warehouse.fct_deals',
  ],
  [
    'readings of devices',
    'select count(*) + sum(value) from raw.devices__readings',
    'select sum(reading_count + failed_count) + sum(reading_sum) from warehouse.fct_device_readings_daily',
  ],
])('facts keep everything that was loaded: %s', async (_, before, after) => {
  const number = async (query: string) => Number(Object.values((await db.pool.query(query)).rows[0])[0])
  const expected = await number(before)
  expect(expected).toBeGreaterThan(0)
  expect(await number(after)).toBeCloseTo(expected, 4)
})

test('every part of the timeline shows a milestone once, in words, with the known customers only', async () => {
  const parts = [
    ...[callsTouchpoints, casesTouchpoints, consentsTouchpoints, dealsTouchpoints, devicesTouchpoints],
    ...[loyaltyTouchpoints, socialMessagesTouchpoints, supportMessagesTouchpoints, surveysTouchpoints],
  ]
  const union = parts.map((part) => render(part, ({ name }) => name).text).join(' union all ')
  const faults = await rows(`
    with shown as (${union}),
    twice as (
      select min(sentence) as sentence from shown group by fact, fact_key, touchpoint_type having count(*) > 1
    )
    select sentence from twice
    union all
    select coalesce(sentence, 'nothing in ' || fact) from shown
    where sentence is null or sentence like '%@%' or customer_key <= 0 or occurred_at is null
      or direction not in ('inbound', 'outbound', 'internal')`)
  expect(faults).toEqual([])
  const [seen] = await rows(`
    select count(distinct fact) as facts, count(*) filter (where touchpoint_type = 'ticket opened') as opened,
      (select count(*) from warehouse.fct_support_cases where excluded_because is null and customer_key > 0) as cases,
      count(*) filter (
        where sentence = 'Allowed email marketing'
          and customer_key in (
            select customer_key from warehouse.fct_campaign_responses where response_type = 'subscribed'
          )
      ) as shown_twice,
      count(*) filter (where fact = 'fct_support_messages') as written,
      (select count(*) from warehouse.fct_support_messages where customer_key > 0 and message_number > 1) as replies
    from (${union}) shown`)
  expect(seen).toMatchObject({
    ...{ facts: '9', opened: seen?.cases, written: seen?.replies, shown_twice: '0' },
  })
})
