import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimateM, estimateU, type Pattern } from '../../../analytics/fellegi-sunter/em.ts'

/** Shares of the levels from 1 on; level 0, null, is drawn separately. */
const shares = (levelCount: number) =>
  fc
    .array(fc.integer({ min: 1, max: 100 }), { minLength: levelCount, maxLength: levelCount })
    .map((weights) => weights.map((weight) => weight / weights.reduce((a, b) => a + b)))

/** Comparisons that distinguish matches: the first level is common among them and rare among others. */
const comparison = fc
  .record({
    levelCount: fc.integer({ min: 2, max: 4 }),
    agree: fc.double({ min: 0.7, max: 0.97, noNaN: true }),
  })
  .chain(({ levelCount, agree }) =>
    fc
      .record({ rest: shares(levelCount - 1), chance: fc.double({ min: 0.001, max: 0.08, noNaN: true }) })
      .map(({ rest, chance }) => ({
        m: [0, agree, ...rest.map((share) => share * (1 - agree))],
        u: [0, chance, ...rest.toReversed().map((share) => share * (1 - chance))],
      })),
  )

const truths = fc.record({
  lambda: fc.double({ min: 0.01, max: 0.9, noNaN: true }),
  missing: fc.double({ min: 0, max: 0.3, noNaN: true }),
  comparisons: fc.array(comparison, { minLength: 4, maxLength: 5 }),
})
type Truth = typeof truths extends fc.Arbitrary<infer T> ? T : never

/** The expected counts of pairs drawn from these parameters. */
function patternsOf({ lambda, missing, comparisons }: Truth, pairs: number): Pattern[] {
  let drawn: { levels: number[]; match: number; other: number }[] = [
    { levels: [], match: lambda * pairs, other: (1 - lambda) * pairs },
  ]
  for (const { m, u } of comparisons) {
    drawn = drawn.flatMap(({ levels, match, other }) =>
      m.map((share, level) => ({
        levels: [...levels, level],
        match: match * (level ? share * (1 - missing) : missing),
        other: other * (level ? (u[level] ?? 0) * (1 - missing) : missing),
      })),
    )
  }
  return drawn.map(({ levels, match, other }) => ({ levels, count: match + other }))
}

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const none: ReadonlySet<number> = new Set()

test('the parameters that pairs were drawn from are recovered', () => {
  fc.assert(
    fc.property(truths, (truth) => {
      const u = truth.comparisons.map((c) => c.u)
      const trained = estimateM({ patterns: patternsOf(truth, 1e9), u, fixed: none, tolerance: 1e-12 })
      expect(trained.lambda).toBeCloseTo(truth.lambda, 4)
      for (const [c, { m }] of truth.comparisons.entries()) {
        for (const [level, share] of m.entries()) expect(trained.m[c]?.[level]).toBeCloseTo(share, 3)
      }
    }),
    { numRuns: 60 },
  )
})

test('a hundred thousand pairs drawn at random are enough for two digits', () => {
  const draw = random(42)
  const pick = (of: readonly number[]) => {
    const at = draw()
    const upTo = (level: number) => of.slice(0, level + 1).reduce((a, b) => a + b)
    return Math.max(
      1,
      of.findIndex((_, level) => at < upTo(level)),
    )
  }
  const u = [
    [0, 0.004, 0.016, 0.98],
    [0, 0.01, 0.03, 0.96],
    [0, 0.0003, 0.02, 0.9797],
    [0, 0.02, 0.98],
    [0, 0.3, 0.7],
  ]
  const m = [
    [0, 0.7, 0.2, 0.1],
    [0, 0.8, 0.12, 0.08],
    [0, 0.9, 0.06, 0.04],
    [0, 0.6, 0.4],
    [0, 0.95, 0.05],
  ]
  const drawn = (isMatch: boolean) => (isMatch ? m : u).map((of) => (draw() < 0.15 ? 0 : pick(of)))
  const patterns = Array.from({ length: 100_000 }, () => ({ levels: drawn(draw() < 0.05), count: 1 }))
  const randomPairs = Array.from({ length: 300_000 }, () => ({ levels: drawn(false), count: 1 }))
  const trained = estimateM({
    patterns,
    u: estimateU(
      randomPairs,
      u.map((of) => of.map(() => 0.5)),
    ),
    fixed: none,
  })
  expect(trained.lambda).toBeCloseTo(0.05, 2)
  for (const [c, of] of m.entries()) {
    for (const [level, share] of of.entries()) {
      expect(Math.abs((trained.m[c]?.[level] ?? 1) - share)).toBeLessThan(0.02)
    }
  }
})

