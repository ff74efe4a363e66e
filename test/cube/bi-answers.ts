import type { Pool } from 'pg'
import { expect } from 'vitest'
import { biSchemas, groupRole } from '../../services/bi/schemas.ts'
import type { CubeGroup } from '../../services/cube/groups.ts'
import type { TestCube } from './running.ts'

type Member = { name: string; type: string; isVisible?: boolean }
type ViewMeta = { name: string; measures: Member[]; dimensions: Member[] }
type Values = Readonly<Record<string, unknown>>

export async function viewsOf(cube: TestCube, groups: readonly CubeGroup[]): Promise<ViewMeta[]> {
  const { body } = await cube.get('/v1/meta', groups)
  return JSON.parse(JSON.stringify(body.cubes))
}

/** The columns of each view that the role of a group may read, each of which is in one schema only. */
export async function columnsFor(pool: Pool, group: CubeGroup): Promise<Map<string, string[]>> {
  const { rows } = await pool.query<{ view: string; columns: string[] }>(
    `select c.relname as view, array_agg(attname::text order by attname) as columns
     from pg_class c
     join pg_namespace n on n.oid = relnamespace
     join pg_attribute on attrelid = c.oid
     where nspname = any($2) and relkind = 'v' and has_schema_privilege($1, n.oid, 'usage')
       and has_column_privilege($1, c.oid, attnum, 'select')
     group by c.relname, nspname order by 1`,
    [groupRole(group), biSchemas],
  )
  expect(new Set(rows.map(({ view }) => view)).size).toBe(rows.length)
  return new Map(rows.map(({ view, columns }) => [view, columns]))
}

/**
 * Asks Cube and the schema `bi` the same of a view: all measures together, by each dimension that has few values, and
 * again where that dimension has one of them. Returns how many values were compared.
 */
export async function compareAnswers(
  cube: TestCube,
  pool: Pool,
  view: ViewMeta,
  known: readonly string[],
): Promise<number> {
  const short = ({ name }: Member) => name.slice(view.name.length + 1)
  const measures = view.measures.map(short).filter((name) => known.includes(name))
  const dimensions = view.dimensions.map(short).filter((name) => known.includes(name))
  const few = await withFewValues(pool, view.name, dimensions)
  const member = (name: string) => `${view.name}.${name}`
  let compared = 0
  const compare = async (by: readonly string[], filter?: { name: string; value: string }) => {
    const answer = await cube.rows({
      measures: measures.map(member),
      dimensions: by.map(member),
      filters: filter ? [{ member: member(filter.name), operator: 'equals', values: [filter.value] }] : [],
    })
    const columns = [...by, ...measures.map((name) => `bi.measure("${name}") as "${name}"`)]
    const { rows } = await pool.query<Values>(
      `select ${columns.join(', ')} from bi.${view.name}
       ${filter ? `where ${filter.name}::text = '${filter.value.replaceAll("'", "''")}'` : ''}
       ${by.length > 0 ? `group by ${by.map((_, i) => i + 1).join(', ')}` : ''}`,
    )
    expect(comparable(rows), `${view.name} by ${by.join()} ${filter?.value ?? ''}`).toEqual(
      comparable(answer.map((row) => withoutView(row, view.name))),
    )
    compared += rows.length * measures.length
  }
  if (measures.length === 0) return 0
  await compare([])
  for (const { name, value } of few) {
    await compare([name])
    if (value !== null) await compare([], { name, value })
  }
  await compare(few.slice(0, 2).map(({ name }) => name))
  return compared
}

/** Every combination of dimensions that there is, from both. */
export async function compareDimensions(cube: TestCube, pool: Pool, view: ViewMeta): Promise<void> {
  const names = view.dimensions.map(({ name }) => name.slice(view.name.length + 1))
  const answer = await cube.rows({ dimensions: view.dimensions.map(({ name }) => name) })
  const { rows } = await pool.query<Values>(
    `select distinct ${names.map((name) => `"${name}"`).join(', ')} from bi.${view.name}`,
  )
  expect(comparable(rows), view.name).toEqual(comparable(answer.map((row) => withoutView(row, view.name))))
}

/** At most two dimensions, and the first of their values as text. */
async function withFewValues(pool: Pool, view: string, dimensions: readonly string[]) {
  const few: { name: string; value: string | null }[] = []
  for (const name of dimensions) {
    if (few.length === 2) break
    const { rows } = await pool.query<{ n: string; value: string | null; type: string }>(
      `select count(distinct "${name}") as n, min("${name}"::text) as value, min(pg_typeof("${name}")::text) as type
       from bi.${view}`,
    )
    const [row] = rows
    const count = Number(row?.n)
    if (row && count > 1 && count < 15 && ['text', 'boolean'].includes(row.type))
      few.push({ name, value: row.value })
  }
  return few
}

function withoutView(row: Values, view: string): Values {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.slice(view.length + 1), value]))
}

/** Rows in one order and notation: numbers with nine significant digits, instants in UTC. */
function comparable(rows: readonly Values[]): string[] {
  return rows
    .map((row) =>
      Object.entries(row)
        .map(([name, value]) => `${name}=${plain(value)}`)
        .sort()
        .join(' '),
    )
    .sort()
}

function plain(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, -1)
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return `${value}T00:00:00.000`
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
  return isNumber ? String(Number(Number(value).toPrecision(9))) : String(value)
}
