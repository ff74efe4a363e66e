import { describe, expect, test } from 'vitest'
import {
  cumulativePurchases,
  expectedPurchases,
  expectedSpend,
  fitPurchases,
  fitSpend,
  newCustomer,
  PurchaseScorer,
  purchaseModels,
} from '../../../analytics/lifetime-value/index.ts'
import { cdnow } from './cdnow.ts'

/*
 * What the papers and their authors' spreadsheets print, and the manual of the R package BTYD. The cohort is not part of the
 * repository; tests that need it are skipped where it is not.
 */
const published = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
const bgNbd = Object.values(published)
const exactBgNbd = [0.24259, 4.41353, 0.79289, 2.42575]
const discountRate = Math.log(1.15) / 52

const cohort = cdnow()

describe.skipIf(cohort === null)('CDNOW, which is only there if CLIENTELE_DATA has it', () => {
  const { customers = [], histories = { frequency: [], recency: [], age: [], customers: [] } } = cohort ?? {}
  const fits = cohort ? purchaseModels.map((model) => fitPurchases(model, histories)) : []

  test.each([
    ['bg_nbd', bgNbd, -9582.4],
    ['pareto_nbd', [0.553, 10.578, 0.606, 11.669], -9595.0],
  ] as const)('%s has the published parameters and likelihood', (model, parameters, logLikelihood) => {
    const fit = fits.find((one) => one.model === model)
    expect(fit?.status).toBe('converged')
    for (const [i, value] of parameters.entries()) {
      // beta of Pareto/NBD is printed as 11.669, and is 11.668 at the maximum, where the likelihood is flat in it
      expect(Math.abs((fit?.parameters[i] ?? NaN) - value)).toBeLessThan(value === 11.669 ? 0.0015 : 0.0006)
    }
    expect(Number(fit?.logLikelihood.toFixed(1))).toBe(logLikelihood)
    expect(fit?.agreeingStarts).toBe(fit?.starts)
  })

  test('standard errors of BG/NBD are those that the Python package lifetimes prints', () => {
    const errors = fits[0]?.estimates.map(({ standardError }) => Number(standardError?.toFixed(2)))
    expect(errors).toEqual([0.01, 0.38, 0.19, 0.71])
  })

  test('the later 39 weeks have 1,653 expected purchases, and the curve to week 78 is 2 and 4 % below', () => {
    const expected = expectedPurchases('bg_nbd', exactBgNbd, histories, 39)
    expect(expected.reduce((sum, count) => sum + count, 0)).toBeCloseTo(1653.4, 0)
    const start = Float64Array.from(histories.age, (age) => 39 - age)
    const total = (model: 'bg_nbd' | 'pareto_nbd') => {
      const fit = fits.find((one) => one.model === model)
      return cumulativePurchases(
        model,
        fit?.parameters ?? [],
        { start, customers: histories.customers },
        [78],
      )[0]
    }
    const actual = 2457 + 1882
    expect((total('bg_nbd') ?? 0) / actual - 1).toBeCloseTo(-0.04, 2)
    expect((total('pareto_nbd') ?? 0) / actual - 1).toBeCloseTo(-0.02, 2)
  })

  test('Gamma-Gamma has the published parameters and expectations', () => {
    const repeat = customers.filter(({ frequency }) => frequency > 0)
    const fit = fitSpend({
      purchases: repeat.map(({ frequency }) => frequency),
      meanValue: repeat.map(({ mean }) => mean),
    })
    expect(fit.parameters.map((value) => Number(value.toFixed(2)))).toEqual([6.25, 3.74, 15.45])
    expect(fit.parameters[2]).toBeCloseTo(15.44, 1)
    expect(fit.logLikelihood).toBeCloseTo(-4055.92, 1)
    const means = customers
      .slice(0, 10)
      .map(({ frequency, mean }) => expectedSpend([6.25, 3.74, 15.44], frequency, frequency > 0 ? mean : 0))
    const printed = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    for (const [i, mean] of printed.entries()) expect(Math.abs((means[i] ?? NaN) - mean)).toBeLessThan(0.1)
  })
})

test('the customer with x = 2, t_x = 30.43, T = 38.86 is expected to buy 1.226 times in 39 weeks', () => {
  const scorer = new PurchaseScorer('bg_nbd', bgNbd, { horizons: [39], discountRate })
  expect(scorer.score(2, 30.43, 38.86).expected[0]).toBeCloseTo(1.226, 3)
})

test.each([
  [0.1429, 0.0078],
  [1, 0.0532],
  [3, 0.1506],
  [31.8571, 1.0405],
  [32, 1.0437],
  [78, 1.8576],
])('a new customer of BG/NBD is expected to buy again by week %f %f times', (week, count) => {
  expect(newCustomer('bg_nbd', exactBgNbd).mean(week)).toBeCloseTo(count, 3)
})

test('BG/NBD: nobody buys again in 39 weeks with 0.5737864, 10 times in 2 weeks with 1.07869e-07', () => {
  const customer = newCustomer('bg_nbd', bgNbd)
  expect(1 - customer.atLeast(1, 39)).toBeCloseTo(0.5737864, 6)
  expect((customer.atLeast(10, 2) - customer.atLeast(11, 2)) * 1e7).toBeCloseTo(1.07869, 4)
  const tails = customer.tails(2)
  expect(((tails?.[9] ?? NaN) - (tails?.[10] ?? NaN)) * 1e7).toBeCloseTo(1.07869, 4)
})

test('Pareto/NBD: x = 26, t_x = 30.86, T = 31 buys 25.46 times in 52 weeks and is alive with 0.9979', () => {
  const parameters = [0.5534, 10.5802, 0.6061, 11.6562]
  const { alive, expected } = new PurchaseScorer('pareto_nbd', parameters, {
    horizons: [52],
    discountRate,
  }).score(26, 30.86, 31)
  expect(alive).toBeCloseTo(0.9979, 4)
  expect(expected[0]).toBeCloseTo(25.46, 1)
})