/** Any counts, whether or not they look like matches and others. */
const anything = fc.record({
  u: fc.array(
    fc.integer({ min: 2, max: 4 }).chain((n) => shares(n).map((of) => [0, ...of])),
    { minLength: 1, maxLength: 4 },
  ),
  smoothing: fc.constantFrom(0, 0.5, 3),
  seed: fc.integer(),
  size: fc.integer({ min: 1, max: 40 }),
})

function anyPatterns(u: readonly number[][], seed: number, size: number): Pattern[] {
  const draw = random(seed)
  return Array.from({ length: size }, () => ({
    levels: u.map((of) => Math.floor(draw() * of.length)),
    count: Math.floor(draw() * 1000),
  }))
}

test('the likelihood never falls', () => {
  fc.assert(
    fc.property(anything, ({ u, smoothing, seed, size }) => {
      const patterns = anyPatterns(u, seed, size)
      let before = -Infinity
      for (let maxIterations = 0; maxIterations < 30; maxIterations++) {
        const { logLikelihood } = estimateM({
          patterns,
          u,
          fixed: none,
          smoothing,
          maxIterations,
          tolerance: 0,
        })
        expect(logLikelihood).toBeGreaterThanOrEqual(before - 1e-9 * (1 + Math.abs(logLikelihood)))
        before = logLikelihood
      }
    }),
    { numRuns: 200 },
  )
})

test('estimates are shares, none of them 0, and do not depend on how pairs are grouped or ordered', () => {
  fc.assert(
    fc.property(anything, ({ u, seed, size }) => {
      const patterns = anyPatterns(u, seed, size)
      // bad fits converge slowly; fifty steps are enough to show it
      const estimate = (of: Pattern[]) => estimateM({ patterns: of, u, fixed: none, maxIterations: 50 })
      const one = estimate(patterns)
      for (const of of one.m) {
        if (!of) continue
        expect(of[0]).toBe(0)
        expect(of.reduce((a, b) => a + b)).toBeCloseTo(1, 9)
        for (const share of of.slice(1)) expect(share).toBeGreaterThan(0)
      }
      const halves = patterns.flatMap(({ levels, count }) => [
        { levels, count: count * 0.25 },
        { levels, count: count * 0.75 },
      ])
      const other = estimate(halves.reverse())
      expect(other.lambda).toBeCloseTo(one.lambda, 4)
      expect(estimate(patterns)).toEqual(one)
    }),
  )
})

test('comparisons that a blocking rule forces are left out, and so are those that are always missing', () => {
  const patterns = [
    { levels: [1, 1, 0, 1], count: 900 },
    { levels: [1, 2, 0, 2], count: 9100 },
  ]
  const u = [0.01, 0.02, 0.1, 0.05].map((agree) => [0, agree, 1 - agree])
  const { m, lambda } = estimateM({ patterns, u, fixed: new Set([0]) })
  expect(m.map((of) => of !== null)).toEqual([false, true, false, true])
  const without = estimateM({
    patterns: patterns.map(({ levels: [, a = 0, , b = 0], count }) => ({ levels: [a, b], count })),
    u: [u[1] ?? [], u[3] ?? []],
    fixed: none,
  })
  expect(without.m).toEqual([m[1], m[3]])
  expect(without.lambda).toBe(lambda)
})

test('without pairs nothing is learnt', () => {
  const trained = estimateM({ patterns: [], u: [[0, 0.1, 0.9]], fixed: none })
  expect(trained).toMatchObject({ m: [null], iterations: 0 })
  expect(estimateU([], [[0, 1, 1]])).toEqual([[0, 0.5, 0.5]])
})

test('u counts pairs, and those assumed before any is seen', () => {
  const patterns = [
    { levels: [1, 0], count: 3 },
    { levels: [3, 2], count: 6 },
  ]
  const assumed = [
    [0, 1, 1, 1],
    [0, 1, 2],
  ]
  expect(estimateU(patterns, assumed)).toEqual([
    [0, 4 / 12, 1 / 12, 7 / 12],
    [0, 1 / 9, 8 / 9],
  ])
})
