import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Component, guardCluster, type StrongEdge } from '../../../analytics/graph/guard.ts'
import { components, distinct, type Edge, edgesAmong } from './naive.ts'

/** Few different strengths, so that there are ties. */
const strength = fc.constantFrom(-2, 3, 3.5, 8, 8.25, 20, Infinity)

const cases = fc.integer({ min: 1, max: 18 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    edges: edgesAmong(size, 40).chain((edges) =>
      fc
        .array(strength, { minLength: edges.length, maxLength: edges.length })
        .map((strengths) => edges.map((edge, i): StrongEdge => ({ ...edge, strength: strengths[i] ?? 0 }))),
    ),
    forbidden: edgesAmong(size, 6),
    limits: fc.record({
      maxSize: fc.integer({ min: 1, max: 20 }),
      weakBridge: fc.constantFrom(-9, 3, 8.25, 30),
    }),
  }),
)

const lenient = { maxSize: Infinity, weakBridge: -Infinity }

const within = (edges: readonly StrongEdge[], labels: ArrayLike<number>) =>
  edges.filter(({ a, b }) => labels[a] === labels[b])

/** The number of records connected with this one. */
function reach(size: number, edges: readonly Edge[], node: number): number {
  const labels = components(size, edges)
  return labels.filter((label) => label === labels[node]).length
}

test('the result does not depend on the order of edges, nor on which end comes first', () => {
  fc.assert(
    fc.property(
      cases.chain((one) =>
        fc.record({
          one: fc.constant(one),
          edges: fc.shuffledSubarray(one.edges, { minLength: one.edges.length }),
          forbidden: fc.shuffledSubarray(one.forbidden, { minLength: one.forbidden.length }),
          turned: fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        }),
      ),
      ({ one, edges, forbidden, turned }) => {
        const turn = <E extends Edge>(edge: E, i: number): E =>
          turned[i] ? { ...edge, a: edge.b, b: edge.a } : edge
        const other = { size: one.size, edges: edges.map(turn), forbidden: forbidden.map(turn) }
        expect(guardCluster(other, one.limits)).toEqual(guardCluster(one, one.limits))
      },
    ),
    { numRuns: 1000 },
  )
})

test('no cluster has a forbidden pair or is too large, and each is connected', () => {
  fc.assert(
    fc.property(cases, ({ limits, ...component }) => {
      const { labels } = guardCluster(component, limits)
      for (const { a, b } of component.forbidden) if (a !== b) expect(labels[a]).not.toBe(labels[b])
      for (const label of new Set(labels))
        expect(labels.filter((other) => other === label).length).toBeLessThanOrEqual(limits.maxSize)
      const kept = within(component.edges, labels)
      expect([...labels]).toEqual(components(component.size, kept))
    }),
    { numRuns: 1000 },
  )
})

test('no weak bridge is left between two groups of two or more', () => {
  fc.assert(
    fc.property(cases, ({ limits, size, ...component }) => {
      const { labels } = guardCluster({ size, ...component }, limits)
      const kept = distinct(within(component.edges, labels))
      for (const edge of kept) {
        const strongest = Math.max(
          ...component.edges
            .filter(({ a, b }) => (a === edge.a && b === edge.b) || (a === edge.b && b === edge.a))
            .map((each) => each.strength),
        )
        if (strongest >= limits.weakBridge) continue
        const others = kept.filter((other) => other !== edge)
        const isBridge = components(size, others)[edge.a] !== components(size, others)[edge.b]
        if (isBridge) expect(Math.min(reach(size, others, edge.a), reach(size, others, edge.b))).toBe(1)
      }
    }),
    { numRuns: 1000 },
  )
})

test('every edge between two clusters is reported as cut, once, and none within a cluster', () => {
  fc.assert(
    fc.property(cases, ({ limits, ...component }) => {
      const { labels, cut } = guardCluster(component, limits)
      const crossing = component.edges.filter(({ a, b }) => labels[a] !== labels[b])
      const pairs = (edges: readonly Edge[]) =>
        distinct(edges).map(({ a, b }) => [a, b].sort((x, y) => x - y).join())
      expect(pairs(cut).sort()).toEqual(pairs(crossing).sort())
      expect(cut.length).toBe(distinct(cut).length)
      for (const edge of cut.filter(({ reason }) => reason === 'weak bridge'))
        expect(edge.strength).toBeLessThan(limits.weakBridge)
    }),
    { numRuns: 1000 },
  )
})

