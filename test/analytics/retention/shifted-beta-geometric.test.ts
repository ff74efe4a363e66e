import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AtRisk, lifeTable } from '../../../analytics/retention/life-table.ts'
import {
  expectedRenewals,
  expectedRenewalsBand,
  fitRetention,
  refusalChance,
  residualLifetime,
  retained,
  retentionIntervals,
} from '../../../analytics/retention/shifted-beta-geometric.ts'

/** Survivors year by year of 1,000 customers each (Fader & Hardie 2007, table 1; the model is fitted to years 0 to 7). */
const published = {
  'High End': {
    survivors: [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394],
    alpha: 0.668,
    beta: 3.806,
    logLikelihood: -1611.2,
  },
  Regular: {
    survivors: [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173],
    alpha: 0.704,
    beta: 1.182,
    logLikelihood: -1680.3,
  },
}

const tableOf = (survivors: readonly number[]): AtRisk[] =>
  survivors.slice(1).map((count, at) => {
    const atRisk = survivors[at] ?? 0
    return { time: at + 1, atRisk, left: atRisk - count }
  })

test.each(Object.entries(published))(
  'the model of %s is the published one',
  (name, { survivors, ...expected }) => {
    const fit = fitRetention(tableOf(survivors.slice(0, 8)))
    const { alpha, beta, logLikelihood } = fit
    console.table({ published: expected, ours: { alpha, beta, logLikelihood } })
    expect(fit.status, name).toBe('converged')
    expect(alpha).toBeCloseTo(expected.alpha, 3)
    expect(beta).toBeCloseTo(expected.beta, 3)
    expect(logLikelihood).toBeCloseTo(expected.logLikelihood, 1)
    // the paper's point: it projects years 8 to 12, which it was not fitted to
    for (const year of [8, 9, 10, 11, 12])
      expect(Math.abs(retained(fit, year).share - (survivors[year] ?? 0) / 1000)).toBeLessThan(0.02)
  },
)

test('it does not matter how cohorts are divided', () => {
  const stays = (count: number, months: number) =>
    Array.from({ length: count }, (_, at) => ({
      time: Math.min(months, 1 + (at % 9)),
      hasLeft: 1 + (at % 9) <= months && at % 4 > 0,
    }))
  const cohorts = [stays(300, 8), stays(200, 3)]
  const together = fitRetention(lifeTable(cohorts.flat()))
  const added = new Map<number, AtRisk>()
  for (const row of cohorts.flatMap((cohort) => lifeTable(cohort))) {
    const sum = added.get(row.time)
    added.set(row.time, {
      time: row.time,
      atRisk: (sum?.atRisk ?? 0) + row.atRisk,
      left: (sum?.left ?? 0) + row.left,
    })
  }
  const apart = fitRetention([...added.values()].sort((a, b) => a.time - b.time))
  expect(apart.alpha).toBeCloseTo(together.alpha, 9)
  expect(apart.logLikelihood).toBeCloseTo(together.logLikelihood, 6)
})

test('parameters that subscribers were drawn from are within the intervals 19 times in 20', () => {
  let [inside, all] = [0, 0]
  for (const alpha of [0.3, 0.7, 1.5, 4])
    for (const beta of [1, 4, 12])
      for (let round = 0; round < 8; round++) {
        const fit = fitRetention(drawn({ alpha, beta }, 3000, 18, round * 31 + alpha * 7 + beta))
        const intervals = retentionIntervals(fit)
        if (!intervals) continue
        all += 2
        if (intervals.alpha.lower <= alpha && alpha <= intervals.alpha.upper) inside++
        if (intervals.beta.lower <= beta && beta <= intervals.beta.upper) inside++
      }
  expect(all).toBeGreaterThan(150)
  expect(inside / all).toBeGreaterThan(0.9)
  expect(inside / all).toBeLessThan(0.995)
})

test('a fit says so if subscribers are alike, if they could not differ more, and if one renewal cannot tell', () => {
  expect(fitRetention(tableOf([1000, 900, 810, 729, 656])).status).toBe('homogeneous')
  expect(fitRetention(tableOf([1000, 500, 500, 500])).status).toBe('polarised')
  const once = fitRetention(tableOf([1000, 600]))
  expect(once.status).toBe('homogeneous')
  expect(retained(once, 1).share).toBeCloseTo(0.6, 6)
})

