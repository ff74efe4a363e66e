import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Comparison, MatchModel, PreparedRecord } from '../../../analytics/fellegi-sunter/types.ts'
import { matchWeight, probabilityOf, weightOf } from '../../../analytics/fellegi-sunter/weight.ts'

const comparisons: Comparison[] = [
  {
    name: 'surname',
    requires: ['surname'],
    levels: [
      { label: 'same', when: { kind: 'exact', columns: ['surname'] }, termFrequency: 'surname' },
      { label: 'near', when: { kind: 'levenshtein', column: 'surname', atMost: 1 } },
    ],
  },
  {
    name: 'birth date',
    requires: ['born'],
    levels: [{ label: 'same', when: { kind: 'exact', columns: ['born'] } }],
  },
]

const share = fc.double({ min: 0.001, max: 0.999, noNaN: true })

const models: fc.Arbitrary<MatchModel> = fc
  .record({ prior: share, m: fc.array(share, { minLength: 5 }), u: fc.array(share, { minLength: 5 }) })
  .map(({ prior, m: [...m], u: [...u] }) => {
    const estimates = (labels: string[]) =>
      labels.map((label) => {
        const estimate = { label, m: m.pop() ?? 0, u: u.pop() ?? 0 }
        return { ...estimate, weight: weightOf(estimate.m, estimate.u) }
      })
    const missing = { label: 'null', m: 0, u: 0, weight: weightOf(0, 0) }
    return {
      prior,
      comparisons: [
        { name: 'surname', levels: [missing, ...estimates(['same', 'near', 'else'])] },
        { name: 'birth date', levels: [missing, ...estimates(['same', 'else'])] },
      ],
    }
  })

const records: fc.Arbitrary<PreparedRecord> = fc.record({
  values: fc.record({
    surname: fc.constantFrom('smith', 'smyth', 'jones', null),
    born: fc.constantFrom('1980-01-02', '1980-02-01', null),
  }),
  termWeights: fc.constantFrom({}, { surname: 2.5 }, { surname: -0.75 }),
})

test('the probability of a weight is what Bayes makes of prior, m, u and rarity', () => {
  fc.assert(
    fc.property(models, records, records, (model, a, b) => {
      const { weight, levels } = matchWeight(comparisons, model, a, b)
      let match = model.prior
      let other = 1 - model.prior
      for (const [index, level] of levels.entries()) {
        if (level === 0) continue
        match *= model.comparisons[index]?.levels[level]?.m ?? 0
        other *= model.comparisons[index]?.levels[level]?.u ?? 0
      }
      if (levels[0] === 1) other /= 2 ** (a.termWeights.surname ?? 0)
      expect(probabilityOf(weight)).toBeCloseTo(match / (match + other), 9)
    }),
  )
})

test('parts add up, in order, to the last bit', () => {
  fc.assert(
    fc.property(models, records, records, (model, a, b) => {
      const { weight, parts } = matchWeight(comparisons, model, a, b)
      let sum = Math.log2(model.prior / (1 - model.prior))
      for (const part of parts) sum = sum + (part.weight + part.termWeight)
      expect(weight).toBe(sum)
      expect(parts.map(({ comparison }) => comparison)).toEqual(['surname', 'birth date'])
    }),
  )
})

test('what is missing says nothing, and rarity counts only where both have the value', () => {
  const estimate = (label: string, weight: number) => ({ label, m: 0.5, u: 0.5, weight })
  const model: MatchModel = {
    prior: 0.5,
    comparisons: [
      {
        name: 'surname',
        levels: [estimate('null', 0), estimate('same', 8), estimate('near', 4), estimate('else', -3)],
      },
      { name: 'birth date', levels: [estimate('null', 0), estimate('same', 10), estimate('else', -5)] },
    ],
  }
  const rare = (surname: string | null) => ({ values: { surname, born: null }, termWeights: { surname: 2 } })
  const weigh = (a: string | null, b: string | null) => matchWeight(comparisons, model, rare(a), rare(b))
  expect(weigh(null, 'smith')).toMatchObject({ weight: 0, levels: [0, 0] })
  expect(weigh('smith', 'smith')).toMatchObject({
    weight: 10,
    levels: [1, 0],
    parts: [{ label: 'same', weight: 8, termWeight: 2 }, { label: 'null' }],
  })
  expect(weigh('smith', 'smyth')).toMatchObject({ weight: 4, levels: [2, 0] })
  expect(weigh('smith', 'jones')).toMatchObject({ weight: -3, levels: [3, 0] })
})

test('weights stay finite', () => {
  expect(weightOf(0.5, 0)).toBeLessThan(30)
  expect(weightOf(0, 0.5)).toBeGreaterThan(-30)
  expect(weightOf(0, 0)).toBe(0)
  expect([-Infinity, -2000, 0, 2000, Infinity].map(probabilityOf)).toEqual([0, 0, 0.5, 1, 1])
})

test('a model of other comparisons is refused', () => {
  const record = { values: { surname: 'smith', born: null }, termWeights: {} }
  expect(() => matchWeight(comparisons, { prior: 0.5, comparisons: [] }, record, record)).toThrow(RangeError)
})
