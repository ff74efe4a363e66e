import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureForecast } from '../../../analytics/lifetime-value/index.ts'

const rows = fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { minLength: 1, maxLength: 40 })

test('measures agree with their definitions, in any order of the customers', () => {
  fc.assert(
    fc.property(rows, (pairs) => {
      const of = (list: typeof pairs) =>
        measureForecast(
          list.map(([predicted]) => predicted),
          list.map(([, actual]) => actual),
        )
      const measures = of(pairs)
      expect(of([...pairs].reverse())).toEqual(measures)
      const errors = pairs.map(([predicted, actual]) => predicted - actual)
      const mean = (values: readonly number[]) =>
        values.reduce((sum, value) => sum + value, 0) / values.length
      expect(measures.bias).toBeCloseTo(mean(errors), 9)
      expect(measures.meanAbsoluteError).toBeCloseTo(mean(errors.map(Math.abs)), 9)
      expect(measures.rootMeanSquareError).toBeCloseTo(Math.sqrt(mean(errors.map((error) => error ** 2))), 9)
      const total = (which: 'predicted' | 'actual') =>
        measures.deciles.reduce((sum, decile) => sum + decile[which] * decile.customers, 0)
      expect(total('predicted')).toBeCloseTo(measures.predictedTotal, 9)
      expect(total('actual')).toBeCloseTo(measures.actualTotal, 9)
      expect(measures.gini ?? NaN).toSatisfy(
        (gini: number) => Number.isNaN(gini) || Math.abs(gini) <= 1 + 1e-9,
      )
    }),
  )
})

test('the Gini coefficient is that of all pairs of customers', () => {
  fc.assert(
    fc.property(rows, (pairs) => {
      // twice the covariance of outcome and rank, over all pairs: +1 for a pair in order, −1 for one in the wrong order
      const order = (by: 0 | 1) =>
        pairs.reduce(
          (sum, one) =>
            sum +
            pairs.reduce((inner, other) => inner + Math.sign(one[by] - other[by]) * (one[1] - other[1]), 0),
          0,
        )
      const best = order(1)
      const { gini } = measureForecast(
        pairs.map(([predicted]) => predicted),
        pairs.map(([, actual]) => actual),
      )
      if (best === 0) expect(gini).toBe(null)
      else expect(gini).toBeCloseTo(order(0) / best, 9)
    }),
  )
})

test('a perfect forecast, one that ranks nobody, and one in the wrong order', () => {
  const actual = [0, 0, 1, 2, 5, 9, 0, 1, 0, 3]
  expect(measureForecast(actual, actual)).toMatchObject({ gini: 1, bias: 0, meanAbsoluteError: 0 })
  const same = measureForecast(
    actual.map(() => 2.1),
    actual,
  )
  expect(same.gini).toBeCloseTo(0, 12)
  expect(same.deciles.map((decile) => decile.actual)).toEqual(
    Array.from({ length: 10 }, () => expect.closeTo(2.1, 9)),
  )
  expect(
    measureForecast(
      actual.map((count) => -count),
      actual,
    ).gini,
  ).toBeCloseTo(-1, 9)
})

test('forecasts that are no numbers, or not as many as outcomes, are refused', () => {
  expect(() => measureForecast([1, NaN], [1, 2])).toThrow(RangeError)
  expect(() => measureForecast([1], [1, 2])).toThrow(RangeError)
  expect(() => measureForecast([], [])).toThrow(RangeError)
})
