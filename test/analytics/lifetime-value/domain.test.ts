import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  fitPurchases,
  type Histories,
  newCustomer,
  PurchaseScorer,
  parameterRange,
  purchaseLogLikelihood,
  purchaseModels,
  spendLogLikelihood,
  ValueScorer,
  whyNotFitted,
} from '../../../analytics/lifetime-value/index.ts'

const between = (low: number, high: number) =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp)
const model = fc.constantFrom(...purchaseModels)
const anyParameters = fc.tuple(
  ...Array.from({ length: 4 }, () => between(parameterRange.least * 1.001, parameterRange.most / 1.001)),
)
const history = fc
  .record({
    frequency: fc.oneof(fc.constant(0), between(1, 1e6).map(Math.floor)),
    age: between(1e-6, 1e6),
    share: fc.oneof(fc.constant(1), fc.constant(1e-9), fc.double({ min: 0.001, max: 1, noNaN: true })),
  })
  .map(({ frequency, age, share }) => ({ frequency, age, recency: frequency === 0 ? 0 : age * share }))
const columnsOf = (rows: readonly { frequency: number; recency: number; age: number }[]): Histories => ({
  frequency: rows.map(({ frequency }) => frequency),
  recency: rows.map(({ recency }) => recency),
  age: rows.map(({ age }) => age),
  customers: rows.map(() => 1),
})

test('no likelihood and no forecast is NaN or infinite anywhere in the domain', () => {
  const horizon = between(1e-3, 1e6)
  fc.assert(
    fc.property(
      model,
      anyParameters,
      history,
      horizon,
      between(1e-6, 1),
      (name, parameters, row, t, delta) => {
        const { value, gradient } = purchaseLogLikelihood(name, parameters, columnsOf([row]))
        for (const number of [value, ...gradient]) expect(number).toSatisfy(Number.isFinite)
        const scorer = new PurchaseScorer(name, parameters, { horizons: [t], discountRate: delta })
        const spend =
          row.frequency > 0 ? { purchases: row.frequency, meanValue: 20 } : { purchases: 0, meanValue: 0 }
        const score = new ValueScorer(scorer, [2, 3, 15]).score(row, spend)
        const { alive, discounted, expectedSpend, discountedValue, ...byHorizon } = score
        expect(alive).toBeGreaterThanOrEqual(0)
        expect(alive).toBeLessThanOrEqual(1)
        for (const number of [
          discounted,
          expectedSpend,
          discountedValue,
          ...Object.values(byHorizon).flat(),
        ]) {
          expect(number).toSatisfy(Number.isFinite)
          expect(number).toBeGreaterThanOrEqual(0)
        }
        expect(score.lower[0]).toBeLessThanOrEqual(score.upper[0] ?? NaN)
        expect(newCustomer(name, parameters).mean(t)).toSatisfy(Number.isFinite)
      },
    ),
    { numRuns: 300 },
  )
})

test('derivatives agree with differences of the likelihood', () => {
  const usual = fc.tuple(...Array.from({ length: 4 }, () => between(0.02, 200)))
  const row = fc
    .record({
      frequency: fc.nat(40),
      age: between(0.5, 200),
      share: fc.double({ min: 0.01, max: 1, noNaN: true }),
    })
    .map(({ frequency, age, share }) => ({ frequency, age, recency: frequency === 0 ? 0 : age * share }))
  fc.assert(
    fc.property(model, usual, fc.array(row, { minLength: 1, maxLength: 5 }), (name, parameters, rows) => {
      const columns = columnsOf(rows)
      const { gradient, value } = purchaseLogLikelihood(name, parameters, columns)
      for (const [i, slope] of gradient.entries()) {
        const at = (factor: number) =>
          purchaseLogLikelihood(
            name,
            parameters.map((parameter, j) => (i === j ? parameter * factor : parameter)),
            columns,
          ).value
        const h = 1e-4
        const difference = (8 * (at(1 + h) - at(1 - h)) - (at(1 + 2 * h) - at(1 - 2 * h))) / (12 * h)
        const byLog = slope * (parameters[i] ?? NaN)
        expect(Math.abs(byLog - difference)).toBeLessThan(
          1e-6 * (1 + Math.abs(byLog)) + (1e-11 * Math.abs(value)) / h,
        )
      }
    }),
    { numRuns: 200 },
  )
  fc.assert(
    fc.property(
      fc.tuple(between(0.05, 50), between(0.05, 50), between(0.1, 1000)),
      fc.integer({ min: 1, max: 50 }),
      between(0.1, 1000),
      (parameters, x, mean) => {
        const columns = { purchases: [x], meanValue: [mean] }
        const { gradient, value } = spendLogLikelihood(parameters, columns)
        for (const [i, slope] of gradient.entries()) {
          const at = (factor: number) =>
            spendLogLikelihood(
              parameters.map((parameter, j) => (i === j ? parameter * factor : parameter)),
              columns,
            ).value
          const h = 1e-4
          const difference = (8 * (at(1 + h) - at(1 - h)) - (at(1 + 2 * h) - at(1 - 2 * h))) / (12 * h)
          const byLog = slope * (parameters[i] ?? NaN)
          expect(Math.abs(byLog - difference)).toBeLessThan(
            1e-6 * (1 + Math.abs(byLog)) + (1e-11 * Math.abs(value)) / h,
          )
        }
      },
    ),
  )
})

