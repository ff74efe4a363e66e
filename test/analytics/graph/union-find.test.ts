import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UnionFind } from '../../../analytics/graph/union-find.ts'
import { components, edgesAmong } from './naive.ts'

const graphs = fc
  .integer({ min: 1, max: 40 })
  .chain((size) => fc.record({ size: fc.constant(size), edges: edgesAmong(size, 60) }))

test('sets are those found by label propagation, in any order', () => {
  fc.assert(
    fc.property(
      graphs.chain(({ size, edges }) =>
        fc.record({
          size: fc.constant(size),
          edges: fc.constant(edges),
          shuffled: fc.shuffledSubarray(edges, { minLength: edges.length }),
        }),
      ),
      ({ size, edges, shuffled }) => {
        const sets = new UnionFind(size)
        for (const { a, b } of shuffled) sets.union(b, a)
        expect([...sets.roots()]).toEqual(components(size, edges))
      },
    ),
    { numRuns: 500 },
  )
})

test('a union returns whether the two were in different sets', () => {
  fc.assert(
    fc.property(graphs, ({ size, edges }) => {
      const sets = new UnionFind(size)
      const joined = edges.filter(({ a, b }) => sets.union(a, b)).length
      expect(joined).toBe(size - new Set(sets.roots()).size)
    }),
  )
})

test('a million records in the worst order', () => {
  const size = 1_000_000
  const sets = new UnionFind(size)
  for (let i = size - 1; i > 0; i--) sets.union(i - 1, i)
  expect(new Set(sets.roots())).toEqual(new Set([0]))
})
