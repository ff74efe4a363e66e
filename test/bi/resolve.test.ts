import { PostgresQuery } from '@cubejs-backend/schema-compiler'
import { beforeAll, expect, test } from 'vitest'
import { publishBi } from '../../services/bi/publish.ts'
import { resolveModel } from '../../services/bi/resolve.ts'
import type { BiModel } from '../../services/bi/view.ts'
import { compiledModel } from '../../services/cube/model-compile.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase()
let model: BiModel
/** What Cube answers, by the view, its measures and a dimension. */
const expected: { view: string; measures: string[]; by: string | null; sql: string; values: unknown[] }[] = []

/** A company's own model: joins that repeat rows, aliases, policies that filter rows, and what cannot be shown. */
const yaml = `
cubes:
  - name: shop
    sql_table: warehouse.shop
    public: false
    joins: [{ name: visit, relationship: one_to_many, sql: "{CUBE}.shop_key = {visit}.shop_key" }]
    dimensions:
      - { name: shop_key, sql: shop_key, type: string, primary_key: true, public: true }
      - { name: town, sql: town, type: string }
      - { name: visits, type: number, sub_query: true, sql: "{visit.visit_count}" }
      - { name: region, type: string, case: { when: [{ sql: "{CUBE}.town = 'York'", label: North }], else: { label: South } } }
    measures:
      - { name: shop_count, type: count }
      - { name: big_count, type: count, filters: [{ sql: "{CUBE}.area > 50" }] }
      - { name: area, sql: area, type: sum }
      - { name: mean_area, sql: area, type: avg }
      - { name: largest, sql: area, type: max }
      - { name: area_per_shop, sql: "{area} / nullif({shop_count}, 0)", type: number }
      - { name: median_area, type: number, sql: "percentile_cont(0.5) within group (order by {CUBE}.area)" }
      - { name: running, sql: area, type: sum, rolling_window: { trailing: unbounded } }
      - { name: towns, sql: town, type: count_distinct }
  - name: visit
    sql_table: warehouse.visit
    public: false
    dimensions:
      - { name: visit_key, sql: visit_key, type: string, primary_key: true }
      - { name: weekday, sql: weekday, type: string }
    measures:
      - { name: visit_count, type: count }
      - { name: spent, sql: spent, type: sum }
      - { name: spent_per_visit, sql: "{spent} / nullif({visit_count}, 0)", type: number }
      - { name: spent_per_area, sql: "{spent} / nullif({shop.area}, 0)", type: number }
    segments: [{ name: weekend, sql: "{CUBE}.weekday = 'Sunday'" }]
  - name: own
    sql: "select * from warehouse.shop where {SECURITY_CONTEXT.sub.filter('town')}"
    public: false
    dimensions: [{ name: town, sql: town, type: string, primary_key: true, public: true }]
    measures: [{ name: n, type: count }]
views:
  - name: shops
    cubes:
      - { join_path: shop, includes: "*", excludes: [visits] }
      - { join_path: shop.visit, prefix: true, includes: [weekday, visit_count, spent, spent_per_visit, { name: spent_per_area, alias: density }, weekend] }
    access_policy: [{ group: "*", member_level: { includes: "*" } }]
  - name: plain
    cubes: [{ join_path: shop, includes: [shop_key, town, visits, region, { name: area, alias: space }, mean_area] }]
    access_policy:
      - { group: analyst, member_level: { includes: [town, space] }, row_level: { filters: [{ member: town, operator: equals, values: [York] }] } }
      - { group: pii, member_level: { includes: "*" } }
  - name: secret
    cubes: [{ join_path: own, includes: "*" }]
  - name: mine
    cubes: [{ join_path: shop, includes: [town, area] }]
    access_policy:
      - group: analyst
        member_level: { includes: "*" }
        row_level: { filters: [{ member: town, operator: equals, values: ["{ securityContext.sub }"] }] }
`

beforeAll(async () => {
  await db.pool.query(`
    create table warehouse.shop (shop_key bigint, town text, area numeric);
    insert into warehouse.shop values (1, 'York', 10), (2, 'York', 60.5), (3, 'Bath', 70), (4, 'Bath', null), (5, null, 5);
    create table warehouse.visit (visit_key bigint, shop_key bigint, weekday text, spent numeric);
    insert into warehouse.visit
      select n, 1 + n % 4, (array['Sunday', 'Monday'])[1 + n % 2], case when n % 7 > 0 then n end
      from generate_series(1, 40) n where 1 + n % 4 <> 3`)
  model = await compiledModel([{ file: 'model/cubes/shop.yml', text: yaml }], (compiled) => {
    const resolved = resolveModel(compiled)
    for (const { name, measures, dimensions } of resolved.views)
      for (const by of [null, ...dimensions.map((one) => one.name)]) {
        const query = new PostgresQuery(compiled, {
          measures: measures.map((one) => `${name}.${one.name}`),
          dimensions: by === null ? [] : [`${name}.${by}`],
          timezone: 'UTC',
          useNativeSqlPlanner: false,
        })
        const [sql, values] = query.buildSqlAndParams()
        expected.push({ view: name, measures: measures.map((one) => one.name), by, sql, values })
      }
    return resolved
  })
  const client = await db.pool.connect()
  await client.query('begin')
  model = { ...model, leftOut: await publishBi(client, model) }
  await client.query('commit')
  client.release()
})

test('what a row cannot show, or one person sees otherwise, is left out by name', () => {
  const leftOut = model.leftOut.map(({ view, member, reason }) => `${view}.${member}: ${reason}`)
  expect(leftOut.sort()).toEqual([
    'mine.*: it depends on the person who asks (security context)',
    'secret.*: it depends on the person who asks (security context)',
    'shops.running: it is cumulative (a rolling window)',
    'shops.visit_density: it combines cubes of which the join repeats rows',
    'shops.visit_weekend: it is a segment, which has no column',
  ])
})

test('measures are right where a join repeats rows', async () => {
  expect(expected.length).toBeGreaterThan(6)
  for (const { view, measures, by, sql, values } of expected) {
    const columns = [...(by === null ? [] : [by]), ...measures.map((name) => `bi.measure(${name})`)]
    const own = await db.pool.query({
      text: `select ${columns.join(', ')} from bi_pii.${view} ${by === null ? '' : 'group by 1'}`,
      rowMode: 'array',
    })
    const cube = await db.pool.query({ text: sql, values, rowMode: 'array' })
    const plain = (rows: unknown[][]) => rows.map((row) => row.map(number).join(' ')).sort()
    expect(plain(own.rows), `${view} by ${by}`).toEqual(plain(cube.rows))
  }
  await expect(db.pool.query('set search_path = bi; select sum(area) from shops')).rejects.toThrow(
    'measure()',
  )
})

function number(value: unknown): string {
  return value !== null && Number.isFinite(Number(value)) ? Number(value).toFixed(6) : String(value)
}

test('each group sees the rows and columns of its policy', async () => {
  const { rows } = await db.pool.query('select town, bi.measure(space) as space from bi.plain group by 1')
  expect(rows).toEqual([{ town: 'York', space: '70.5' }])
  const columns = async (schema: string) =>
    (await db.pool.query(`select * from ${schema}.plain limit 0`)).fields.map(({ name }) => name)
  expect(await columns('bi')).toEqual(['town', 'space'])
  expect(await columns('bi_pii')).toEqual(['shop_key', 'town', 'visits', 'region', 'space', 'mean_area'])
})
