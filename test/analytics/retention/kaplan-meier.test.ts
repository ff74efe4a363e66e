import fc from 'fast-check'
import { expect, test } from 'vitest'
import { kaplanMeier } from '../../../analytics/retention/kaplan-meier.ts'
import { lifeTable } from '../../../analytics/retention/life-table.ts'

test('remissions of 21 patients on 6-MP are as published (Freireich et al. 1963; Gehan 1965)', () => {
  // weeks in remission; negative if they were still in remission when last seen
  const weeks = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35]
  const stays = weeks.map((week) => ({ time: Math.abs(week), hasLeft: week > 0 }))
  const curve = kaplanMeier(lifeTable(stays)).filter(({ left }) => left > 0)
  const rounded = (number: number) => Number(number.toFixed(4))
  const found = curve.map((at) => [
    at.time,
    at.atRisk,
    ...[at.survival, at.standardError, at.lower, at.upper].map(rounded),
  ])
  expect(found).toEqual([
    [6, 21, 0.8571, 0.0764, 0.6197, 0.9516],
    [7, 17, 0.8067, 0.0869, 0.5631, 0.9228],
    [10, 15, 0.7529, 0.0963, 0.5032, 0.8894],
    [13, 12, 0.6902, 0.1068, 0.4316, 0.8491],
    [16, 11, 0.6275, 0.1141, 0.3675, 0.8049],
    [22, 7, 0.5378, 0.1282, 0.2678, 0.7468],
    [23, 6, 0.4482, 0.1346, 0.1881, 0.6801],
  ])
})

test('a curve falls within its band, and is the plain share where nobody is censored', () => {
  const stays = fc.array(fc.record({ time: fc.nat(30), hasLeft: fc.boolean() }), {
    minLength: 1,
    maxLength: 80,
  })
  fc.assert(
    fc.property(stays, (all) => {
      let before = 1
      for (const { survival, lower, upper, standardError } of kaplanMeier(lifeTable(all))) {
        expect(survival).toBeLessThanOrEqual(before)
        expect(lower).toBeGreaterThanOrEqual(0)
        expect(lower).toBeLessThanOrEqual(survival + 1e-12)
        expect(upper).toBeGreaterThanOrEqual(survival - 1e-12)
        expect(upper).toBeLessThanOrEqual(1)
        expect(Number.isFinite(standardError)).toBe(true)
        before = survival
      }
      const gone = all.map(({ time }) => ({ time, hasLeft: true }))
      for (const { time, survival } of kaplanMeier(lifeTable(gone)))
        expect(survival).toBeCloseTo(gone.filter((stay) => stay.time > time).length / gone.length, 9)
    }),
  )
})

test('the band of nobody who left is that of the binomial distribution', () => {
  const [all] = kaplanMeier([{ time: 1, atRisk: 30, left: 0 }])
  // the rule of three: at most 1 - 0.025^(1/30) = 11.6 % may have left
  expect(all?.lower).toBeCloseTo(1 - 0.1157, 4)
  expect(all?.upper).toBe(1)
})

test('stays without a length are refused', () => {
  expect(() => lifeTable([{ time: Number.NaN, hasLeft: true }])).toThrow(RangeError)
  expect(() => lifeTable([{ time: -1, hasLeft: true }])).toThrow(RangeError)
})
