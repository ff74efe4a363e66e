import { expect, test } from 'vitest'
import { probabilityOf, weightOf } from '../../../analytics/fellegi-sunter/weight.ts'

test('weights stay finite', () => {
  expect(weightOf(0.5, 0)).toBeLessThan(30)
  expect(weightOf(0, 0.5)).toBeGreaterThan(-30)
  expect(weightOf(0, 0)).toBe(0)
  expect([-Infinity, -2000, 0, 2000, Infinity].map(probabilityOf)).toEqual([0, 0, 0.5, 1, 1])
})
