import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cube, Rollup } from '../../services/cube/model.ts'
import { readModelFiles } from '../../services/cube/model-files.ts'
import { parseModel } from '../../services/cube/model-parse.ts'
import { membersOf } from '../../services/cube/model-rules.ts'
import { dropOtherRollups, rollupSchema } from '../../services/cube/rollups.ts'
import { loadSettings } from '../../services/settings.ts'
import { useDatabase } from '../harness/database.ts'
import { rareEvents } from './oracles/rare-events.ts'
import { type CubeQuery, type Row, startTestCube, type TestCube } from './running.ts'

/* Answers from pre-aggregations are those of the warehouse. */

const database = useDatabase('sample')
const model = parseModel(await readModelFiles(loadSettings({}).root))

let withRollups: TestCube
let without: TestCube
beforeAll(async () => {
  for (const event of rareEvents) await database.pool.query(event)
  ;[withRollups, without] = await Promise.all([
    startTestCube(database.url, { CLIENTELE_CUBE_ROLLUPS: 'on' }),
    startTestCube(database.url),
  ])
  await withRollups.settled()
})
afterAll(() => Promise.all([withRollups?.stop(), without?.stop()]))

/** A pre-aggregation as a view shows it: with the names that the view gives to what is in it. */
type Shown = {
  readonly rollup: string
  readonly view: string
  readonly measures: readonly string[]
  readonly dimensions: readonly string[]
  readonly time: string | undefined
  readonly granularity: string
}

const shown: Shown[] = [...model.cubes.values()].flatMap((cube) =>
  cube.rollups.flatMap((rollup) =>
    [...model.views.keys()].flatMap((view) => shownIn(view, cube, rollup) ?? []),
  ),
)

function shownIn(name: string, cube: Cube, rollup: Rollup): Shown | undefined {
  const view = model.views.get(name)
  const members = view ? [...membersOf(view, model)] : []
  const found = (member: string, kind: 'measure' | 'dimension') => {
    const [owner, own] = member.includes('.') ? member.split('.').slice(-2) : [cube.name, member]
    return members.flatMap(([shownName, [of, ofName]]) =>
      of.name === owner && ofName === own && of.members.get(ofName)?.kind === kind
        ? [`${name}.${shownName}`]
        : [],
    )
  }
  const measures = rollup.members.flatMap((member) => found(member, 'measure'))
  const [time] = rollup.timeDimension === '' ? [] : found(rollup.timeDimension, 'dimension')
  const dimensions = rollup.members
    .flatMap((member) => found(member, 'dimension'))
    .filter((member) => member !== time)
  if (measures.length === 0) return undefined
  const { granularity } = rollup
  return { rollup: `${cube.name}.${rollup.name}`, view: name, measures, dimensions, time, granularity }
}

type Question = {
  readonly measures: readonly string[]
  readonly dimensions: readonly string[]
  readonly grain: string | undefined
  readonly markets: readonly string[] | undefined
}

async function answer(cube: TestCube, query: CubeQuery) {
  const { status, body } = await cube.post('/v1/load', { query: { limit: 50_000, ...query } }, ['pii'])
  if (status !== 200 || !body.data) throw new Error(`${status} ${body.error}`)
  const used = Object.keys(Object(body.usedPreAggregations)).map((table) =>
    table.replace(`${rollupSchema}.`, ''),
  )
  return { rows: inOrder(body.data), used }
}

/** Sums of floating-point numbers depend on their order in the last digits. */
function inOrder(rows: readonly Row[]): string[] {
  const digits = (value: Row[string] | undefined) =>
    typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(Number(value).toPrecision(9)) : value
  return rows
    .map((row) => JSON.stringify(Object.entries(row).map(([name, value]) => [name, digits(value)])))
    .sort()
}

describe.each(shown)('$rollup in $view', ({ rollup, view, measures, dimensions, time, granularity }) => {
  const ask = (asked: Question) => {
    const market = dimensions.find((name) => name === `${view}.market`)
    const query = {
      measures: asked.measures,
      dimensions: asked.dimensions,
      ...(time && asked.grain && { timeDimensions: [{ dimension: time, granularity: asked.grain }] }),
      ...(market &&
        asked.markets && { filters: [{ member: market, operator: 'equals', values: asked.markets }] }),
    }
    return Promise.all([answer(withRollups, query), answer(without, query)])
  }

  test('answers for the warehouse what it holds', async () => {
    const [one, other] = await ask({ measures, dimensions, grain: granularity, markets: undefined })
    expect(one.rows).toEqual(other.rows)
    expect(other.used).toEqual([])
    // several may hold it
    expect(one.used.length).toBe(1)
    if (/each|in_all/.test(rollup)) expect(one.used).toEqual([rollup.replace('.', '_')])
  })

  test('changes no answer to another question', async () => {
    const question: fc.Arbitrary<Question> = fc.record({
      measures: fc.uniqueArray(fc.constantFrom(...measures), { minLength: 1, maxLength: 4 }),
      dimensions: dimensions.length > 0 ? fc.subarray([...dimensions]) : fc.constant([]),
      grain: fc.constantFrom(undefined, 'week', 'month', 'quarter', 'year'),
      markets: fc.constantFrom(undefined, ['Ireland'], ['France', 'Germany']),
    })
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        const [one, other] = await ask(asked)
        expect(one.rows).toEqual(other.rows)
      }),
      { numRuns: 6 },
    )
  })
})

test('a reader of some markets is answered from pre-aggregations, and sees the rows of these markets', async () => {
  const query = { measures: ['orders.count', 'orders.net_revenue'], dimensions: ['orders.market'] }
  const before = withRollups.preAggregated()
  for (const markets of [['Ireland'], ['France', 'Germany'], ['nowhere']]) {
    const rows = await withRollups.rows(query, ['executive'], markets)
    expect(rows).toEqual(await without.rows(query, ['executive'], markets))
    expect(rows.length).toBe(markets.includes('nowhere') ? 0 : markets.length)
  }
  expect(withRollups.preAggregated()).toBe(before + 3)
})

test('from the moment of a publication on, no answer is that of before', async () => {
  const query = { measures: ['orders.count', 'orders.customer_count'], dimensions: ['orders.country'] }
  const before = await answer(withRollups, query)
  expect(before.used).toEqual(['fct_orders_each_country'])
  await database.pool.query(`
    begin;
    delete from warehouse.fct_orders where abs(hashtext(order_key::text)) % 3 = 0;
    insert into ops.runs (status, finished_at) values ('published', now());
    commit`)
  const after = await answer(without, query)
  expect(after.rows).not.toEqual(before.rows)
  expect((await answer(withRollups, query)).rows).toEqual(after.rows)
  await withRollups.settled()
  const renewed = await answer(withRollups, query)
  expect(renewed).toEqual({ rows: after.rows, used: before.used })
})

test('the tables of a publication that is past are dropped', async () => {
  const tables = async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select concat(schemaname, '.', tablename) as name from pg_tables where schemaname = $1`,
      [rollupSchema],
    )
    return rows.map(({ name }) => name)
  }
  const all = await tables()
  const kept = all.slice(0, 3)
  expect(all.length).toBeGreaterThanOrEqual(shown.length)
  await dropOtherRollups(database.pool, kept)
  expect((await tables()).sort()).toEqual(kept.sort())
})
