import { expect, test } from 'vitest'
import {
  expectedSpend,
  fitPurchases,
  fitSpend,
  type PurchaseModel,
  PurchaseScorer,
  ValueScorer,
} from '../../../analytics/lifetime-value/index.ts'
import { Dice, simulateCohort, simulateCustomer } from './simulate.ts'

/** Light and heavy buyers, customers who hardly differ or differ a lot, who leave soon or late. */
const buying = [
  [0.25, 4],
  [1, 10],
  [4, 12],
] as const
const leaving: Readonly<Record<PurchaseModel, readonly (readonly [number, number])[]>> = {
  bg_nbd: [
    [0.8, 2.4],
    [0.5, 6],
    [3, 9],
  ],
  mbg_nbd: [
    [0.9, 1.6],
    [0.5, 4],
    [3, 9],
  ],
  pareto_nbd: [
    [0.6, 12],
    [1, 30],
    [3, 60],
  ],
}
const grid = Object.entries(leaving).flatMap(([model, ends]) =>
  ends.flatMap((end) => buying.map((rate) => [model, [...rate, ...end]] as const)),
)

test('known parameters are found again over a grid, within the intervals that are stated', () => {
  const found = grid.map(([name, truth], seed) => {
    const model = name as PurchaseModel
    const fit = fitPurchases(model, simulateCohort(seed + 1, model, truth, { customers: 3000, weeks: 78 }))
    const inside = fit.estimates.map(({ lower, upper }, i) => {
      const value = truth[i] ?? NaN
      return (lower ?? 0) <= value && value <= (upper ?? Infinity)
    })
    const distances = fit.estimates.map(({ value }, i) => {
      const error = Math.sqrt(fit.logCovariance?.[i]?.[i] ?? NaN)
      return Math.abs(Math.log(value / (truth[i] ?? NaN))) / error
    })
    return { model, truth, status: fit.status, inside, distances, fit }
  })
  console.log(
    found
      .map(({ model, truth, status, fit }) => {
        const estimates = fit.estimates.map(({ value, lower, upper }) => {
          return `${value.toFixed(3)} (${lower?.toFixed(3) ?? '–'} to ${upper?.toFixed(3) ?? '–'})`
        })
        return `${model} ${truth.join(' ')} → ${estimates.join(', ')} ${status}`
      })
      .join('\n'),
  )
  for (const { status } of found) expect(['converged', 'flat']).toContain(status)
  // 95 % of the intervals hold the truth: of 108, fewer than 92 % would be rarer than one in ten such tests
  const covered = found.flatMap(({ inside }) => inside)
  expect(covered.filter(Boolean).length / covered.length).toBeGreaterThan(0.9)
  for (const { distances, status } of found)
    if (status === 'converged') for (const distance of distances) expect(distance).toBeLessThan(4)
})

test('forecasts and intervals hold for customers who are simulated on', () => {
  const cases = [
    ['bg_nbd', [0.6, 5, 0.8, 2.4]],
    ['mbg_nbd', [1, 6, 0.9, 2]],
    ['pareto_nbd', [1, 6, 0.6, 12]],
  ] as const
  const [p, q, gamma] = [4, 5, 60] as const
  for (const [model, parameters] of cases) {
    const dice = new Dice(7)
    const scorer = new PurchaseScorer(model, parameters, { horizons: [26], discountRate: 0.003 })
    const values = new ValueScorer(scorer, [p, q, gamma])
    const sums = { expected: 0, later: 0, above: 0, value: 0, spent: 0, valueAbove: 0 }
    const customers = 20_000
    for (let i = 0; i < customers; i++) {
      const { later, ...history } = simulateCustomer(dice, model, parameters, 20 + (i % 20), 26)
      const nu = dice.gamma(q, gamma)
      let bought = 0
      for (let n = 0; n < history.frequency; n++) bought += dice.gamma(p, nu)
      let spent = 0
      for (let n = 0; n < later; n++) spent += dice.gamma(p, nu)
      const purchases = history.frequency
      const score = values.score(history, { purchases, meanValue: purchases === 0 ? 0 : bought / purchases })
      sums.expected += score.expected[0] ?? 0
      sums.later += later
      sums.value += score.expectedValue[0] ?? 0
      sums.spent += spent
      if (later > (score.upper[0] ?? 0)) sums.above++
      if (spent > (score.upperValue[0] ?? 0)) sums.valueAbove++
      expect(score.lower[0]).toBeLessThanOrEqual(score.upper[0] ?? NaN)
      expect(score.lowerValue[0]).toBeLessThanOrEqual(score.upperValue[0] ?? NaN)
    }
    expect(sums.later / sums.expected).toBeCloseTo(1, 1)
    expect(sums.spent / sums.value).toBeCloseTo(1, 1)
    // counts are whole, so that fewer than 2.5 % of the customers buy more often than the upper end
    expect(sums.above / customers).toBeLessThan(0.027)
    // a value can be 0, for which there is no smaller one either
    expect(sums.valueAbove / customers).toBeLessThan(0.0275)
    expect(sums.valueAbove / customers).toBeGreaterThan(0.018)
  }
})

test('parameters of Gamma-Gamma are found again', () => {
  for (const [seed, truth] of [
    [6.25, 3.74, 15.44],
    [0.8, 2.5, 90],
    [15, 12, 30],
  ].entries()) {
    const [p = NaN, q = NaN, gamma = NaN] = truth
    const dice = new Dice(seed + 1)
    const rows = Array.from({ length: 4000 }, () => {
      const purchases = 1 + Math.floor(dice.exponential(0.4))
      return { purchases, meanValue: dice.gamma(p * purchases, dice.gamma(q, gamma)) / purchases }
    })
    const fit = fitSpend({
      purchases: rows.map(({ purchases }) => purchases),
      meanValue: rows.map(({ meanValue }) => meanValue),
    })
    for (const [i, { value }] of fit.estimates.entries()) {
      const error = Math.sqrt(fit.logCovariance?.[i]?.[i] ?? NaN)
      expect(Math.abs(Math.log(value / (truth[i] ?? NaN))) / error).toBeLessThan(3.5)
    }
    expect(fit.populationMean).toBeCloseTo(expectedSpend(fit.parameters, 0, 0) ?? NaN, 9)
  }
})
