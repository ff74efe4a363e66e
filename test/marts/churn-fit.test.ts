import { expect, test } from 'vitest'
import { sigmoid } from '../../analytics/logistic/numbers.ts'
import { driftOf, recalibrated } from '../../transforms/marts/churn/drift.ts'
import { features } from '../../transforms/marts/churn/feature-list.ts'
import { fitChurn, predicted } from '../../transforms/marts/churn/fit-churn.ts'
import type { Cases } from '../../transforms/marts/churn/read-cases.ts'

/** Numbers between 0 and 1 that are the same in every run. */
function uniforms(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

type Effects = Readonly<Record<string, number>>

/** Customers with random features, who leave with log-odds that are a sum of effects. */
function casesOf(count: number, effects: Effects, seed: number, base = 0.5): Cases {
  const uniform = uniforms(seed)
  const rows = Array.from({ length: count }, () => features.map(() => uniform() * 3.46 - 1.73))
  const outcomes = rows.map((row) => {
    const logOdds = features.reduce((sum, { name }, at) => sum + (effects[name] ?? 0) * (row[at] ?? 0), base)
    return uniform() < sigmoid(logOdds) ? 1 : 0
  })
  return {
    design: { values: Float64Array.from(rows.flat()), width: features.length },
    outcomes: Float64Array.from(outcomes),
    customers: Float64Array.from(rows, (_, at) => at),
    isActive: rows.map((_, at) => at % 4 > 0),
  }
}

const periods = (training: Cases, calibration: Cases, validation: Cases) => ({
  training,
  calibration,
  validation,
})

test('a model that is better than what anybody can see is published, with its true effects', () => {
  const effects = { recency: 0.5, late_parcel: 0.8, year_spending: -0.6 }
  const { predictor, refusal, evaluations, tenths } = fitChurn(
    periods(casesOf(4000, effects, 1), casesOf(2000, effects, 2), casesOf(2000, effects, 3)),
  )
  expect(refusal).toBeNull()
  const effectOf = (name: string) =>
    predictor?.fit.coefficients[features.findIndex((each) => each.name === name)]
  expect(effectOf('late_parcel')).toBeCloseTo(0.8, 0)
  expect(effectOf('year_spending')).toBeCloseTo(-0.6, 0)
  expect(Math.abs(effectOf('visits') ?? 1)).toBeLessThan(0.15)
  const [model, recency] = evaluations
  expect(model?.auc).toBeGreaterThan((recency?.auc ?? 1) + 0.05)
  expect(model?.slope).toBeGreaterThan(0.85)
  expect(model?.slope).toBeLessThan(1.15)
  for (const tenth of tenths) expect(Math.abs(tenth.observedShare - tenth.meanProbability)).toBeLessThan(0.12)
})

test('a model that is no better than the time since the last order says so', () => {
  const effects = { recency: 1 }
  const { refusal } = fitChurn(
    periods(casesOf(1500, effects, 1), casesOf(700, effects, 2), casesOf(700, effects, 3)),
  )
  expect(refusal).toMatch(/no better than the time since the last order/)
})

test('a model of chance, and one whose world has changed, are not published', () => {
  expect(
    fitChurn(periods(casesOf(1500, {}, 1), casesOf(700, {}, 2), casesOf(700, {}, 3))).refusal,
  ).not.toBeNull()
  const before = { late_parcel: 1.5 }
  const after = { late_parcel: -1.5 }
  const turned = fitChurn(periods(casesOf(1500, before, 1), casesOf(700, before, 2), casesOf(700, after, 3)))
  expect(turned.refusal).not.toBeNull()
})

test('too little history, and too few who left or stayed, give a reason instead of a model', () => {
  const nobody = casesOf(0, {}, 1)
  const some = casesOf(500, { recency: 1 }, 2)
  const short = fitChurn(periods(nobody, nobody, some))
  expect(short).toMatchObject({ predictor: null, refusal: expect.stringMatching(/too short/) })
  const loyal = { ...some, outcomes: some.outcomes.map(() => 0) }
  expect(fitChurn(periods(some, some, loyal))).toMatchObject({
    predictor: null,
    refusal: expect.stringMatching(/fewer than 30/),
  })
})

test('what few customers have is not learnt', () => {
  const effects = { recency: 0.5, year_spending: -0.8 }
  const training = casesOf(3000, effects, 1)
  const at = features.findIndex(({ name }) => name === 'has_redeemed')
  // twenty customers who redeemed points, all of whom left
  const values = training.design.values.map((value, place) =>
    place % features.length === at ? (place < 20 * features.length ? 1 : 0) : value,
  )
  const outcomes = training.outcomes.map((outcome, row) => (row < 20 ? 1 : outcome))
  const rare = { ...training, outcomes, design: { ...training.design, values } }
  const { predictor } = fitChurn(periods(rare, casesOf(1000, effects, 2), casesOf(1000, effects, 3)))
  expect(predictor?.fit.coefficients[at]).toBe(0)
})

test('as long as as many leave as expected, the model stays; if not, its intercept follows, and nothing else', () => {
  const effects = { recency: 0.5, late_parcel: 0.8, year_spending: -0.6 }
  const { predictor } = fitChurn(
    periods(casesOf(4000, effects, 1), casesOf(2000, effects, 2), casesOf(2000, effects, 3)),
  )
  if (!predictor) throw new Error('no model')
  expect(driftOf(predictor, casesOf(2000, effects, 4))?.hasDrifted).toBe(false)
  for (const base of [-0.5, 1.5]) {
    const newest = casesOf(2000, effects, 5, base)
    const drift = driftOf(predictor, newest)
    expect(drift?.hasDrifted).toBe(true)
    expect(Math.sign((drift?.actual ?? 0) - (drift?.expected ?? 0))).toBe(Math.sign(base - 0.5))
    const after = recalibrated(predictor, newest)
    expect(after.fit).toBe(predictor.fit)
    expect(after.scale.slope).toBe(predictor.scale.slope)
    const expected = predicted(after, newest).filter((_, row) => newest.isActive[row] ?? false)
    expect(expected.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(drift?.actual ?? 0, 6)
    expect(driftOf(after, newest)?.hasDrifted).toBe(false)
  }
  // a difference of a few hundredths is too small to follow, and twenty customers show nothing
  expect(driftOf(predictor, casesOf(2000, effects, 6, 0.6))?.hasDrifted).toBe(false)
  expect(driftOf(predictor, casesOf(20, effects, 7))).toBe(null)
})