test('a fit depends neither on the order of the rows, nor on how they are grouped, nor on the unit of time', () => {
  const rows = Array.from({ length: 300 }, (_, i) => {
    const frequency = [0, 0, 1, 0, 2, 5, 0, 1, 0, 9][i % 10] ?? 0
    const age = 20 + (i % 7)
    return { frequency, age, recency: frequency === 0 ? 0 : ((i * 37) % age) + 0.5 }
  })
  for (const name of purchaseModels) {
    const fit = fitPurchases(name, columnsOf(rows))
    const shuffled = rows.map((_, i) => rows[(i * 7) % 300] ?? { frequency: 0, recency: 0, age: 1 })
    expect(fitPurchases(name, columnsOf(shuffled))).toEqual(fit)
    const counts = new Map<string, { row: (typeof rows)[number]; count: number }>()
    for (const row of rows) {
      const key = JSON.stringify(row)
      counts.set(key, { row, count: (counts.get(key)?.count ?? 0) + 1 })
    }
    const grouped = [...counts.values()]
    const same = fitPurchases(name, {
      ...columnsOf(grouped.map(({ row }) => row)),
      customers: grouped.map(({ count }) => count),
    })
    expect(same.logLikelihood).toBeCloseTo(fit.logLikelihood, 6)
    const inDays = fitPurchases(
      name,
      columnsOf(
        rows.map(({ frequency, recency, age }) => ({ frequency, recency: 7 * recency, age: 7 * age })),
      ),
    )
    const isTime = ['alpha', 'beta']
    for (const [i, { name: parameter, value }] of fit.estimates.entries()) {
      const factor = isTime.includes(parameter) ? 7 : 1
      expect((inDays.estimates[i]?.value ?? NaN) / value / factor).toBeCloseTo(1, 3)
      expect((same.estimates[i]?.value ?? NaN) / value).toBeCloseTo(1, 3)
    }
  }
})

test.each([
  ['a frequency below 0', { frequency: -1, recency: 1, age: 2 }],
  ['a frequency that is not whole', { frequency: 1.5, recency: 1, age: 2 }],
  ['a recency without a repeat purchase', { frequency: 0, recency: 1, age: 2 }],
  ['a repeat purchase without a recency', { frequency: 1, recency: 0, age: 2 }],
  ['a recency above the age', { frequency: 1, recency: 3, age: 2 }],
  ['an age that is no number', { frequency: 0, recency: 0, age: NaN }],
  ['an infinite age', { frequency: 0, recency: 0, age: Infinity }],
])('%s is refused loudly', (_, row) => {
  const scorer = new PurchaseScorer('bg_nbd', [1, 1, 1, 1], { horizons: [1], discountRate: 0.1 })
  expect(() => scorer.score(row.frequency, row.recency, row.age)).toThrow(RangeError)
  for (const name of purchaseModels) {
    expect(() => purchaseLogLikelihood(name, [1, 1, 1, 1], columnsOf([row]))).toThrow(RangeError)
    expect(() => fitPurchases(name, columnsOf([row]))).toThrow(RangeError)
  }
})

test('parameters, horizons and rates outside the domain are refused loudly', () => {
  const options = { horizons: [1], discountRate: 0.1 }
  for (const name of purchaseModels) {
    for (const bad of [
      [0, 1, 1, 1],
      [1, -1, 1, 1],
      [1, 1, NaN, 1],
      [1, 1, 1, Infinity],
      [1, 1, 1],
    ]) {
      expect(() => new PurchaseScorer(name, bad, options)).toThrow(RangeError)
      expect(() => newCustomer(name, bad)).toThrow(RangeError)
    }
    for (const bad of [{ horizons: [-1] }, { horizons: [NaN] }, { discountRate: 0 }, { coverage: 1 }]) {
      expect(() => new PurchaseScorer(name, [1, 1, 1, 1], { ...options, ...bad })).toThrow(RangeError)
    }
  }
  const scorer = new PurchaseScorer('bg_nbd', [1, 1, 1, 1], options)
  expect(() => new ValueScorer(scorer, [1, 1, 1])).toThrow(/no mean value/)
  const row = { frequency: 1, recency: 1, age: 2 }
  expect(() => new ValueScorer(scorer, [1, 2, 1]).score(row, { purchases: 1, meanValue: 0 })).toThrow(
    RangeError,
  )
})

test('histories that say nothing about purchases are refused with the reason', () => {
  expect(whyNotFitted(columnsOf([]))).toMatch(/no customers/)
  const never = columnsOf([{ frequency: 0, recency: 0, age: 10 }])
  expect(whyNotFitted(never)).toMatch(/no customer bought again/)
  expect(() => fitPurchases('bg_nbd', never)).toThrow(/no customer bought again/)
  expect(whyNotFitted(columnsOf([{ frequency: 1, recency: 1, age: 2 }]))).toBe(null)
})
