import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CubeGroup, cubeGroups } from '../../services/cube/groups.ts'
import { useDatabase } from '../harness/database.ts'
import { oracles } from './oracles/index.ts'
import type { Oracle } from './oracles/oracle.ts'
import { rareEvents } from './oracles/rare-events.ts'
import { startTestCube, type TestCube } from './running.ts'

/* Cube against plain SQL on the warehouse of the sample company. */

const database = useDatabase('sample')
let cube: TestCube
beforeAll(async () => {
  for (const event of rareEvents) await database.pool.query(event)
  cube = await startTestCube(database.url)
})
afterAll(() => cube?.stop())

type Member = { readonly name: string; readonly type: string }
type View = { readonly name: string; readonly measures: Member[]; readonly dimensions: Member[] }

const shown = new Map<CubeGroup, Promise<View[]>>()

/** What Cube shows to a group, asked once: it is megabytes. */
function viewsFor(group: CubeGroup): Promise<View[]> {
  const views =
    shown.get(group) ??
    cube.get('/v1/meta', [group]).then(({ body }): View[] => JSON.parse(JSON.stringify(body.cubes)))
  shown.set(group, views)
  return views
}

const zones = ['UTC', 'Europe/London', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Auckland']
const granularities = ['day', 'week', 'month', 'quarter', 'year']

test('every member of every view has an oracle', async () => {
  const views = await viewsFor('pii')
  expect(views.map(({ name }) => name).sort()).toEqual(Object.keys(oracles).sort())
  const missing = views.flatMap(({ name, measures, dimensions }) => {
    const oracle = oracles[name]
    const lacks = (kind: 'measures' | 'dimensions') => (member: Member) =>
      oracle?.[kind][shortName(member)] === undefined
    return [...measures.filter(lacks('measures')), ...dimensions.filter(lacks('dimensions'))]
  })
  expect(missing.map(({ name }) => name)).toEqual([])
})

describe.each(Object.entries(oracles))('%s', (name, oracle) => {
  let view: View
  beforeAll(async () => {
    const found = (await viewsFor('pii')).find((one) => one.name === name)
    if (!found) throw new Error(`There is no view ${name} for this oracle.`)
    view = found
  })
  const measures = Object.keys(oracle.measures)

  test('has no oracle of a member that it lacks', () => {
    const known = [...view.measures, ...view.dimensions].map(shortName)
    expect([...measures, ...Object.keys(oracle.dimensions)].filter((one) => !known.includes(one))).toEqual([])
  })

  test('its measures are right in total, and for every group that may see them', async () => {
    const [expected] = await inSql(oracle, measures, [])
    for (const group of cubeGroups) {
      const visible = (await viewsFor(group)).find((one) => one.name === name)?.measures.map(shortName) ?? []
      if (visible.length === 0) continue
      const [answer] = await inCube({ measures: membersOf(name, visible) }, [group])
      const wanted = Object.fromEntries(
        Object.entries(expected ?? {}).filter(([one]) => visible.includes(one)),
      )
      expect({ group, ...answer }).toEqual({ group, ...wanted })
    }
  })

  test('its measures are right for a reader of some markets', async () => {
    const market = oracle.dimensions.market
    if (market === undefined) return
    const { rows } = await database.pool.query<{ name: string }>(
      `select ${market} as name from ${oracle.from} group by 1 order by 1`,
    )
    expect(rows.length).toBeGreaterThan(2)
    const choices = rows.map((row) => row.name)
    await fc.assert(
      fc.asyncProperty(fc.subarray(choices, { minLength: 1 }), async (markets) => {
        const list = markets.map((one) => `'${one}'`).join(', ')
        const byHand = await inSql(
          oracle,
          measures,
          [{ name: 'market', sql: market }],
          `${market} in (${list})`,
        )
        const query = { measures: membersOf(name, measures), dimensions: [`${name}.market`] }
        expect(firstDifference(byHand, await inCube(query, ['pii'], markets))).toBeUndefined()
      }),
      { numRuns: 5 },
    )
  })

  test('its measures are right by every dimension', async () => {
    const wrong: string[] = []
    for (const dimension of view.dimensions) {
      const [byHand, byCube] = await Promise.all([
        inSql(oracle, measures, [
          { name: shortName(dimension), sql: oracle.dimensions[shortName(dimension)] ?? '' },
        ]),
        inCube({ measures: membersOf(name, measures), dimensions: [dimension.name] }),
      ])
      const difference = firstDifference(byHand, byCube)
      if (difference) wrong.push(`by ${shortName(dimension)}: ${difference}`)
    }
    expect(wrong).toEqual([])
  })

  test('its measures are right by every time, in several time zones', async () => {
    const wrong: string[] = []
    const times = view.dimensions.filter(({ type }) => type === 'time')
    const zone = (index: number) => zones[index % zones.length] ?? 'UTC'
    for (const [index, time] of times.entries()) {
      for (const [turn, granularity] of granularities.entries()) {
        const timezone = zone(index + turn)
        const short = shortName(time)
        const { rows } = await database.pool.query<{ from: string | null; to: string | null }>(
          `select min(day)::text as from, (min(day) + (max(day) - min(day)) / 2)::text as to
           from (select ${localTime(oracle.dimensions[short] ?? '', timezone)}::date as day from ${oracle.from}) days`,
        )
        const { from, to } = rows[0] ?? {}
        if (!from || !to) continue
        const local = localTime(oracle.dimensions[short] ?? '', timezone)
        const [byHand, byCube] = await Promise.all([
          inSql(
            oracle,
            measures,
            [{ name: short, sql: `date_trunc('${granularity}', ${local})` }],
            `${local}::date between '${from}' and '${to}'`,
          ),
          inCube({
            measures: membersOf(name, measures),
            timeDimensions: [{ dimension: time.name, granularity, dateRange: [from, to] }],
            timezone,
          }),
        ])
        const difference = firstDifference(byHand, byCube)
        if (difference) wrong.push(`by ${granularity} of ${short} in ${timezone}: ${difference}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('its measures are right by several dimensions at once, with a filter', async () => {
    const plain = view.dimensions.filter(({ type }) => type === 'string' || type === 'boolean').map(shortName)
    if (plain.length === 0) return
    const question = fc.record({
      measures: fc.uniqueArray(fc.constantFrom(...measures), { minLength: 1, maxLength: 4 }),
      dimensions: fc.uniqueArray(fc.constantFrom(...plain), { minLength: 1, maxLength: 3 }),
      filter: fc.constantFrom(...plain),
    })
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const condition = `(${oracle.dimensions[asked.filter]})`
        const { rows } = await database.pool.query<{ value: string | null }>(
          `select ${condition}::text as value from ${oracle.from} where ${condition} is not null
           group by 1 order by count(*) desc, 1 limit 1`,
        )
        const [value] = rows
        const [byHand, byCube] = await Promise.all([
          inSql(
            oracle,
            asked.measures,
            asked.dimensions.map((one) => ({ name: one, sql: oracle.dimensions[one] ?? '' })),
            value && `${condition}::text = '${value.value?.replaceAll("'", "''")}'`,
          ),
          inCube({
            measures: membersOf(name, asked.measures),
            dimensions: membersOf(name, asked.dimensions),
            filters: value
              ? [{ member: `${name}.${asked.filter}`, operator: 'equals', values: [value.value] }]
              : [],
          }),
        ])
        expect(firstDifference(byHand, byCube)).toBeUndefined()
      }),
      { numRuns: 10 },
    )
  })
})

