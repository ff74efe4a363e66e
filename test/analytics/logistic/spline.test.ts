import fc from 'fast-check'
import { expect, test } from 'vitest'
import { knotsOf, quantileOf, splineColumns } from '../../../analytics/logistic/spline.ts'

const knots = fc
  .uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 5 })
  .map((all) => all.sort((a, b) => a - b))

test('a spline is straight beyond its outer knots, smooth within, and as Harrell writes it', () => {
  fc.assert(
    fc.property(knots, fc.double({ min: 1, max: 40, noNaN: true }), (at, step) => {
      const [low = 0, high = 0] = [at[0], at.at(-1)]
      const bends = (from: number, h: number) =>
        splineColumns(from, at).map((_, column) => {
          const [a = 0, b = 0, c = 0] = [0, 1, 2].map((i) => splineColumns(from + i * h, at)[column])
          return a - 2 * b + c
        })
      for (const bend of [...bends(low - 2 * step, step), ...bends(high, step)])
        expect(bend).toBeCloseTo(0, 6)
      // no jump and no edge at a knot
      for (const knot of at)
        for (const bend of bends(knot - 1e-3, 1e-3)) expect(Math.abs(bend)).toBeLessThan(1e-3)
    }),
  )
  // knots 0, 1, 3 at 2: (2³ − (2 − 1)³ · 3 / 2) / 9
  expect(splineColumns(2, [0, 1, 3])).toEqual([2, (8 - 1.5) / 9])
  expect(splineColumns(7, [1, 2])).toEqual([7])
  expect(() => splineColumns(1, [0, 2, 2])).toThrow(RangeError)
  expect(() => splineColumns(Number.NaN, [0, 1, 2])).toThrow(RangeError)
})

test('knots are at values that occur, and equal ones count once', () => {
  expect(knotsOf(Array.from({ length: 100 }, (_, i) => i))).toEqual([5, 27, 50, 72, 95])
  expect(knotsOf([1, 1, 1, 1])).toEqual([1])
  expect(quantileOf([1, 2, 3, 4], 1)).toBe(4)
  expect(() => quantileOf([], 0.5)).toThrow(RangeError)
})
