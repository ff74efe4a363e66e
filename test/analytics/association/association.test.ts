import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { adjusted } from '../../../analytics/association/false-discoveries.ts'
import { chanceOfAtLeast } from '../../../analytics/association/hypergeometric.ts'
import { ruleOf } from '../../../analytics/association/rules.ts'

/** All, of which so many are in the first, so many in the second, and so many in both. */
const table = fc
  .integer({ min: 1, max: 120 })
  .chain((all) =>
    fc.tuple(fc.constant(all), fc.integer({ min: 0, max: all }), fc.integer({ min: 0, max: all })),
  )
  .chain(([all, first, second]) =>
    fc
      .integer({ min: Math.max(0, first + second - all), max: Math.min(first, second) })
      .map((both) => ({ both, first, second, all })),
  )

function choose(n: number, k: number): bigint {
  let result = 1n
  for (let i = 1; i <= k; i++) result = (result * BigInt(n - k + i)) / BigInt(i)
  return result
}

/** With whole numbers of any size, so without rounding before the last division. */
function exactly(both: number, first: number, second: number, all: number): number {
  let sum = 0n
  for (let k = both; k <= Math.min(first, second); k++)
    if (second - k <= all - first) sum += choose(first, k) * choose(all - first, second - k)
  return Number((sum * 10n ** 60n) / choose(all, second)) / 1e60
}

describe('the chance of so many in common', () => {
  test('is that of counting all possibilities', () => {
    fc.assert(
      fc.property(table, ({ both, first, second, all }) => {
        const exact = exactly(both, first, second, all)
        const found = chanceOfAtLeast(both, first, second, all)
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(1e-9 * Math.max(exact, 1e-12) + 1e-13)
      }),
      { numRuns: 500 },
    )
  })

  test('is the same from either side, falls with the number in common, and starts at 1', () => {
    fc.assert(
      fc.property(table, ({ both, first, second, all }) => {
        const chance = chanceOfAtLeast(both, first, second, all)
        expect(chanceOfAtLeast(both, second, first, all)).toBeCloseTo(chance, 10)
        expect(chance).toBeGreaterThan(0)
        expect(chance).toBeLessThanOrEqual(1)
        if (both > Math.max(0, first + second - all))
          expect(chanceOfAtLeast(both - 1, first, second, all)).toBeGreaterThanOrEqual(chance - 1e-12)
        else expect(chance).toBe(1)
      }),
    )
  })

  test('is that of the lady who tastes tea (Fisher 1935): 1 in 70, and 17 in 70', () => {
    expect(chanceOfAtLeast(4, 4, 4, 8)).toBeCloseTo(1 / 70, 12)
    expect(chanceOfAtLeast(3, 4, 4, 8)).toBeCloseTo(17 / 70, 12)
  })

  test('is never below what can be written, and needs a table that exists', () => {
    expect(chanceOfAtLeast(100_000, 100_000, 100_000, 10_000_000)).toBe(1e-300)
    for (const [both, first, second, all] of [
      [2, 1, 3, 9],
      [0, 5, 5, 9],
      [-1, 1, 1, 9],
      [1, 1, 1, 0.5],
    ] as const)
      expect(() => chanceOfAtLeast(both, first, second, all)).toThrow(RangeError)
    expect(() => ruleOf(0, 0, 3, 9)).toThrow(RangeError)
  })
})

test('a rule has the shares of its definition', () => {
  fc.assert(
    fc.property(table, ({ both, first, second, all }) => {
      fc.pre(first > 0 && second > 0)
      const { support, confidence, lift } = ruleOf(both, first, second, all)
      expect(confidence * first).toBeCloseTo(both, 9)
      expect(support * all).toBeCloseTo(both, 9)
      expect(lift * (second / all)).toBeCloseTo(confidence, 9)
    }),
  )
})

describe('allowing for how many were tested', () => {
  const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 })

  test('is what the step-up rule rejects, for every share of false findings', () => {
    fc.assert(
      fc.property(
        probabilities,
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.integer({ min: 0, max: 50 }),
        (ps, q, more) => {
          const tests = ps.length + more
          const sorted = ps.toSorted((a, b) => a - b)
          const last = sorted.findLastIndex((p, i) => p <= ((i + 1) / tests) * q)
          const limit = last < 0 ? -1 : (sorted[last] ?? -1)
          const found = adjusted(ps, tests)
          for (const [i, p] of ps.entries()) {
            // at the limit itself, rounding may decide
            if (Math.abs((found[i] ?? 0) - q) < 1e-9) continue
            expect((found[i] ?? 1) <= q).toBe(p <= limit)
          }
        },
      ),
    )
  })

  test('never makes a probability smaller, nor larger than 1', () => {
    fc.assert(
      fc.property(probabilities, (ps) => {
        for (const [i, q] of adjusted(ps).entries()) {
          expect(q).toBeGreaterThanOrEqual((ps[i] ?? 0) * (1 - 1e-12))
          expect(q).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('needs probabilities, and as many tests', () => {
    expect(() => adjusted([0.5, Number.NaN])).toThrow(RangeError)
    expect(() => adjusted([0.5, 0.2], 1)).toThrow(RangeError)
  })
})