type Row = Readonly<Record<string, string>>

async function inCube(
  query: object,
  groups: readonly CubeGroup[] = ['pii'],
  markets?: readonly string[],
): Promise<Row[]> {
  const rows = await cube.rows({ limit: 100_000, ...query }, groups, markets)
  return rows.map((row) => {
    // Cube gives a time with and without its granularity
    const own = Object.entries(row).filter(([name]) => name.split('.').length === 2)
    return Object.fromEntries(own.map(([name, value]) => [shortName({ name }), plain(value)]))
  })
}

async function inSql(
  oracle: Oracle,
  measures: readonly string[],
  groups: readonly { readonly name: string; readonly sql: string }[],
  condition?: string,
): Promise<Row[]> {
  const columns = [
    ...groups.map(({ name, sql }) => `${sql} as "${name}"`),
    ...measures.map((name) => `${oracle.measures[name]} as "${name}"`),
  ]
  const { rows } = await database.pool.query<Record<string, unknown>>(`
    select ${columns.join(',\n')}
    from ${oracle.from}
    where ${condition ?? 'true'}
    ${groups.length > 0 ? `group by ${groups.map((_, index) => index + 1).join(', ')}` : ''}`)
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])),
  )
}

/** A day is a day in every time zone; an instant is at another time in each. */
function localTime(sql: string, timezone: string): string {
  return `case when pg_typeof(${sql}) = 'date'::regtype then (${sql})::timestamp
    else (${sql})::timestamptz at time zone '${timezone}' end`
}

/** The first row that differs, and in which members. */
function firstDifference(byHand: readonly Row[], byCube: readonly Row[]): string | undefined {
  const [left, right] = [byHand, byCube].map((rows) =>
    [...rows].sort((a, b) => (asText(a) < asText(b) ? -1 : 1)),
  )
  const index = Math.max(byHand.length, byCube.length)
  const at = Array.from({ length: index }).findIndex((_, i) => asText(left?.[i]) !== asText(right?.[i]))
  if (at === -1) return undefined
  const [one, other] = [left?.[at] ?? {}, right?.[at] ?? {}]
  const members = [...new Set([...Object.keys(one), ...Object.keys(other)])]
  const differing = members.filter((name) => one[name] !== other[name])
  const values = differing.map((name) => `${name} is ${other[name]} instead of ${one[name]}`)
  return `${byHand.length} rows by SQL, ${byCube.length} by Cube; ${values.join(', ')}`
}

/** Groups first, so that rows of one group stand beside each other. */
function asText(row: Row = {}): string {
  return Object.entries(row)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(' ')
}

/** Numbers in nine significant digits, without what is left of a difference that should be zero, and times as Cube writes them. */
function plain(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return `${value}T00:00:00.000`
  if (value instanceof Date)
    return new Date(value.getTime() - value.getTimezoneOffset() * 60_000).toISOString().slice(0, -1)
  if (typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(value)))
    return Math.abs(Number(value)) < 1e-12 ? '0' : Number(Number(value).toPrecision(9)).toString()
  return String(value)
}

function membersOf(view: string, names: readonly string[]): string[] {
  return names.map((name) => `${view}.${name}`)
}

function shortName({ name }: Pick<Member, 'name'>): string {
  return name.slice(name.indexOf('.') + 1)
}
