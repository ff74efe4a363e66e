import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { buildAll, loadJson } from '../field/field.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('built')
const start = Date.UTC(2025, 0, 1, 12)
const minute = 60_000
const day = 24 * 60 * minute

/** Something a visitor does: who is logged in, if anybody, and the campaign of the link, if any. */
interface Step {
  readonly at: number
  readonly who?: 'A' | 'B' | undefined
  readonly tag?: string | undefined
  readonly referrer?: string | undefined
}

function eventsOf(device: string, steps: readonly Step[]) {
  return steps.map(({ at, who, tag, referrer }) => ({
    type: 'track',
    messageId: `${device}-${at}`,
    anonymousId: device,
    // each device has its own two people
    userId: who ? `${device}-${who}` : null,
    timestamp: new Date(start + at).toISOString(),
    channel: 'browser',
    event: 'Product Viewed',
    properties: {},
    context: {
      ...(tag ? { campaign: { source: 'shop', medium: 'email', name: tag } } : {}),
      page: { referrer: referrer ?? null },
    },
  }))
}

interface Session {
  readonly started: number
  readonly events: number
  readonly person: string | null
}

async function sessionsOf(prefix: string): Promise<Map<string, Session[]>> {
  const { rows } = await db.pool.query<{
    device: string
    started: string
    events: number
    person: string | null
  }>(
    `select device.record_id as device, extract(epoch from started_at) * 1000 as started, action_count as events,
       right(owner.record_id, 1) as person
     from warehouse.fct_sessions session
     join pii.stg_segment__people device on device.record_key = session.visitor_key
     left join (
       select customer_key, record_id
       from identity.map_identity
       join pii.stg_segment__people using (record_key)
       where record_kind = 'user'
     ) owner using (customer_key)
     where starts_with(device.record_id, $1)
     order by started_at`,
    [prefix],
  )
  const sessions = new Map<string, Session[]>()
  for (const { device, started, events, person } of rows) {
    sessions.set(device, [
      ...(sessions.get(device) ?? []),
      { started: Number(started) - start, events, person },
    ])
  }
  return sessions
}

/** The rule in session-people.ts, written a second time and differently. */
function expectedOf(steps: readonly Step[]): Session[] {
  const groups: Step[][] = []
  let tag: string | undefined
  for (const step of [...steps].sort((a, b) => a.at - b.at)) {
    const last = groups.at(-1)?.at(-1)
    const isSilent = !last || step.at - last.at > 30 * minute
    if (isSilent) tag = undefined
    const isNew = isSilent || (step.tag !== undefined && step.tag !== tag)
    tag = step.tag ?? tag
    if (isNew) groups.push([step])
    else groups.at(-1)?.push(step)
  }
  const ends = (group: readonly Step[]) => [group[0]?.at ?? 0, group.at(-1)?.at ?? 0] as const
  const people = groups.map((group) => new Set(group.flatMap(({ who }) => who ?? [])))
  const named = (group: readonly Step[]) => group.filter(({ who }) => who).map(({ at }) => at)
  return groups.map((group, index) => {
    const [from, to] = ends(group)
    const own = people[index] ?? new Set()
    const before = groups.findLast((other, place) => place < index && named(other).length > 0)
    const after = groups.find((other, place) => place > index && named(other).length > 0)
    const near = new Set<string>()
    if (before && from - Math.max(...named(before)) <= 30 * day)
      for (const { who } of before) if (who) near.add(who)
    if (after && Math.min(...named(after)) - to <= 30 * day)
      for (const { who } of after) if (who) near.add(who)
    const [person = null, another] = own.size > 0 ? own : near
    return { started: from, events: group.length, person: another ? null : person }
  })
}

