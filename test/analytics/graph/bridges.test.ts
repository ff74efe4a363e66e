import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bridges } from '../../../analytics/graph/bridges.ts'
import { components, distinct, edgesAmong } from './naive.ts'

test('bridges are the edges without which there are more components', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 16 })
        .chain((size) => fc.record({ size: fc.constant(size), edges: edgesAmong(size, 24).map(distinct) })),
      ({ size, edges }) => {
        const count = (of: typeof edges) => new Set(components(size, of)).size
        const expected = edges.flatMap((edge, place) =>
          count(edges.filter((other) => other !== edge)) > count(edges) ? [place] : [],
        )
        expect([...bridges(size, edges)].sort((a, b) => a - b)).toEqual(expected)
      },
    ),
    { numRuns: 1000 },
  )
})

test('every edge of a chain of a hundred thousand is a bridge; a ring has none', () => {
  const size = 100_000
  const chain = Array.from({ length: size - 1 }, (_, i) => ({ a: i, b: i + 1 }))
  expect(bridges(size, chain).size).toBe(size - 1)
  expect(bridges(size, [...chain, { a: 0, b: size - 1 }]).size).toBe(0)
})
