import { join } from 'node:path'
import type pg from 'pg'
import { notNegative } from '#engine'
import { build } from '../engine/build/build.ts'
import { keptPublications } from '../engine/build/earlier-runs.ts'
import { loadWarehouse, type Warehouse } from '../engine/graph/catalogue.ts'
import { defaultCompany } from '../seeds/sample/company.ts'
import { loadSample } from '../seeds/sample/load.ts'
import { putItems, stg_items, sumOf, warehouseOf } from '../test/engine/tiny.ts'
import { report, withServer } from './setup/server.ts'

/*
 * Many builds of a warehouse that hardly changes: neither the database nor the time of a build may grow. Every build has
 * new data or another definition; every tenth fails a test, and the one after it mends that.
 *
 *   node bench/soak.ts [BUILDS] [company]
 *
 * With `company` the product's own transforms are built on a small sample company, which takes far longer.
 */

const builds = Number(process.argv[2] ?? 1000)
const isCompany = process.argv[3] === 'company'
const part = Math.max(1, Math.floor(builds / 10))

interface Part {
  readonly builds: number
  readonly seconds: number
  readonly sizes: Readonly<Record<string, number>>
}

await withServer(async ({ pool }) => {
  const step = isCompany ? await company(pool) : tiny(pool)
  const parts: Part[] = []
  let started = performance.now()
  let failed = 0
  for (let i = 1; i <= builds; i++) {
    if (!(await step(i))) failed++
    if (i % part !== 0) continue
    const seconds = (performance.now() - started) / 1000
    parts.push({ builds: i, seconds, sizes: await sizesOf(pool) })
    print(parts)
    started = performance.now()
  }
  console.log(`${builds} builds, ${failed} of them failed a test as they should`)
  const half = Math.floor(parts.length / 2)
  for (const [what, of, limit] of [
    ['size of the database', (each: Part) => each.sizes.database ?? 0, 1.25],
    ['seconds', (each: Part) => each.seconds, 1.5],
  ] as const) {
    report({
      what: `median ${what} in the second half of ${builds} builds, compared with the first`,
      value: medianOf(parts.slice(half).map(of)) / medianOf(parts.slice(0, half).map(of)),
      unit: '×',
      limit,
      aim: 1,
    })
  }
})

/** Builds small tables of numbers; gives whether it published. */
function tiny(pool: pg.Pool): (i: number) => Promise<boolean> {
  return async (i) => {
    const isFailing = i % 10 === 0
    await putItems(pool, { [`item ${i % 100}`]: i, checked: isFailing ? -1 : i })
    const left = sumOf('left_side', [stg_items], 0)
    const right = sumOf('right_side', [stg_items], Math.floor(i / 7))
    const checked = sumOf('checked', [left], 0, [notNegative('amount')])
    return published(
      pool,
      warehouseOf(stg_items, left, right, checked, sumOf('both', [left, right], 0)),
      isFailing,
    )
  }
}

/** Builds everything again, as if each raw table had changed. */
async function company(pool: pg.Pool): Promise<(i: number) => Promise<boolean>> {
  await loadSample(pool, { ...defaultCompany, customers: 100 })
  const warehouse = await loadWarehouse(join(import.meta.dirname, '../transforms'))
  return async () => {
    await pool.query('update ops.entities set version = version + 1')
    return published(pool, warehouse, false)
  }
}

async function published(pool: pg.Pool, warehouse: Warehouse, isFailing: boolean): Promise<boolean> {
  try {
    await build(pool, warehouse, { jobs: 2, keptPublications })
    return true
  } catch (error) {
    if (!isFailing) throw error
    return false
  }
}

/** Vacuum comes and goes, so one moment says little about a trend. */
function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

async function sizesOf(pool: pg.Pool): Promise<Record<string, number>> {
  const { rows } = await pool.query<{ name: string; size: string }>(`
    select 'database' as name, pg_database_size(current_database()) as size
    union all
    select case when n.nspname like 'pg_%' then 'catalogue' else n.nspname end, sum(pg_total_relation_size(c.oid))
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and (n.nspname in ('build', 'ops', 'matching', 'locks', 'pg_catalog', 'pg_toast'))
    group by 1`)
  return Object.fromEntries(rows.map(({ name, size }) => [name, Number(size)]))
}

function print(parts: readonly Part[]): void {
  const part = parts.at(-1)
  if (!part) return
  const names = Object.keys(part.sizes)
  if (parts.length === 1) console.log(['builds', 'seconds', ...names.map((name) => `${name} MB`)].join('\t'))
  const megabytes = names.map((name) => ((part.sizes[name] ?? 0) / 1e6).toFixed(1))
  console.log([part.builds, part.seconds.toFixed(1), ...megabytes].join('\t'))
}
