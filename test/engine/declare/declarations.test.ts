import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { canonical, every, references, render, Sql, source, sql, text, transform, value } from '#engine'
import { runSchedule, type Task } from '../../../engine/build/schedule.ts'
import { loadWarehouse } from '../../../engine/graph/catalogue.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import { numberColumns, stg_items, sumOf, tiny } from '../tiny.ts'

const shape = canonical('shape', { description: 'A shape', columns: numberColumns })
const spec = { description: 'A table', grain: ['item'], columns: numberColumns } as const

test('a reference to a column with another name compiles if the target has that column', () => {
  expect(references('anything', stg_items, 'item').name).toBe('references: anything in staging.stg_items')
})

test('earlier versions are kept of records with a key, and of no personal data', () => {
  const fields = { id: z.string(), note: z.string() }
  const declare = (more: object) =>
    source('tiny', {
      system: 'Tiny',
      entities: { notes: { description: 'Notes', fields, key: ['id'], ...more } },
    })
  expect(declare({ keepsVersionsOf: ['note'] }).notes.keepsVersionsOf).toEqual(['note'])
  expect(() => declare({ keepsVersionsOf: ['note'], pii: { note: 'free text' } })).toThrow(
    'note is personal data',
  )
  expect(() => declare({ keepsVersionsOf: ['note'], key: 'content' })).toThrow('without a natural key')
})

test('a constant is escaped as a Postgres literal', () => {
  const written = (constant: string) => render(sql`${value(constant)}`, () => '').text
  expect(written("it's")).toBe("'it''s'")
  expect(written('back\\slash')).toBe(" E'back\\\\slash'")
})

test('a transform that conforms to a shape is in its union; a union without members is empty and typed', () => {
  const query = sql`select * from ${every(shape)} every_item`
  const all = transform('marts.all_items', { ...spec, query })
  const name = (graph: Graph) =>
    render(
      query,
      graph.naming((relation) => relation.name, null),
    ).text
  expect(name(new Graph([all]))).toContain('(select null::text as item, null::numeric as amount where false)')
  const one = { ...stg_items, conformsTo: shape }
  expect(name(new Graph([all, one]))).toContain('(select item, amount from staging.stg_items) every_item')
})

test.each([
  [
    'only staging reads raw',
    () => [transform('marts.x', { ...spec, query: sql`select * from ${tiny.items}` })],
  ],
  [
    'one transform cannot read both',
    () => [
      stg_items,
      transform('staging.x', {
        ...spec,
        query: sql`select * from ${tiny.items} join ${stg_items} using (item)`,
      }),
    ],
  ],
  [
    'data never flows back',
    () => {
      const late = sumOf('late', [stg_items], 0)
      return [stg_items, late, transform('staging.x', { ...spec, query: sql`select * from ${late}` })]
    },
  ],
  [
    'must be a column that is never null',
    () => [transform('marts.x', { ...spec, columns: { item: text('Item').orNull() }, query: sql`select 1` })],
  ],
  ['not among the loaded transforms', () => [sumOf('x', [stg_items], 0)]],
])('a declaration is refused: %s', (message, transforms) => {
  expect(() => new Graph(transforms())).toThrow(message)
})

test('transforms that read each other are refused, and the error shows the cycle', () => {
  const reads: (typeof stg_items)[] = []
  const query = new Sql(['table ', ''], [stg_items], null)
  const a = { ...stg_items, name: 'staging.a', shortName: 'a', query }
  const b = { ...stg_items, name: 'staging.b', shortName: 'b', query: sql`table ${a}` }
  reads.push(b)
  Object.defineProperty(query, 'parts', { value: reads })
  expect(() => new Graph([a, b])).toThrow('staging.a -> staging.b -> staging.a')
})

test('every declared relation shares its name with its export and file, and every column has a description', async () => {
  const { graph } = await loadWarehouse(join(import.meta.dirname, '../../../transforms'))
  expect(graph.transforms.length).toBeGreaterThan(10)
  for (const t of graph.transforms) {
    for (const column of Object.values(t.columns)) expect(column.description.length).toBeGreaterThan(3)
  }
})

test('a schedule starts a task after those it waits for, runs each once, and never too many at a time', async () => {
  const graphs = fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 15 })
  await fc.assert(
    fc.asyncProperty(graphs, fc.integer({ min: 1, max: 4 }), fc.nat(14), async (edges, jobs, failing) => {
      const started: string[] = []
      const done = new Set<string>()
      let running = 0
      const tasks: Task[] = edges.map((after, i) => ({
        name: `t${i}`,
        after: after.filter((j) => j < i).map((j) => `t${j}`),
        run: async () => {
          started.push(`t${i}`)
          expect(++running).toBeLessThanOrEqual(jobs)
          for (const name of tasks[i]?.after ?? []) expect(done).toContain(name)
          await Promise.resolve()
          running--
          if (i === failing) throw new Error('broken')
          done.add(`t${i}`)
        },
      }))
      const { failed, skipped } = await runSchedule(tasks, jobs)
      expect(new Set(started).size).toBe(started.length)
      expect(done.size + failed.size + skipped.length).toBe(tasks.length)
      expect([...failed.keys()]).toEqual(
        failing < tasks.length && started.includes(`t${failing}`) ? [`t${failing}`] : [],
      )
      for (const name of skipped) expect(started).not.toContain(name)
    }),
  )
})
