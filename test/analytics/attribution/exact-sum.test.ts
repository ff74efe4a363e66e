import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apportion, decimalsFor } from '../../../analytics/attribution/apportion.ts'
import { ExactSum } from '../../../analytics/attribution/exact-sum.ts'

/** m × 2^e, which a sum of big integers adds up exactly. */
const scaled = fc.record({
  m: fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
  e: fc.integer({ min: -60, max: 60 }),
})

function sumOf(numbers: readonly number[]): number {
  const sum = new ExactSum()
  for (const one of numbers) sum.add(one)
  return sum.total
}

test('a sum is the number nearest to the true one, in any order', () => {
  fc.assert(
    fc.property(fc.array(scaled, { maxLength: 40 }), fc.func(fc.integer()), (parts, rank) => {
      const numbers = parts.map(({ m, e }) => m * 2 ** e)
      const units = parts.reduce((sum, { m, e }) => sum + (BigInt(m) << BigInt(e + 60)), 0n)
      // the conversion of a big integer rounds to the nearest number
      const nearest = Number(units) / 2 ** 60
      expect(sumOf(numbers)).toBe(nearest)
      const keyed = numbers.map((number, at) => ({ number, key: rank(at) }))
      expect(sumOf(keyed.sort((a, b) => a.key - b.key).map(({ number }) => number))).toBe(nearest)
    }),
  )
  expect(sumOf([1e16, 1, -1e16])).toBe(1)
  expect(sumOf(Array.from({ length: 10 }, () => 0.1))).toBe(1)
  expect(() => sumOf([Number.NaN])).toThrow(RangeError)
})

test('parts are rounded so that they add up exactly, and none moves by more than a unit', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(weights, fc.nat(5000), (parts, total) => {
      const sum = parts.reduce((all, part) => all + part, 0)
      fc.pre(sum > 0)
      const exact = parts.map((part) => (total * part) / sum)
      const unit = 10 ** decimalsFor(total)
      const rounded = apportion(exact, total)
      const units = rounded.reduce((all, part) => all + BigInt(Math.round(part * unit)), 0n)
      expect(units).toBe(BigInt(total) * BigInt(unit))
      for (const [at, part] of rounded.entries()) {
        expect(Math.abs(part - (exact[at] ?? 0)) * unit).toBeLessThan(1.001)
      }
    }),
  )
  expect(apportion([1 / 3, 1 / 3, 1 / 3], 1, 2)).toEqual([0.34, 0.33, 0.33])
  expect(() => apportion([1], 1e300, 9)).toThrow(RangeError)
})
