import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { holds, notNegative, sql, type Transform } from '#engine'
import { type BuildEvent, build } from '../../../engine/build/build.ts'
import { keptRuns } from '../../../engine/build/retention.ts'
import { cloneDatabase, type TestDatabase } from '../../harness/database.ts'
import { numberColumns, putItems, readItems, stg_items, sumOf, warehouseOf } from '../tiny.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await cloneDatabase()
})
afterEach(() => db.drop())

async function run(...transforms: readonly Transform[]) {
  const events: BuildEvent[] = []
  const summary = await build(db.pool, warehouseOf(...transforms), {
    jobs: 2,
    onEvent: (e) => events.push(e),
  })
  const built = events.flatMap((event) => (event.type === 'step-finished' ? [event.relation] : []))
  return { summary, events, built }
}

describe('a build', () => {
  test('makes the declared tables, and a second one changes nothing', async () => {
    await putItems(db.pool, { a: 1, b: 2 })
    const total = sumOf('total', [stg_items], 10)
    expect((await run(stg_items, total)).built).toEqual(['staging.stg_items', 'marts.total'])
    expect(await readItems(db.pool, 'marts.total')).toEqual({ a: 11, b: 12 })
    const again = await run(stg_items, total)
    expect(again.built).toEqual([])
    expect(again.summary.runId).toBeNull()
  })

  test('gives the declared rows after any sequence of changes, and rebuilds only what they affect', async () => {
    const nodeCount = 5
    const parents = fc.tuple(
      ...Array.from({ length: nodeCount }, (_, i) => fc.subarray([...Array(i + 1).keys()], { minLength: 1 })),
    )
    const change = fc.oneof(
      fc.record({
        kind: fc.constant('data'),
        item: fc.constantFrom('a', 'b', 'c'),
        amount: fc.integer({ min: -9, max: 9 }),
      }),
      fc.record({
        kind: fc.constant('definition'),
        node: fc.nat(nodeCount - 1),
        constant: fc.integer({ min: -9, max: 9 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(parents, fc.array(change, { minLength: 2, maxLength: 4 }), async (graph, changes) => {
        const fresh = await cloneDatabase()
        try {
          const constants = new Array<number>(nodeCount).fill(0)
          const items: Record<string, number> = { a: 1 }
          await putItems(fresh.pool, items)
          // Node 0 is staging; node i + 1 sums its parents among the nodes before it.
          const declare = () => {
            const nodes: Transform[] = [stg_items]
            graph.forEach((from, i) => {
              const reads = from.flatMap((index) => nodes[index] ?? [])
              nodes.push(sumOf(`node_${i}`, reads, constants[i] ?? 0))
            })
            return nodes
          }
          const buildNow = async () => {
            const built: string[] = []
            await build(fresh.pool, warehouseOf(...declare()), {
              jobs: 3,
              onEvent: (e) => e.type === 'step-finished' && built.push(e.relation),
            })
            return new Set(built)
          }
          await buildNow()
          for (const step of changes) {
            const reached = new Set<number>()
            if (step.kind === 'data' && 'item' in step) {
              items[step.item] = step.amount
              await putItems(fresh.pool, items)
              for (let i = 0; i <= nodeCount; i++) reached.add(i)
            } else if ('node' in step && constants[step.node] !== step.constant) {
              constants[step.node] = step.constant
              reached.add(step.node + 1)
              graph.forEach((from, i) => {
                if (from.some((index) => reached.has(index))) reached.add(i + 1)
              })
            }
            const names = [...reached].map((i) => (i === 0 ? 'staging.stg_items' : `marts.node_${i - 1}`))
            expect(await buildNow()).toEqual(new Set(names))
            const expected: Record<string, number>[] = [{ ...items }]
            graph.forEach((from, i) => {
              const sums = Object.keys(items).map((item) => {
                const sum = from.reduce(
                  (total, index) => total + (expected[index]?.[item] ?? 0),
                  constants[i] ?? 0,
                )
                return [item, sum] as const
              })
              expected.push(Object.fromEntries(sums))
            })
            for (let i = 0; i < nodeCount; i++) {
              expect(await readItems(fresh.pool, `marts.node_${i}`)).toEqual(expected[i + 1])
            }
          }
        } finally {
          await fresh.drop()
        }
      }),
      { numRuns: 4, endOnFailure: true },
    )
  })

  test('drops the view of a transform that is no longer declared', async () => {
    await run(stg_items, sumOf('total', [stg_items], 0))
    await run(stg_items)
    await expect(readItems(db.pool, 'marts.total')).rejects.toThrow('does not exist')
    const { rows } = await db.pool.query(
      `select count(*)::int as n from pg_tables where schemaname = 'build'`,
    )
    expect(rows).toEqual([{ n: 1 }])
  })

  test('drops tables that an earlier build could not drop, even if nothing else is to be done', async () => {
    await putItems(db.pool, { a: 1 })
    await run(stg_items)
    const reader = await db.pool.connect()
    await reader.query(
      `begin; do $$ begin execute (select format('lock table build.%I in access share mode', physical_name)
         from ops.tables); end $$`,
    )
    await putItems(db.pool, { a: 2 })
    await run(stg_items)
    await reader.query('commit')
    reader.release()
    const tables = async () =>
      (await db.pool.query(`select from pg_tables where schemaname = 'build'`)).rowCount
    expect(await tables()).toBe(2)
    expect((await run(stg_items)).summary.runId).toBeNull()
    expect(await tables()).toBe(1)
  })

  test('leaves after failures only tables that the next build can use, and none once it has published', async () => {
    const tables = async () =>
      (await db.pool.query(`select from pg_tables where schemaname = 'build'`)).rowCount ?? 0
    const total = sumOf('total', [stg_items], 0, [notNegative('amount')])
    const others = [1, 2, 3].map((n) => sumOf(`other_${n}`, [stg_items], n))
    await putItems(db.pool, { a: 1 })
    await run(stg_items, total, ...others)
    expect(await tables()).toBe(5)
    for (let amount = -1; amount > -5; amount--) {
      await putItems(db.pool, { a: amount })
      await expect(run(stg_items, total, ...others)).rejects.toMatchObject({ code: 'tests-failed' })
      expect(await tables()).toBe(9)
    }
    // the same definitions and data: what was built is used again
    const again = run(stg_items, sumOf('total', [stg_items], 10, [notNegative('amount')]), ...others)
    expect((await again).built).toEqual(['marts.total'])
    expect(await tables()).toBe(5)
  })

  test('leaves nothing behind that grows, after many builds and failures', async () => {
    const sizes = async () => {
      const { rows } = await db.pool.query(`
        select (select count(*)::int from pg_class where relnamespace not in ('pg_toast'::regnamespace)) as relations,
          (select count(*)::int from ops.tables) as tables, (select count(*)::int from ops.published) as published,
          (select count(*)::int from pg_namespace where nspname not like 'pg_temp%' and nspname not like 'pg_toast%') as schemas`)
      return rows[0]
    }
    const step = async (i: number) => {
      await putItems(db.pool, { a: i % 4 === 0 ? -i : i })
      const left = sumOf('left_side', [stg_items], 0)
      const checked = sumOf('checked', [left], Math.floor(i / 3), [notNegative('amount')])
      await run(stg_items, left, checked).catch((error) =>
        expect(error).toMatchObject({ code: 'tests-failed' }),
      )
    }
    for (let i = 1; i <= 3; i++) await step(i)
    const before = await sizes()
    for (let i = 4; i <= 13; i++) await step(i)
    expect(await sizes()).toEqual(before)
  })

  test('forgets old runs, except those whose tables still exist', async () => {
    await putItems(db.pool, { a: -1, b: 2 })
    const odd = { ...stg_items, tests: [notNegative('amount')] }
    await run(odd)
    await db.pool.query(`
      insert into ops.runs (status, finished_at)
      select 'failed', now() from generate_series(1, ${keptRuns + 50});
      insert into ops.steps (run_id, relation, version, reason, status)
      select run_id, 'marts.gone', 'v', 'new', 'failed' from ops.runs where status = 'failed';
      insert into ops.test_results (run_id, relation, test, failed_count, seconds)
      select run_id, 'marts.gone', 'unique', 1, 0 from ops.runs where status = 'failed';
      insert into ops.test_failures (run_id, relation, test, failing_row)
      select run_id, 'marts.gone', 'unique', '{}' from ops.runs where status = 'failed'`)
    await run(odd, sumOf('total', [odd], 0))
    const { rows } = await db.pool.query(`
      select (select count(*)::int from ops.runs) as runs, (select min(run_id)::int from ops.runs) as first,
        (select count(*)::int from ops.steps where relation = 'marts.gone') as steps,
        (select count(*)::int from ops.test_results where relation = 'marts.gone') as results,
        (select count(*)::int from ops.test_failures where relation = 'marts.gone') as failures,
        (select failing_row->>'item' from ops.test_failures where run_id = 1) as set_aside`)
    // the first run, the newest of the failed ones, and the last
    const kept = keptRuns
    expect(rows).toEqual([
      { runs: kept + 2, first: 1, steps: kept, results: kept, failures: kept, set_aside: 'a' },
    ])
    expect((await run(odd, sumOf('total', [odd], 0))).summary.setAside).toMatchObject([{ rowCount: 1 }])
  })

  test('refuses to run while another runs, and names it', async () => {
    await putItems(db.pool, { a: 1 })
    const query = sql`select item, amount from ${stg_items} where pg_sleep(8) is not null`
    const first = run(stg_items, { ...sumOf('slow', [stg_items], 0), query })
    await vi.waitFor(async () => {
      expect((await db.pool.query('select from ops.steps')).rowCount).toBe(2)
    }, 60_000)
    await expect(run(stg_items)).rejects.toMatchObject({ code: 'build-running', fields: { run: '1' } })
    expect((await first).built).toContain('marts.slow')
  })
})

describe('a failed test', () => {
  test('leaves the published warehouse unchanged, stores the failing rows, and stops what depends on the table', async () => {
    const total = sumOf('total', [stg_items], 0, [notNegative('amount')])
    const after = sumOf('after', [total], 0)
    await putItems(db.pool, { a: 1, b: 2 })
    await run(stg_items, total, after)
    await putItems(db.pool, { b: -5 })
    await expect(run(stg_items, total, after)).rejects.toMatchObject({ code: 'tests-failed', exitCode: 3 })
    for (const relation of ['staging.stg_items', 'marts.total', 'marts.after']) {
      expect(await readItems(db.pool, relation)).toEqual({ a: 1, b: 2 })
    }
    const failures = await db.pool.query('select relation, test, failing_row from ops.test_failures')
    expect(failures.rows).toEqual([
      { relation: 'marts.total', test: 'not negative: amount', failing_row: { item: 'b', amount: -5 } },
    ])
    await putItems(db.pool, { b: 5 })
    await run(stg_items, total, after)
    expect(await readItems(db.pool, 'marts.after')).toEqual({ a: 1, b: 5 })
  })

  test('leaves other tables of the run for the next one to reuse', async () => {
    await putItems(db.pool, { a: -1 })
    const sound = sumOf('sound', [stg_items], 0)
    await expect(
      run(stg_items, sound, sumOf('broken', [stg_items], 0, [notNegative('amount')])),
    ).rejects.toThrow()
    const next = await run(stg_items, sound, sumOf('broken', [stg_items], 0))
    expect(next.built).toEqual(['marts.broken'])
    expect(next.summary.reused).toBe(2)
  })

  test('of the grain or of a column that is never null needs no declaration', async () => {
    await putItems(db.pool, { a: 1 })
    const twice = {
      ...sumOf('twice', [stg_items], 0),
      query: sql`select item, null::numeric as amount from ${stg_items}, generate_series(1, 2)`,
    }
    const error = await run(stg_items, twice).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ fields: { tests: ['unique: item', 'not null: item, amount'] } })
  })

  test('of a condition counts null as holding', async () => {
    await putItems(db.pool, { a: 1 })
    await run(stg_items, sumOf('total', [stg_items], 0, [holds('unknown', sql`null::boolean`)]))
  })
})

describe('views', () => {
  test('keep their grants, even if the columns change', async () => {
    const role = `reader_${process.pid}`
    await db.pool.query(`create role ${role}`)
    try {
      const total = sumOf('total', [stg_items], 0)
      await run(stg_items, total)
      await db.pool.query(`grant select on marts.total to ${role}`)
      const { item } = numberColumns
      const narrower = { ...total, columns: { item }, query: sql`select item from ${stg_items}` }
      await run(stg_items, narrower)
      const { rows } = await db.pool.query(`select has_table_privilege($1, 'marts.total', 'select') as may`, [
        role,
      ])
      expect(rows).toEqual([{ may: true }])
    } finally {
      await db.pool.query(`drop owned by ${role}; drop role ${role}`)
    }
  })

  test('are not dropped if something else depends on them', async () => {
    const total = sumOf('total', [stg_items], 0)
    await run(stg_items, total)
    await db.pool.query('create view public.mine as select amount from marts.total')
    const { item } = numberColumns
    const narrower = { ...total, columns: { item }, query: sql`select item from ${stg_items}` }
    await expect(run(stg_items, narrower)).rejects.toMatchObject({ code: 'view-in-use' })
    expect(await readItems(db.pool, 'marts.total')).toEqual({})
  })

  test('all move at one moment: a reader never sees two versions at once', async () => {
    await putItems(db.pool, { a: 0 })
    const left = sumOf('left_side', [stg_items], 0)
    const right = sumOf('right_side', [stg_items], 0)
    await run(stg_items, left, right)
    let isBuilding = true
    const seen: (readonly [string, string])[] = []
    const reading = (async () => {
      while (isBuilding) {
        const { rows } = await db.pool.query(
          'select l.amount as l, r.amount as r from marts.left_side l, marts.right_side r',
        )
        seen.push([rows[0].l, rows[0].r])
      }
    })()
    for (let amount = 1; amount <= 8; amount++) {
      await putItems(db.pool, { a: amount })
      await run(stg_items, left, right)
    }
    isBuilding = false
    await reading
    expect(seen.filter(([l, r]) => l !== r)).toEqual([])
    expect(new Set(seen.map(([l]) => l)).size).toBeGreaterThan(1)
  })
})
