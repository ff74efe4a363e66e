import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitLogistic, logitsOf } from '../../../analytics/logistic/fit.ts'
import { sigmoid } from '../../../analytics/logistic/numbers.ts'

const columnOf = (...values: number[]) => ({ values: Float64Array.from(values), width: 1 })

test('damage to O-rings of the space shuttle by temperature is as published (Dalal et al. 1989; Agresti 2002)', () => {
  const degrees = [66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58]
  const damaged = [0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1]
  const fit = fitLogistic(columnOf(...degrees), damaged, { ridge: 1e-9 })
  const slope = (fit.coefficients[0] ?? 0) / (fit.scale.deviations[0] ?? 1)
  expect(fit.status).toBe('converged')
  expect(slope).toBeCloseTo(-0.2322, 4)
  expect(fit.intercept - slope * (fit.scale.means[0] ?? 0)).toBeCloseTo(15.0429, 4)
  // at 31 degrees, on the day of the accident
  expect(sigmoid(logitsOf(fit, columnOf(31))[0] ?? 0)).toBeCloseTo(0.9996, 4)
})

describe('a matrix that has no ordinary solution', () => {
  test('separated classes have finite coefficients, which grow as the penalty shrinks', () => {
    const sizes = [10, 1, 0.1, 1e-6].map((ridge) => {
      const fit = fitLogistic(columnOf(1, 2, 3, 4, 5, 6), [0, 0, 0, 1, 1, 1], { ridge })
      expect(fit.status).toBe('converged')
      return fit.coefficients[0] ?? 0
    })
    expect(sizes.every(Number.isFinite)).toBe(true)
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
  })

  test('features that repeat each other share an effect, and a constant one has none', () => {
    const design = { values: Float64Array.from([1, 1, 5, 1, 1, 5, 2, 2, 5, 9, 9, 5]), width: 3 }
    const fit = fitLogistic(design, [0, 1, 0, 1], { ridge: 1 })
    expect(fit.coefficients[0]).toBeCloseTo(fit.coefficients[1] ?? 0, 9)
    expect(fit.coefficients[2]).toBe(0)
    expect(fit.standardErrors[2]).toBe(0)
    // a constant that rounding makes look like a feature
    const third = fitLogistic(columnOf(0.1 + 0.2, 0.3, 0.1 + 0.2, 0.3), [0, 1, 0, 1], { ridge: 1 })
    expect(third.coefficients[0]).toBe(0)
  })

  test('one case of 10,000 is enough, and one class alone is refused', () => {
    const values = Array.from({ length: 10_000 }, (_, at) => at % 100)
    const fit = fitLogistic(
      columnOf(...values),
      values.map((_, at) => (at === 99 ? 1 : 0)),
      { ridge: 1 },
    )
    expect(fit.status).toBe('converged')
    expect([fit.intercept, ...fit.coefficients, ...fit.standardErrors].every(Number.isFinite)).toBe(true)
    expect(() => fitLogistic(columnOf(1, 2, 3), [0, 0, 0], { ridge: 1 })).toThrow(RangeError)
    expect(() => fitLogistic(columnOf(1, 2, 3), [1, 1, 1], { ridge: 1 })).toThrow(RangeError)
  })

  test('what is not a number, not an outcome or not a penalty is refused', () => {
    expect(() => fitLogistic(columnOf(1, Number.NaN), [0, 1], { ridge: 1 })).toThrow(RangeError)
    expect(() => fitLogistic(columnOf(1, Number.POSITIVE_INFINITY), [0, 1], { ridge: 1 })).toThrow(RangeError)
    expect(() => fitLogistic(columnOf(1, 2), [0, 0.5], { ridge: 1 })).toThrow(RangeError)
    expect(() => fitLogistic(columnOf(1, 2), [0, 1, 1], { ridge: 1 })).toThrow(RangeError)
    expect(() => fitLogistic(columnOf(1, 2), [0, 1], { ridge: 0 })).toThrow(RangeError)
  })
})

test('any matrix gives finite numbers at a maximum of the penalised likelihood', () => {
  const matrix = fc.integer({ min: 1, max: 6 }).chain((width) =>
    fc.record({
      width: fc.constant(width),
      rows: fc.array(
        fc.array(
          fc.oneof(
            fc.double({ min: -1e6, max: 1e6, noNaN: true }),
            fc.integer({ min: 0, max: 1 }),
            fc.constant(1e-9),
          ),
          { minLength: width, maxLength: width },
        ),
        { minLength: 2, maxLength: 40 },
      ),
      ridge: fc.constantFrom(0.001, 1, 100),
    }),
  )
  fc.assert(
    fc.property(matrix, fc.infiniteStream(fc.constantFrom(0, 1)), ({ width, rows, ridge }, outcomes) => {
      const y = rows.map((_, at) => (at === 0 ? 0 : at === 1 ? 1 : Number(outcomes.next().value)))
      const design = { values: Float64Array.from(rows.flat()), width }
      const fit = fitLogistic(design, y, { ridge })
      const logits = logitsOf(fit, design)
      expect(
        [fit.intercept, ...fit.coefficients, ...fit.standardErrors, ...logits].every(Number.isFinite),
      ).toBe(true)
      expect(fit.status).toBe('converged')
      // the mean of the probabilities is that of the outcomes, because the intercept is not penalised
      const expected = y.reduce((sum, outcome) => sum + outcome, 0)
      expect(logits.reduce((sum, each) => sum + sigmoid(each), 0)).toBeCloseTo(expected, 3)
      expect(fitLogistic(design, y, { ridge }).coefficients).toEqual(fit.coefficients)
    }),
    { numRuns: 200 },
  )
})

test('intervals hold the coefficients that outcomes were drawn with, also if cases come several times', () => {
  let state = 42
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const truth = [0.8, -0.5, 0]
  let [inside, narrow] = [0, 0]
  const rounds = 60
  for (let round = 0; round < rounds; round++) {
    const rows = Array.from({ length: 400 }, () => truth.map(() => uniform() * 3.46 - 1.73))
    const y = rows.map((row) => {
      const logit = row.reduce((sum, value, at) => sum + value * (truth[at] ?? 0), -0.3)
      return uniform() < sigmoid(logit) ? 1 : 0
    })
    // each case three times, as if a customer were looked at on three days without any change
    const design = { values: Float64Array.from([...rows, ...rows, ...rows].flat()), width: 3 }
    const outcomes = [...y, ...y, ...y]
    const groups = outcomes.map((_, at) => at % 400)
    const together = fitLogistic(design, outcomes, { ridge: 1e-3, groups })
    const apart = fitLogistic(design, outcomes, { ridge: 1e-3 })
    truth.forEach((effect, at) => {
      const scaled = effect * (together.scale.deviations[at] ?? 1)
      const off = Math.abs((together.coefficients[at] ?? 0) - scaled)
      if (off < 1.96 * (together.standardErrors[at] ?? 0)) inside++
      if (off < 1.96 * (apart.standardErrors[at] ?? 0)) narrow++
    })
  }
  expect(inside / (3 * rounds)).toBeGreaterThan(0.9)
  // without the groups, the intervals would be too narrow
  expect(narrow / (3 * rounds)).toBeLessThan(0.85)
})
