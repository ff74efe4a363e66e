import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RawEntity } from '#engine'
import { consent } from '../../transforms/sources/consent/consent.ts'
import { devices } from '../../transforms/sources/devices/devices.ts'
import { hubspot } from '../../transforms/sources/hubspot/hubspot.ts'
import { loyalty } from '../../transforms/sources/loyalty/loyalty.ts'
import { meta } from '../../transforms/sources/meta/meta.ts'
import { zendesk } from '../../transforms/sources/zendesk/zendesk.ts'
import { buildAll } from '../field/field.ts'
import { cloneDatabase } from '../harness/database.ts'
import { land, rowsOf } from '../sources/staged.ts'

/* Whatever the sources of customer service hold, and in whatever order it arrives, it is in the facts once. */

const instant = fc
  .date({ min: new Date('2026-01-01T12:00:00Z'), max: new Date('2026-06-29'), noInvalidDate: true })
  .map((at) => at.toISOString())
/** Few instants, so that decisions are often made at the same moment. */
const sameInstant = fc.integer({ min: 1, max: 6 }).map((month) => `2026-0${month}-15T12:00:00.000Z`)
const isLate = fc.boolean()

const decision = fc.record({
  isLate,
  subject_id: fc.constantFrom('s-1', 's-2', 's-3'),
  purpose: fc.constantFrom('email_marketing', 'profiling'),
  status: fc.constantFrom('granted', 'withdrawn'),
  decided_at: sameInstant,
})
const movement = fc.record({
  isLate,
  member_id: fc.constantFrom('m-1', 'm-2'),
  movement_type: fc.constantFrom('earned', 'redeemed', 'expired', 'adjusted'),
  points: fc.integer({ min: -500, max: 500 }).filter((points) => points !== 0),
  occurred_at: instant,
})
const comment = fc.record({
  author_id: fc.constantFrom(1, 9, 50),
  body: fc.string({ maxLength: 20 }),
  public: fc.boolean(),
  created_at: instant,
})
const ticket = fc.record({
  isLate,
  via: fc.constant({ channel: 'email' }),
  requester_id: fc.constantFrom(1, 9, 50),
  submitter_id: fc.constantFrom(1, 9, null),
  status: fc.constantFrom('new', 'open', 'solved', 'closed'),
  tags: fc.constantFrom([], ['spam'], ['closed_by_merge']),
  comments: fc.array(comment, { maxLength: 4 }),
  created_at: instant,
  updated_at: instant,
})
const message = fc.record({
  isLate,
  from: fc.constantFrom({ id: 'page' }, { id: 'a-1' }, { id: 'a-2' }),
  conversation_id: fc.constantFrom('t-1', 't-2'),
  created_time: instant,
})
const deal = fc.record({
  isLate,
  amount: fc.option(fc.integer({ min: 0, max: 100_000 }).map((pence) => (pence / 100).toFixed(2))),
  deal_currency_code: fc.constantFrom('GBP', 'JPY', 'KWD'),
  dealstage: fc.constantFrom('closedwon', 'closedlost', 'new'),
})
const reading = fc.record({
  isLate,
  device_id: fc.constantFrom('d-1', 'd-2'),
  value: fc.option(fc.integer({ min: -400, max: 1200 }).map((tenths) => tenths / 10)),
  unit: fc.constantFrom('C', 'F', null),
  recorded_at: instant,
})
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 25 })
const everything = fc.record({
  ...{ decisions: some(decision), movements: some(movement), tickets: some(ticket) },
  ...{ messages: some(message), deals: some(deal), readings: some(reading) },
})

const totalOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0)

