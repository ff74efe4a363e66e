import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  isotonicProbability,
  isotonicSteps,
  plattScale,
  rescaled,
} from '../../../analytics/logistic/calibrate.ts'
import { logit, sigmoid } from '../../../analytics/logistic/numbers.ts'
import {
  areaUnderCurve,
  binsOf,
  brierScore,
  calibrationLine,
  logLoss,
} from '../../../analytics/logistic/quality.ts'

const outcomes = fc
  .array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 60 })
  .filter((all) => new Set(all).size > 1)
const scored = outcomes.chain((all) =>
  fc.tuple(
    fc.constant(all),
    fc.array(fc.integer({ min: 0, max: 8 }), { minLength: all.length, maxLength: all.length }),
  ),
)

test('the area under the curve is the share of pairs in the right order, ties counted as half', () => {
  fc.assert(
    fc.property(scored, ([y, scores]) => {
      let [right, pairs] = [0, 0]
      y.forEach((one, i) => {
        y.forEach((other, j) => {
          if (one !== 1 || other !== 0) return
          const [a = 0, b = 0] = [scores[i], scores[j]]
          pairs++
          right += a > b ? 1 : a === b ? 0.5 : 0
        })
      })
      expect(areaUnderCurve(scores, y)).toBeCloseTo(right / pairs, 12)
      expect(
        areaUnderCurve(
          scores.map((score) => -score),
          y,
        ),
      ).toBeCloseTo(1 - right / pairs, 12)
    }),
  )
  expect(areaUnderCurve([1, 1, 1, 1], [0, 1, 0, 1])).toBe(0.5)
  expect(() => areaUnderCurve([1, 2], [1, 1])).toThrow(RangeError)
  expect(() => areaUnderCurve([1, Number.NaN], [0, 1])).toThrow(RangeError)
})

test('losses are those of their formulas', () => {
  expect(brierScore([0.9, 0.2], [1, 0])).toBeCloseTo((0.01 + 0.04) / 2, 12)
  expect(logLoss([0.9, 0.2], [1, 0])).toBeCloseTo(-(Math.log(0.9) + Math.log(0.8)) / 2, 12)
  expect(logLoss([1, 0], [0, 1])).toBeCloseTo(-Math.log(1e-12), 3)
  expect(() => brierScore([1.1], [1])).toThrow(RangeError)
})

test('tenths have a tenth of the cases each, lose none, and do not depend on the order of the cases', () => {
  fc.assert(
    fc.property(scored, ([y, scores]) => {
      fc.pre(y.length >= 10)
      const probabilities = scores.map((score) => score / 8)
      const bins = binsOf(probabilities, y)
      for (const { count } of bins) expect(count).toBeCloseTo(y.length / 10, 9)
      const ones = y.reduce<number>((sum, outcome) => sum + outcome, 0)
      expect(bins.reduce((sum, bin) => sum + bin.ones, 0)).toBeCloseTo(ones, 9)
      expect(bins.at(-1)?.captured).toBeCloseTo(1, 9)
      bins.slice(1).forEach((bin, before) => {
        expect(bin.meanProbability).toBeLessThanOrEqual((bins[before]?.meanProbability ?? 0) + 1e-12)
      })
      const turned = binsOf(probabilities.toReversed(), y.toReversed())
      turned.forEach((bin, at) => {
        expect(bin.ones).toBeCloseTo(bins[at]?.ones ?? -1, 9)
      })
    }),
  )
})

test('probabilities that are right have a line with slope 1, and those that are too extreme a lower one', () => {
  const cases = [0.1, 0.3, 0.5, 0.8].flatMap((p) =>
    Array.from({ length: 1000 }, (_, at) => ({ p, outcome: at < 1000 * p ? 1 : 0 })),
  )
  const y = cases.map(({ outcome }) => outcome)
  const right = calibrationLine(
    cases.map(({ p }) => p),
    y,
  )
  expect(right?.slope).toBeCloseTo(1, 4)
  expect(right?.intercept).toBeCloseTo(0, 4)
  const extreme = calibrationLine(
    cases.map(({ p }) => sigmoid(2 * logit(p))),
    y,
  )
  expect(extreme?.slope).toBeCloseTo(0.5, 4)
  expect(
    calibrationLine(
      cases.map(() => 0.4),
      y,
    ),
  ).toBeNull()
})

test('the scale of Platt puts probabilities right and never turns their order round', () => {
  const logits = Array.from({ length: 4000 }, (_, at) => (at % 40) / 10 - 2)
  const y = logits.map((each, at) => ((at * 7919) % 1000 < 1000 * sigmoid(0.5 * each - 1) ? 1 : 0))
  const scale = plattScale(logits, y)
  const line = calibrationLine(rescaled(logits, scale), y)
  expect(line?.slope).toBeCloseTo(1, 2)
  expect(line?.intercept).toBeCloseTo(0, 2)
  const turned = plattScale(
    logits.map((each) => -each),
    y,
  )
  expect(turned.slope).toBe(0)
  expect(sigmoid(turned.intercept)).toBeCloseTo(y.reduce<number>((sum, one) => sum + one, 0) / y.length, 9)
})

test('an isotonic calibration rises, keeps the mean, and is nearer to the outcomes than any constant', () => {
  fc.assert(
    fc.property(scored, ([y, scores]) => {
      const steps = isotonicSteps(scores, y)
      const values = steps.map(({ probability }) => probability)
      expect(values).toEqual(values.toSorted((a, b) => a - b))
      const fitted = scores.map((score) => isotonicProbability(steps, score))
      const mean = y.reduce<number>((sum, outcome) => sum + outcome, 0) / y.length
      expect(fitted.reduce((sum, p) => sum + p, 0) / y.length).toBeCloseTo(mean, 9)
      expect(brierScore(fitted, y)).toBeLessThanOrEqual(
        brierScore(
          y.map(() => mean),
          y,
        ) + 1e-12,
      )
    }),
  )
})
