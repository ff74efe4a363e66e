import fc from 'fast-check'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayIn, type Relation, render } from '#engine'
import { company } from '#settings'
import { journeys } from '../../transforms/marts/attribution/journeys.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('migrated')
const asOf = '2026-06-30'
const start = Date.UTC(2026, 0, 1)
const hour = 3_600_000
const window = 30

const query = render(journeys, (relation: Relation) => {
  if (relation.kind === 'as-of') return `date '${asOf}'`
  return `pg_temp.${relation.name.replace('warehouse.', '').replace(' ', '_')}`
}).text

let client: PoolClient
beforeAll(async () => {
  client = await db.pool.connect()
  await client.query(`
    create temp table fct_sessions (session_key bigint, customer_key bigint, started_at timestamptz, ended_at timestamptz,
      channel_key bigint, campaign_key bigint);
    create temp table fct_campaign_responses (customer_key bigint, response_key bigint, responded_at timestamptz,
      channel_key bigint, campaign_key bigint, response_type text, is_automatic boolean);
    create temp table fct_consents (consent_key bigint, customer_key bigint, purpose text, is_allowed boolean,
      valid_from timestamptz, valid_to timestamptz);
    create temp table fct_orders (order_key bigint, customer_key bigint, ordered_at timestamptz, is_purchase boolean, channel text);
    create temp table every_order (order_key bigint, ordered_at timestamptz, order_id text, order_number text);
    create temp table bdg_session_event (event_key bigint, session_key bigint, order_id text, occurred_at timestamptz, step_position integer);
    create temp table dim_channel (channel_key bigint, channel_name text);
    insert into pg_temp.dim_channel
    select ops.key_of('clientele', 'channel', name), name
    from unnest(array['direct', 'email', 'display']) channel(name)`)
})
afterAll(() => client.release())

interface Thing {
  readonly kind: 'visit' | 'click' | 'order' | 'grant' | 'withdraw'
  readonly at: number
  readonly channel: 'direct' | 'email' | 'display'
}

/** Times are hours from the start, no two alike. */
const life = fc
  .array(
    fc.record({
      kind: fc.constantFrom(
        'visit' as const,
        'visit' as const,
        'click' as const,
        'order' as const,
        'grant' as const,
        'withdraw' as const,
      ),
      at: fc.nat(24 * 170),
      channel: fc.constantFrom('direct' as const, 'email' as const, 'display' as const),
    }),
    { maxLength: 14 },
  )
  .map((all): Thing[] => [...new Map(all.map((one) => [one.at, one])).values()].sort((a, b) => a.at - b.at))

interface Found {
  readonly end: string
  readonly touches: readonly string[]
}

/** The rule of ADR 20, written a second time and differently. Names of touches are their hours. */
function expectedOf(things: readonly Thing[], isConsentKept: boolean): Found[] {
  const isAllowed = (at: number) => {
    if (!isConsentKept) return true
    const last = things
      .filter(({ kind, at: decided }) => (kind === 'grant' || kind === 'withdraw') && decided <= at)
      .at(-1)
    return last?.kind === 'grant'
  }
  const touches = things.filter(({ kind, at }) => (kind === 'visit' || kind === 'click') && isAllowed(at))
  const orders = things.filter(({ kind }) => kind === 'order')
  const named = (all: readonly Thing[]) => {
    const other = all.filter((one) => channelOf(one) !== 'direct')
    return (other.length > 0 ? other : all).map(({ at }) => String(at))
  }
  const found: Found[] = orders.map((order) => {
    const before = touches.filter(({ at }) => at <= order.at && at >= order.at - 24 * window)
    return { end: 'order', touches: before.length === 0 ? ['none'] : named(before) }
  })
  const used = new Set(
    orders.flatMap((order) => touches.filter(({ at }) => at <= order.at && at >= order.at - 24 * window)),
  )
  let journey: Thing[] = []
  const close = () => {
    const last = journey.at(-1)
    if (!last) return
    const lastDay = dayIn(company.timeZone, new Date(start + last.at * hour))
    const silent = (Date.parse(asOf) - Date.parse(lastDay)) / (24 * hour)
    found.push({ end: silent > window ? 'no order' : 'open', touches: named(journey) })
    journey = []
  }
  for (const thing of things) {
    if (thing.kind === 'order') close()
    if ((thing.kind !== 'visit' && thing.kind !== 'click') || !touches.includes(thing) || used.has(thing))
      continue
    const last = journey.at(-1)
    if (last && thing.at - last.at > 24 * window) close()
    journey.push(thing)
  }
  close()
  return found
}

/** Messages are by email. */
function channelOf({ kind, channel }: Thing): string {
  return kind === 'click' ? 'email' : channel
}

async function store(things: readonly Thing[], isConsentKept: boolean): Promise<void> {
  await client.query(
    'truncate pg_temp.fct_sessions, pg_temp.fct_campaign_responses, pg_temp.fct_consents, pg_temp.fct_orders',
  )
  const of = (...kinds: readonly Thing['kind'][]) =>
    JSON.stringify(things.filter(({ kind }) => kinds.some((one) => one === kind)))
  const from = `from jsonb_to_recordset($1::jsonb) thing(kind text, at integer, channel text)`
  const when = `'2026-01-01 00:00Z'::timestamptz + at * interval '1 hour'`
  const key = `ops.key_of('clientele', 'channel', channel)`
  await client.query(`insert into pg_temp.fct_sessions select at, 7, ${when}, ${when}, ${key}, -2 ${from}`, [
    of('visit'),
  ])
  await client.query(
    `insert into pg_temp.fct_campaign_responses select 7, at, ${when}, ops.key_of('clientele', 'channel', 'email'), 5, 'clicked', false ${from}`,
    [of('click')],
  )
  await client.query(`insert into pg_temp.fct_orders select at, 7, ${when}, true, 'web' ${from}`, [
    of('order'),
  ])
  if (!isConsentKept) return
  // somebody else decided, so the company records decisions
  await client.query(
    `insert into pg_temp.fct_consents values (1, 8, 'analytics', true, '2020-01-01', null), (2, 8, 'email_marketing', true, '2020-01-01', null)`,
  )
  for (const purpose of ['analytics', 'email_marketing']) {
    await client.query(
      `insert into pg_temp.fct_consents select at, 7, '${purpose}', kind = 'grant', ${when}, lead(${when}) over (order by at) ${from}`,
      [of('grant', 'withdraw')],
    )
  }
}

test('touches before orders, and journeys without one, are those of the rule', async () => {
  await fc.assert(
    fc.asyncProperty(life, fc.boolean(), async (things, isConsentKept) => {
      await store(things, isConsentKept)
      const { rows } = await client.query<{ end: string; touches: string[] }>(
        `select journey_end as end, array_agg(coalesce(touch_key::text, 'none') order by touch_number) as touches
         from (${query}) journey
         group by journey_key, journey_end, order_key
         order by order_key nulls last, min(touched_at)`,
      )
      const inOrder = (all: readonly Found[]) => all.map((one) => JSON.stringify(one)).sort()
      expect(inOrder(rows)).toEqual(inOrder(expectedOf(things, isConsentKept)))
    }),
    { numRuns: 150 },
  )
})