test('random records, half of them late, are in their facts once, with their totals', async () => {
  await fc.assert(
    fc.asyncProperty(everything, async (made) => {
      const db = await cloneDatabase('built')
      const { decisions, movements, tickets, messages, deals } = made
      const readings = [
        ...new Map(made.readings.map((one) => [`${one.device_id} ${one.recorded_at}`, one])).values(),
      ]
      const batch = (late: boolean): [RawEntity, readonly object[]][] => {
        const of = <T extends { isLate: boolean }>(
          all: readonly T[],
          written: (one: T, id: number) => object,
        ) => all.flatMap((one, id) => (one.isLate === late ? [written(one, id + 1)] : []))
        return [
          [
            consent.decisions,
            of(decisions, ({ isLate: _, ...one }, id) => ({
              ...{
                decision_id: String(id),
                legal_basis: 'consent',
                recorded_at: one.decided_at,
                channel: 'web',
              },
              ...{ recorded_by: 'web', evidence: 'log', ...one },
            })),
          ],
          [
            loyalty.movements,
            of(movements, ({ isLate: _, ...one }, id) => ({ movement_id: String(id), ...one })),
          ],
          [
            zendesk.tickets,
            of(tickets, ({ isLate: _, comments, ...one }, id) => ({
              ...{
                id,
                comments: comments.map((said, number) => ({ id: id * 100 + number, ...said })),
                ...one,
              },
            })),
          ],
          [
            meta.messages,
            of(messages, ({ isLate: _, ...one }, id) => ({
              ...{
                id: String(id),
                platform: 'messenger',
                page_id: 'page',
                to: { data: [{ id: 'a-1' }] },
                ...one,
              },
            })),
          ],
          [
            hubspot.deals,
            of(deals, ({ isLate: _, ...properties }, id) => ({
              ...{ id: String(id), createdAt: '2026-03-02T09:00:00Z', updatedAt: '2026-03-20T09:00:00Z' },
              ...{ archived: false, properties },
            })),
          ],
          [devices.readings, of(readings, ({ isLate: _, ...one }) => ({ metric: 'temperature', ...one }))],
        ]
      }
      try {
        for (const late of [false, true]) {
          for (const [entity, records] of batch(late)) {
            expect(await land(db.pool, entity, records)).toMatchObject({ quarantined: 0 })
          }
          await buildAll(db.pool)
        }
        const kept = tickets.filter(({ tags }) => tags[0] !== 'closed_by_merge')
        const values = readings.flatMap(({ value }) => (value === null ? [] : [value]))
        const [found] = await rowsOf(
          db.pool,
          `select (select count(*)::int from warehouse.fct_support_cases) as cases,
             (select count(*)::int from warehouse.fct_support_cases where excluded_because = 'spam') as spam,
             (select count(*)::int from warehouse.fct_support_messages) as comments,
             (select count(distinct message_id)::int from warehouse.fct_social_messages) as messages,
             (select count(*)::int from warehouse.fct_deals) as deals,
             (select sum(original_amount)::float from warehouse.fct_deals where currency = 'JPY') as yen,
             (select count(deal_amount)::int from warehouse.fct_deals where currency <> 'GBP') as unrated,
             (select sum(reading_count)::int from warehouse.fct_device_readings_daily) as readings,
             (select sum(failed_count)::int from warehouse.fct_device_readings_daily) as failed,
             (select round(sum(reading_sum), 1)::float from warehouse.fct_device_readings_daily) as measured`,
        )
        const inYen = deals.filter((one) => one.deal_currency_code === 'JPY')
        expect(found).toEqual({
          cases: kept.length,
          spam: kept.filter(({ tags }) => tags[0] === 'spam').length,
          comments: totalOf(tickets.map(({ comments }) => comments.length)),
          messages: messages.length,
          deals: deals.length,
          yen: inYen.some(({ amount }) => amount !== null)
            ? Number(totalOf(inYen.map(({ amount }) => Number(amount ?? 0))).toFixed(2))
            : null,
          unrated: 0,
          readings: values.length,
          failed: readings.length - values.length,
          measured: values.length === 0 ? null : Number(totalOf(values).toFixed(1)) + 0,
        })

        const balances = await rowsOf<{ member: string; closing: number }>(
          db.pool,
          `select distinct raw.member_id as member, balance.closing_points::int as closing
           from warehouse.fct_loyalty_balances balance
           join warehouse.fct_loyalty_movements moved using (customer_key)
           join raw.loyalty__movements raw using (movement_id)
           where balance.month_start_date = '2026-07-01'`,
        )
        const points = new Map<string, number>()
        for (const one of movements) points.set(one.member_id, (points.get(one.member_id) ?? 0) + one.points)
        expect(new Map(balances.map(({ member, closing }) => [member, closing]))).toEqual(
          new Map([...points].filter(([, sum]) => sum !== 0)),
        )

        const periods = await rowsOf<{ period: string }>(
          db.pool,
          `select concat_ws(' ', raw.subject_id, f.purpose, f.status, extract(month from f.valid_from),
             coalesce(extract(month from f.valid_to)::text, 'now')) as period
           from warehouse.fct_consents f
           join pii.stg_consent__decisions decided using (consent_key)
           join raw.consent__decisions raw on raw.decision_id = decided.consent_id`,
        )
        expect(periods.map(({ period }) => period).sort()).toEqual(periodsOf(decisions).sort())
      } finally {
        await db.drop()
      }
    }),
    { numRuns: 2 },
  )
})

/** Each decision with the months in which its period begins and ends, one after the other. */
function periodsOf(
  decisions: readonly { subject_id: string; purpose: string; status: string; decided_at: string }[],
) {
  const month = (at: string) => String(Number(at.slice(5, 7)))
  const of = (one: { subject_id: string; purpose: string }) => `${one.subject_id} ${one.purpose}`
  return [...new Set(decisions.map(of))].flatMap((decider) => {
    const ordered = decisions
      .filter((one) => of(one) === decider)
      .sort((a, b) => a.decided_at.localeCompare(b.decided_at) || a.status.localeCompare(b.status))
    return ordered.map((one, number) => {
      const next = ordered[number + 1]
      return `${decider} ${one.status} ${month(one.decided_at)} ${next ? month(next.decided_at) : 'now'}`
    })
  })
}
