import { describe, expect, test } from 'vitest'
import {
  newCustomer,
  type PurchaseModel,
  PurchaseScorer,
  purchaseLogLikelihood,
  spendLogLikelihood,
} from '../../../analytics/lifetime-value/index.ts'
import { betaGrid, type Gridded, gammaGrid, meanOver } from './integral.ts'

/** Parameters of the literature, and those where closed forms lose their digits: a ≈ 1, α ≈ β, s ≈ 1, small and large ones. */
const cases: readonly (readonly [PurchaseModel, readonly number[]])[] = [
  ['bg_nbd', [0.243, 4.414, 0.793, 2.426]],
  ['bg_nbd', [2, 10, 1, 3]],
  ['bg_nbd', [0.6, 3, 0.3, 0.5]],
  ['bg_nbd', [30, 200, 12, 40]],
  ['mbg_nbd', [0.525, 6.183, 0.891, 1.614]],
  ['mbg_nbd', [3, 20, 1, 1]],
  ['pareto_nbd', [0.553, 10.578, 0.606, 11.669]],
  ['pareto_nbd', [0.8, 7, 1, 7]],
  ['pareto_nbd', [3, 2, 0.5, 300]],
  ['pareto_nbd', [0.5, 400, 4, 3]],
]
const histories = [
  { x: 0, recency: 0, age: 38.86 },
  { x: 2, recency: 30.43, age: 38.86 },
  { x: 1, recency: 0.1, age: 100 },
  { x: 25, recency: 60, age: 61 },
  { x: 5, recency: 20, age: 20 },
]
const horizon = 30
const delta = 0.003

/** The likelihood of one customer's history, and of it and being alive, given λ and how the customer leaves. */
function given(model: PurchaseModel, { x, recency, age }: (typeof histories)[number]) {
  if (model === 'pareto_nbd') {
    const alive = (rate: number, leaving: number) => rate ** x * Math.exp(-(rate + leaving) * age)
    const gone = (rate: number, leaving: number) =>
      (rate ** x * leaving * (Math.exp(-(rate + leaving) * recency) - Math.exp(-(rate + leaving) * age))) /
      (rate + leaving)
    return { alive, gone }
  }
  const occasions = model === 'mbg_nbd' ? x + 1 : x
  const alive = (rate: number, p: number) => (1 - p) ** occasions * rate ** x * Math.exp(-rate * age)
  const gone = (rate: number, p: number) =>
    occasions === 0 ? 0 : p * (1 - p) ** (occasions - 1) * rate ** x * Math.exp(-rate * recency)
  return { alive, gone }
}

function grids(
  model: PurchaseModel,
  [r = 0, alpha = 0, third = 0, fourth = 0]: readonly number[],
): [Gridded, Gridded] {
  return [gammaGrid(r, alpha), model === 'pareto_nbd' ? gammaGrid(third, fourth) : betaGrid(third, fourth)]
}

describe.each(cases)('%s with %j', (model, parameters) => {
  const [rates, leavings] = grids(model, parameters)
  const isPareto = model === 'pareto_nbd'

  test.each(histories)('likelihood and forecasts of %j are the integrals over all customers', (history) => {
    const { x, recency, age } = history
    const { alive, gone } = given(model, history)
    const likelihood = meanOver(
      rates,
      leavings,
      (rate, leaving) => alive(rate, leaving) + gone(rate, leaving),
    )
    const columns = { frequency: [x], recency: [recency], age: [age], customers: [1] }
    expect(purchaseLogLikelihood(model, parameters, columns).value).toBeCloseTo(Math.log(likelihood), 6)

    const posterior = (of: (rate: number, leaving: number) => number) =>
      meanOver(rates, leavings, (rate, leaving) => alive(rate, leaving) * of(rate, leaving)) / likelihood
    const forecast = new PurchaseScorer(model, parameters, { horizons: [horizon], discountRate: delta })
    const score = forecast.score(x, recency, age)
    expect(score.alive).toBeCloseTo(
      posterior(() => 1),
      7,
    )
    const purchases = posterior((rate, leaving) => {
      const ending = isPareto ? leaving : rate * leaving
      return (-Math.expm1(-ending * horizon) * rate) / ending
    })
    expect((score.expected[0] ?? 0) / purchases).toBeCloseTo(1, 6)
    const ever = posterior((rate, leaving) => rate / ((isPareto ? leaving : rate * leaving) + delta))
    expect(score.discounted / ever).toBeCloseTo(1, 6)
    // P(no purchase) follows from the first purchase alone
    const some = posterior((rate, leaving) => {
      const together = isPareto ? rate + leaving : rate
      return (rate / together) * -Math.expm1(-together * horizon)
    })
    expect((forecast.atLeast(1, x, recency, age)[0] ?? 0) / some).toBeCloseTo(1, 6)
  })

  test('probabilities of each number of purchases add up to the mean, one by one and as a list', () => {
    const customer = newCustomer(model, parameters)
    const tails = customer.tails(horizon) ?? new Float64Array(0)
    expect(tails.reduce((sum, tail) => sum + tail, 0) / customer.mean(horizon)).toBeCloseTo(1, 6)
    for (const n of [1, 2, 5, 9]) {
      expect(Math.abs((tails[n - 1] ?? 0) - customer.atLeast(n, horizon))).toBeLessThan(
        1e-8 * (tails[0] ?? 0),
      )
    }
  })
})

test('Gamma-Gamma is the integral over the rate of each customer', () => {
  for (const [p, q, gamma] of [
    [6.25, 3.74, 15.44],
    [0.7, 1.2, 40],
    [40, 25, 3],
  ] as const) {
    for (const [x, mean] of [
      [1, 20],
      [7, 35.5],
      [40, 2],
    ] as const) {
      // a sum of x Gamma(p, ν) is Gamma(px, ν); its density at x z̄, times x for the mean
      const nus = gammaGrid(q, gamma)
      const shape = p * x
      const density = (nu: number) =>
        x *
        Math.exp(shape * Math.log(nu) + (shape - 1) * Math.log(x * mean) - nu * x * mean - logGamma(shape))
      const likelihood = nus.values.reduce((sum, nu, i) => sum + (nus.masses[i] ?? 0) * density(nu), 0)
      const { value } = spendLogLikelihood([p, q, gamma], { purchases: [x], meanValue: [mean] })
      expect(value).toBeCloseTo(Math.log(likelihood), 7)
    }
  }
})

/** Lanczos's approximation, to be independent of the library. */
function logGamma(z: number): number {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ]
  if (z < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * z)) - logGamma(1 - z)
  const sum = coefficients.reduce((total, c, i) => total + c / (z + i), 0.99999999999980993)
  const t = z + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (z - 0.5) * Math.log(t) - t + Math.log(sum)
}