test('every life table gives finite numbers, or is refused loudly', () => {
  const tables = fc
    .array(fc.tuple(fc.nat(400), fc.nat(400)), { minLength: 1, maxLength: 40 })
    .map((rows) => rows.map(([left, kept], at) => ({ time: at + 1, atRisk: left + kept, left })))
  fc.assert(
    fc.property(tables, (rows) => {
      const left = rows.reduce((sum, row) => sum + row.left, 0)
      const atRisk = rows.reduce((sum, row) => sum + row.atRisk, 0)
      if (left === 0 || left === atRisk) {
        expect(() => fitRetention(rows)).toThrow(RangeError)
        return
      }
      const fit = fitRetention(rows)
      const numbers = [
        fit.alpha,
        fit.beta,
        fit.logLikelihood,
        retained(fit, 24).share,
        expectedRenewals(fit, 3, 12),
        residualLifetime(fit, 3, 0.01),
      ]
      expect(numbers.every(Number.isFinite)).toBe(true)
      expect(fit.status).not.toBe('unsettled')
      expect(retained(fit, 24).share).toBeLessThanOrEqual(retained(fit, 12).share)
    }),
    { numRuns: 300 },
  )
  expect(() => fitRetention([{ time: 1, atRisk: 5, left: 6 }])).toThrow(RangeError)
  expect(() => fitRetention([{ time: 0, atRisk: 5, left: 1 }])).toThrow(RangeError)
  expect(() => residualLifetime({ alpha: 1, beta: 1 }, 0, 0)).toThrow(RangeError)
})

test('expected renewals are those of an integral over the chances of subscribers', () => {
  const models = [
    [0.668, 3.806],
    [3.8, 15.2],
    [1.2, 0.9],
    [1, 1],
  ] as const
  for (const [alpha, beta] of models)
    for (const renewals of [0, 1, 5])
      for (const rate of [0.01, 0.1, 0.5]) {
        // given the renewals so far, the chance to leave is beta(alpha, beta + renewals)
        const lifetime = integral(alpha, beta + renewals, (p) => ((1 - p) * (1 + rate)) / (rate + p))
        expect(residualLifetime({ alpha, beta }, renewals, rate) / lifetime).toBeCloseTo(1, 3)
        const year = integral(alpha, beta + renewals, (p) => ((1 - p) / p) * (1 - (1 - p) ** 12))
        expect(expectedRenewals({ alpha, beta }, renewals, 12) / year).toBeCloseTo(1, 3)
      }
})

test('more is expected of those who have stayed longer, within a band around the mean', () => {
  const fit = fitRetention(tableOf(published['High End'].survivors))
  for (let renewals = 0; renewals < 20; renewals++) {
    const expected = expectedRenewals(fit, renewals, 12)
    expect(expectedRenewals(fit, renewals + 1, 12)).toBeGreaterThan(expected)
    expect(refusalChance(fit, renewals + 2)).toBeLessThan(refusalChance(fit, renewals + 1))
    const { lower, upper } = expectedRenewalsBand(fit, renewals, 12)
    expect(lower).toBeLessThan(expected)
    expect(upper).toBeGreaterThan(expected)
  }
})

/** A life table of subscribers whose chances follow from the model, drawn renewal by renewal. */
function drawn(
  model: { alpha: number; beta: number },
  count: number,
  renewals: number,
  seed: number,
): AtRisk[] {
  let state = Math.floor(seed * 7919) + 1
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  let atRisk = count
  return Array.from({ length: renewals }, (_, before) => {
    const chance = refusalChance(model, before + 1)
    const left = Array.from({ length: atRisk }, uniform).filter((draw) => draw < chance).length
    const row = { time: before + 1, atRisk, left }
    atRisk -= left
    return row
  })
}

/** The mean of a function of a beta variable, by the midpoint rule on a scale that spreads out both ends. */
function integral(a: number, b: number, of: (p: number) => number): number {
  const steps = 40_000
  const stretch = 6 / Math.min(1, a, b)
  let [sum, weight] = [0, 0]
  for (let step = 0; step < steps; step++) {
    const x = (step + 0.5) / steps
    const logit = stretch * (Math.log(x) - Math.log1p(-x))
    const p = 1 / (1 + Math.exp(-logit))
    const logOther = -Math.max(logit, 0) - Math.log1p(Math.exp(-Math.abs(logit)))
    const density = Math.exp(a * (logit + logOther) + b * logOther - Math.log(x) - Math.log1p(-x))
    if (density === 0 || p === 0) continue
    sum += density * of(p)
    weight += density
  }
  return sum / weight
}
