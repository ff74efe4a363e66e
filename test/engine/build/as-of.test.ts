import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  asOfDay,
  asOfYear,
  day,
  dayIn,
  derive,
  id,
  publishedQuery,
  returnsNone,
  sql,
  text,
  transform,
} from '#engine'
import { type BuildEvent, build, planBuild } from '../../../engine/build/build.ts'
import { testPublished } from '../../../engine/build/test-published.ts'
import { useDatabase } from '../../harness/database.ts'
import { putItems, stg_items, sumOf, tiny, warehouseOf } from '../tiny.ts'

const db = useDatabase()

const ages = transform('marts.ages', {
  description: 'Each item and the day it was looked at.',
  grain: ['item'],
  columns: { item: id('Item'), seen_date: day('The as-of day') },
  query: sql`select item, ${asOfDay} as seen_date from ${stg_items}`,
})
const after_ages = transform('marts.after_ages', {
  description: 'What depends on the day only through another table.',
  grain: ['item'],
  columns: { item: id('Item') },
  query: sql`select item from ${ages}`,
})
const years = (region: string) =>
  transform('staging.years', {
    description: 'Each item with the year and the region, added in Node.',
    grain: ['item'],
    columns: { item: id('Item'), place: text('Where and when') },
    derive: derive({
      from: ['written'],
      adds: ['place'],
      parameters: { region, until: asOfYear },
      with: ({ written }, given) => ({ place: `${written} in ${given.region} until ${given.until}` }),
      code: [],
    }),
    query: sql`select item, item as written from ${tiny.items}`,
  })

async function builtOn(asOf: string, region = 'GB'): Promise<string[]> {
  const events: BuildEvent[] = []
  const declared = [stg_items, ages, after_ages, years(region), sumOf('total', [stg_items], 0)]
  const warehouse = { ...warehouseOf(...declared), asOf: () => asOf }
  await build(db.pool, warehouse, { onEvent: (event) => events.push(event) })
  return events.flatMap((event) => (event.type === 'step-finished' ? [event.relation] : [])).sort()
}

test('another day builds exactly what reads it, and the same day nothing', async () => {
  await putItems(db.pool, { a: 1 })
  await builtOn('2026-11-26')
  expect(await builtOn('2026-11-26')).toEqual([])
  expect(await builtOn('2026-11-27')).toEqual(['marts.after_ages', 'marts.ages'])
  const { rows } = await db.pool.query('select seen_date::text from marts.ages')
  expect(rows).toEqual([{ seen_date: '2026-11-27' }])
  expect(await builtOn('2027-01-01')).toEqual(['marts.after_ages', 'marts.ages', 'staging.years'])
  const { rows: derived } = await db.pool.query('select place from staging.years')
  expect(derived).toEqual([{ place: 'a in GB until 2027-12-31' }])
})

test('what a derivation is parameterised with is part of the version', async () => {
  await putItems(db.pool, { a: 1 })
  await builtOn('2026-11-26')
  expect(await builtOn('2026-11-26', 'US')).toEqual(['staging.years'])
  const { rows } = await db.pool.query('select place from staging.years')
  expect(rows).toEqual([{ place: 'a in US until 2026-12-31' }])
})

test('plan says that the day is another', async () => {
  await putItems(db.pool, { a: 1 })
  await builtOn('2026-11-26')
  const client = await db.pool.connect()
  const warehouse = { ...warehouseOf(stg_items, ages), asOf: () => '2026-11-27' }
  const steps = await planBuild(client, warehouse).finally(() => client.release())
  expect(steps.find((step) => step.relation === 'marts.ages')?.reasons).toEqual(['another as-of day'])
})

test('tests of published tables see the day that these were built for', async () => {
  await putItems(db.pool, { a: 1 })
  const today = returnsNone('seen today', (self) => sql`select from ${self} where seen_date <> ${asOfDay}`)
  const sameDay = { ...ages, tests: [today] }
  const warehouse = { ...warehouseOf(stg_items, sameDay), asOf: () => '2026-03-01' }
  await build(db.pool, warehouse, {})
  const client = await db.pool.connect()
  const { results } = await testPublished(client, warehouse.graph).finally(() => client.release())
  expect(results.filter(({ failedCount }) => failedCount > 0)).toEqual([])
})

test('a published query cannot read the day of a build', () => {
  expect(() =>
    publishedQuery('test.day', {
      columns: { seen: day('Day') },
      query: () => sql`select ${asOfDay} as seen`,
    }),
  ).toThrow('which only a build knows')
})

test('the day in a time zone is the one that its clocks show', () => {
  expect(dayIn('America/Sao_Paulo', new Date('2026-11-26T02:59:59Z'))).toBe('2026-11-25')
  expect(dayIn('Pacific/Auckland', new Date('2026-11-26T11:00:00Z'))).toBe('2026-11-27')
  const instants = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  fc.assert(fc.property(instants, (instant) => dayIn('UTC', instant) === instant.toISOString().slice(0, 10)))
})
