import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Relation, render, sql } from '#engine'
import {
  attemptsBegun,
  events,
  type FunnelStep,
  type FunnelWindow,
  stepsTaken,
} from '../../transforms/marts/funnels/steps.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('migrated')

const names = ['look', 'fill', 'pay'] as const
const looks = sql`event_name = 'look'`
const steps: readonly [FunnelStep, ...FunnelStep[]] = [
  { name: 'look', when: looks },
  { name: 'fill', when: sql`event_name = 'fill'` },
  { name: 'pay', when: sql`event_name = 'pay'` },
]

interface Happened {
  readonly hour: number
  readonly name: (typeof names)[number] | 'other'
}

/** The rule, written a second time and differently: event by event. */
function stepsOf(happened: readonly Happened[], within: FunnelWindow): number[] {
  const attempts: { until: number; taken: number }[] = []
  for (const { hour, name } of happened) {
    let attempt = attempts.at(-1)
    if (within !== 'visit' && name === 'look') {
      const until = hour + 24 * within.days
      if (attempt && hour <= attempt.until) attempt.until = until
      else {
        attempts.push({ until, taken: 1 })
        continue
      }
    }
    if (within === 'visit' && !attempt) attempts.push({ until: Number.POSITIVE_INFINITY, taken: 0 })
    attempt = attempts.at(-1)
    if (!attempt || hour > attempt.until) continue
    if (name === names[attempt.taken]) attempt.taken += 1
  }
  return attempts.map(({ taken }) => taken).filter((taken) => taken > 0)
}

const happened = fc
  .array(fc.record({ hour: fc.nat(200), name: fc.constantFrom(...names, 'other' as const) }), {
    maxLength: 12,
  })
  .map((all) => [...new Map(all.map((one) => [one.hour, one])).values()].sort((a, b) => a.hour - b.hour))

test.each<FunnelWindow>(['visit', { days: 1 }, { days: 3 }])(
  'attempts within %j take steps in order',
  async (within) => {
    const inTest = ({ name }: Relation) => name.replace('warehouse.', 'pg_temp.')
    const query = render(
      sql`
      with happened as materialized (${events(within, steps)}),
      ${stepsTaken(steps)}
      select cardinality(array_remove(places, null)) as taken
      from attempts
      order by places[1]`,
      inTest,
    ).text
    const begun = render(attemptsBegun(within, looks), inTest).text
    const client = await db.pool.connect()
    try {
      await client.query(`
      create temp table bdg_session_event (event_key bigint, session_key bigint, event_number integer, visitor_key bigint,
        event_type text, event_name text, step_position integer, occurred_at timestamptz);
      create temp table fct_sessions (session_key bigint, customer_key bigint)`)
      await fc.assert(
        fc.asyncProperty(happened, fc.boolean(), async (all, isKnown) => {
          await client.query('truncate pg_temp.bdg_session_event, pg_temp.fct_sessions')
          await client.query('insert into pg_temp.fct_sessions values (1, $1)', [isKnown ? 7 : -1])
          await client.query(
            `insert into pg_temp.bdg_session_event
           select number, 1, number, 5, 'action', name, null, '2026-01-01 00:00Z'::timestamptz + hour * interval '1 hour'
           from unnest($1::integer[], $2::text[]) with ordinality as happened(hour, name, number)`,
            [all.map(({ hour }) => hour), all.map(({ name }) => name)],
          )
          const { rows } = await client.query<{ taken: number }>(query)
          expect(rows.map(({ taken }) => taken)).toEqual(stepsOf(all, within))
          expect((await client.query<{ count: string }>(begun)).rows).toEqual([
            { count: String(rows.length) },
          ])
        }),
        { numRuns: 60 },
      )
      await client.query('drop table pg_temp.bdg_session_event, pg_temp.fct_sessions')
    } finally {
      client.release()
    }
  },
)