const step: fc.Arbitrary<Step> = fc.record({
  at: fc
    .tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 100 }))
    .map(([period, minutes]) => period * 12 * day + minutes * minute),
  who: fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    fc.constantFrom('A' as const, 'B' as const),
  ),
  tag: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.constantFrom('spring', 'summer')),
})
const devices = fc.array(fc.uniqueArray(step, { selector: ({ at }) => at, minLength: 1, maxLength: 14 }), {
  minLength: 150,
  maxLength: 150,
})

const examples: Readonly<Record<string, readonly Step[]>> = {
  midnight: [{ at: 11.9 * 60 * minute }, { at: 12.2 * 60 * minute }],
  silence: [{ at: 0 }, { at: 30 * minute }, { at: 60 * minute + 1 }],
  campaign: [{ at: 0 }, { at: minute, tag: 'spring' }, { at: 2 * minute }, { at: 3 * minute, tag: 'spring' }],
  backwards: [{ at: 0 }, { at: 40 * day }, { at: 60 * day, who: 'A' }],
  shared: [{ at: 0, who: 'B' }, { at: day }, { at: 2 * day, who: 'A' }, { at: 3 * day }],
}

beforeAll(async () => {
  const { tag: _, ...direct } = { at: 0, tag: undefined }
  await loadJson(db.pool, 'segment.track', [
    ...Object.entries(examples).flatMap(([name, steps]) => eventsOf(`example-${name}`, steps)),
    ...['www.google.de', 'mail.google.com', 'l.instagram.com', 'www.paypal.com', 'blog.example'].flatMap(
      (host) => eventsOf(`from-${host}`, [{ ...direct, referrer: `https://${host}/` }]),
    ),
  ])
  await buildAll(db.pool)
})

test('a session ends after more than 30 minutes, or at another campaign, and not at midnight', async () => {
  const sessions = await sessionsOf('example-')
  expect(sessions.get('example-midnight')).toMatchObject([{ events: 2 }])
  expect(sessions.get('example-silence')).toMatchObject([{ events: 2 }, { events: 1 }])
  expect(sessions.get('example-campaign')).toMatchObject([{ events: 1 }, { events: 3 }])
})

test('an anonymous session belongs to who is identified later, within the window, and to nobody between two people', async () => {
  const sessions = await sessionsOf('example-')
  expect(sessions.get('example-backwards')?.map(({ person }) => person)).toEqual([null, 'A', 'A'])
  expect(sessions.get('example-shared')?.map(({ person }) => person)).toEqual(['B', null, 'A', 'A'])
})

test('a referrer is read as what it is: a search engine, webmail, a social network, a payment page or another site', async () => {
  const { rows } = await db.pool.query(
    `select referrer_host, channel_name from warehouse.fct_sessions join warehouse.dim_channel using (channel_key)
     where referrer_host is not null order by 2`,
  )
  expect(rows).toEqual([
    { referrer_host: 'www.paypal.com', channel_name: 'direct' },
    { referrer_host: 'mail.google.com', channel_name: 'email' },
    { referrer_host: 'www.google.de', channel_name: 'organic search' },
    { referrer_host: 'l.instagram.com', channel_name: 'organic social' },
    { referrer_host: 'blog.example', channel_name: 'referral' },
  ])
})

test('sessions and their people depend on what happened, not on the order in which it arrived', async () => {
  await fc.assert(
    fc.asyncProperty(devices, fc.infiniteStream(fc.boolean()), async (all, late) => {
      const events = all.flatMap((steps, number) => eventsOf(`random-${number}-`, steps))
      const isLate = new Map(events.map(({ messageId }) => [messageId, late.next().value === true]))
      for (const arrives of [true, false]) {
        await loadJson(
          db.pool,
          'segment.track',
          events.filter(({ messageId }) => isLate.get(messageId) !== arrives),
        )
        await buildAll(db.pool)
      }
      const sessions = await sessionsOf('random-')
      for (const [number, steps] of all.entries()) {
        expect(sessions.get(`random-${number}-`), JSON.stringify(steps)).toEqual(expectedOf(steps))
      }
    }),
    { numRuns: 1, endOnFailure: true },
  )
})