test('if no limit is violated, clusters are connected components', () => {
  fc.assert(
    fc.property(cases, ({ size, edges, forbidden }) => {
      const expected = components(size, edges)
      const harmless = forbidden.filter(({ a, b }) => expected[a] !== expected[b])
      const { labels, cut } = guardCluster(
        { size, edges, forbidden: harmless },
        { ...lenient, maxSize: size },
      )
      expect([...labels]).toEqual(expected)
      expect(cut).toEqual([])
    }),
  )
})

/** Kruskal's algorithm and the bridges, computed from scratch at each step. */
function slowly({ size, edges, forbidden }: Component, maxSize: number, weakBridge: number): number[] {
  const order = (one: StrongEdge, other: StrongEdge) =>
    (one.strength < other.strength ? 1 : one.strength > other.strength ? -1 : 0) ||
    one.a - other.a ||
    one.b - other.b
  const sorted = distinct(
    edges.map(({ a, b, strength }) => ({ a: Math.min(a, b), b: Math.max(a, b), strength })).sort(order),
  )
  let kept: StrongEdge[] = []
  for (const edge of sorted) {
    const labels = components(size, [...kept, edge])
    const isTooLarge = labels.filter((label) => label === labels[edge.a]).length > maxSize
    const isForbidden = forbidden.some(({ a, b }) => a !== b && labels[a] === labels[b])
    if (components(size, kept)[edge.a] === components(size, kept)[edge.b] || (!isTooLarge && !isForbidden))
      kept.push(edge)
  }
  for (;;) {
    const weakest = kept.toReversed().find((edge) => {
      const others = kept.filter((other) => other !== edge)
      const labels = components(size, others)
      return (
        edge.strength < weakBridge &&
        labels[edge.a] !== labels[edge.b] &&
        reach(size, others, edge.a) > 1 &&
        reach(size, others, edge.b) > 1
      )
    })
    if (!weakest) return components(size, kept)
    kept = kept.filter((edge) => edge !== weakest)
  }
}

test('clusters are those computed from scratch at each step', () => {
  fc.assert(
    fc.property(cases, ({ limits, ...component }) => {
      const { labels } = guardCluster(component, limits)
      expect([...labels]).toEqual(slowly(component, limits.maxSize, limits.weakBridge))
    }),
    { numRuns: 500 },
  )
})

test('the weakest link between two people who must be apart is cut', () => {
  const edges = [
    { a: 0, b: 1, strength: 12 },
    { a: 1, b: 2, strength: 5 },
    { a: 2, b: 3, strength: Infinity },
  ]
  const { labels, cut } = guardCluster({ size: 4, edges, forbidden: [{ a: 3, b: 0 }] }, lenient)
  expect([...labels]).toEqual([0, 0, 2, 2])
  expect(cut).toEqual([{ a: 1, b: 2, strength: 5, reason: 'cannot-link' }])
})

test('two families with one weak edge between them are separated; a single record is not', () => {
  const triangle = (from: number) => [
    { a: from, b: from + 1, strength: 9 },
    { a: from + 1, b: from + 2, strength: 9 },
    { a: from, b: from + 2, strength: 1 },
  ]
  const edges = [...triangle(0), ...triangle(3), { a: 2, b: 3, strength: 4 }, { a: 0, b: 6, strength: 4 }]
  const { labels, cut } = guardCluster({ size: 7, edges, forbidden: [] }, { maxSize: 10, weakBridge: 5 })
  expect([...labels]).toEqual([0, 0, 0, 3, 3, 3, 0])
  expect(cut).toEqual([{ a: 2, b: 3, strength: 4, reason: 'weak bridge' }])
})

test('a component of a hundred and twenty thousand edges, with hubs, chains and forbidden pairs, is fast enough', () => {
  const size = 40_000
  const edges: StrongEdge[] = []
  for (let i = 1; i < size; i++) {
    edges.push({ a: i - 1, b: i, strength: (i * 7919) % 40 })
    edges.push({ a: i % 10, b: i, strength: (i * 104_729) % 40 })
    edges.push({ a: (i * 31) % size, b: i, strength: (i * 15_485_863) % 40 })
  }
  const forbidden = Array.from({ length: size / 2 }, (_, i) => ({ a: i, b: size - 1 - i }))
  const { labels } = guardCluster({ size, edges, forbidden }, { maxSize: 500, weakBridge: 10 })
  expect(forbidden.filter(({ a, b }) => labels[a] === labels[b])).toEqual([])
})
