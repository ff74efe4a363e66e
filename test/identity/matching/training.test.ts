import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MatchModel } from '../../../analytics/fellegi-sunter/types.ts'
import { driftBetween } from '../../../transforms/identity/matching/model/drift.ts'
import { findingsOf } from '../../../transforms/identity/matching/model/findings.ts'
import { fitModel } from '../../../transforms/identity/matching/model/fit.ts'
import type { Block } from '../../../transforms/identity/matching/model/prior.ts'
import { smallSettings } from './matching.ts'

const [given, family, birth, email, phone] = [0, 1, 2, 3, 4]
const none = { given: 0, family: 0, birth: 0, email: 0, phone: 0 }
type Levels = Partial<typeof none>
const pattern = (levels: Levels, count: number) => {
  const all = { ...none, ...levels }
  return { levels: [all.given, all.family, all.birth, all.email, all.phone], count, isFirst: true }
}
const block = (name: string, fixed: number[], patterns: Block['patterns']): Block => ({
  name,
  oneIn: 1,
  trains: true,
  fixed: new Set(fixed),
  patterns,
})

/** Pairs of two people, on the last level of each comparison. */
const strangers = [pattern({ given: 3, family: 4, birth: 4, email: 2, phone: 2 }, 50_000)]
const random = [given, family, birth, email, phone].map(() => strangers)
const trainedOn = (blocks: readonly Block[], records = 1000, total = records) =>
  fitModel(smallSettings, random, blocks, { total, records, pairs: (records * (records - 1)) / 2 })

/** A healthy model: most pairs of one person agree, some do not, and most pairs of the block are two people. */
const byName = block(
  'name',
  [given, family],
  [
    pattern({ birth: 1, email: 1, phone: 1 }, 300),
    pattern({ birth: 1, email: 2, phone: 1 }, 40),
    pattern({ birth: 4, email: 1, phone: 1 }, 20),
    pattern({ birth: 1, email: 1, phone: 2 }, 40),
    pattern({ birth: 4, email: 2, phone: 2 }, 4000),
  ],
)

describe('the prior', () => {
  test('is the share of matches among pairs that a rule could find', () => {
    const { model, evidence } = trainedOn([byName])
    expect(model.prior).toBeCloseTo(400 / 499_500, 4)
    expect(evidence.priorBound).toBe(null)
  })

  test('is never lower than what is assumed, whatever rules found nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), fc.nat(5), (records, rules) => {
        const nothing = Array.from({ length: rules }, (_, at) => block(`rule ${at}`, [], []))
        const { model, evidence } = trainedOn(nothing, records)
        expect(evidence.priorBound).toBe('lower')
        expect(model.prior).toBeGreaterThan(0.000_999 / Math.max(records, 100))
        expect(model.prior).toBeLessThanOrEqual(0.01)
      }),
    )
  })

  test('does not depend on rules that found nothing', () => {
    expect(trainedOn([block('phone', [phone], []), byName, block('email', [email], [])]).model).toEqual(
      trainedOn([byName]).model,
    )
  })
})

test('pairs that have one comparison to learn from teach nothing', () => {
  const alone = [pattern({ birth: 1 }, 10), pattern({ birth: 4 }, 100_000), pattern({ email: 2 }, 100_000)]
  const { model, evidence } = trainedOn([byName, block('given name', [given, family], alone)])
  const ms = ({ comparisons }: MatchModel) => comparisons.map(({ levels }) => levels.map(({ m }) => m))
  expect(ms(model)).toEqual(ms(trainedOn([byName]).model))
  expect(evidence.learnt[birth]?.reduce((sum, pairs) => sum + pairs)).toBeCloseTo(400, -1)
})

describe('findings', () => {
  const kinds = (blocks: readonly Block[], records?: number, total?: number) =>
    findingsOf(trainedOn(blocks, records, total)).map(({ kind, subject }) => [kind, subject])

  test('there are none about a healthy model, or about one of a handful of records', () => {
    expect(kinds([byName])).toEqual([])
    expect(kinds([], 20)).toEqual([])
  })

  test('a prior at its bound says how many records can be compared', () => {
    const [finding] = findingsOf(trainedOn([], 12, 3000))
    expect(finding).toMatchObject({ kind: 'prior at its bound', subject: 'prior' })
    expect(finding?.meaning).toContain('12 of 3,000 records')
    const all = block('name', [given, family], [pattern({ birth: 1, email: 1, phone: 1 }, 4950)])
    expect(kinds([all], 100)).toContainEqual(['prior at its bound', 'prior'])
  })

  test('an m at its bound, where pairs of one person always or never agree', () => {
    const same = block(
      'name',
      [given, family],
      [
        pattern({ birth: 1, email: 1, phone: 1 }, 300),
        pattern({ birth: 1, email: 2, phone: 1 }, 40),
        pattern({ birth: 1, email: 1, phone: 2 }, 40),
        pattern({ birth: 4, email: 2, phone: 2 }, 4000),
      ],
    )
    expect(kinds([same])).toEqual([['m at its bound', 'birth date']])
    const never = block(
      'name',
      [given, family],
      [
        pattern({ birth: 2, email: 1, phone: 1 }, 300),
        pattern({ birth: 4, email: 1, phone: 1 }, 40),
        pattern({ birth: 2, email: 2, phone: 1 }, 40),
        pattern({ birth: 2, email: 1, phone: 2 }, 40),
        pattern({ birth: 4, email: 2, phone: 2 }, 4000),
      ],
    )
    const findings = findingsOf(trainedOn([never]))
    expect(findings).toMatchObject([{ kind: 'm at its bound', subject: 'birth date' }])
    expect(findings[0]?.meaning).toContain('agrees exactly')
  })

  test('an m of else above 0.9', () => {
    const disagreeing = block(
      'name',
      [given, family],
      [
        pattern({ birth: 4, email: 1, phone: 1 }, 300),
        pattern({ birth: 1, email: 1, phone: 1 }, 10),
        pattern({ birth: 4, email: 2, phone: 1 }, 40),
        pattern({ birth: 4, email: 1, phone: 2 }, 40),
        pattern({ birth: 4, email: 2, phone: 2 }, 4000),
      ],
    )
    expect(kinds([disagreeing])).toEqual([['m of else is high', 'birth date']])
  })

  test('expectation maximisation that did not settle', () => {
    const fitted = trainedOn([byName])
    const evidence = { ...fitted.evidence, unconverged: [{ name: 'name', iterations: 5000 }] }
    expect(findingsOf({ ...fitted, evidence })).toMatchObject([
      { kind: 'not converged', subject: 'name', value: 5000 },
    ])
  })

  test('each says what it means and what to do', () => {
    for (const { meaning, remedy } of findingsOf(trainedOn([], 12, 3000))) {
      expect(meaning).toMatch(/^\w.*[^.]$/)
      expect(remedy).toMatch(/^[A-Z].*[^.]$/)
    }
  })
})

describe('drift', () => {
  const probes = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [at, `${at}`]))
  const was = (sources: Record<string, number>, hasSample = false) => ({
    hasSample,
    sources: Object.fromEntries(
      Object.entries(sources).map(([name, records]) => [
        name,
        { records, filled: {}, probes: probes(Math.min(records, 100)) },
      ]),
    ),
  })
  const is = (sources: Record<string, readonly [records: number, unchanged: number]>, hasSample = false) => ({
    hasSample,
    sources: Object.entries(sources).map(([source, [records, unchanged]]) => ({
      source,
      records,
      unchanged,
    })),
  })

  test.each([
    ['nothing changed', was({ a: 5000 }), is({ a: [5000, 100] }), null],
    ['a day', was({ a: 5000 }), is({ a: [5020, 100] }), null],
    ['few of a small source', was({ a: 5000, b: 10 }), is({ a: [5000, 100], b: [25, 10] }), null],
    ['growth', was({ a: 5000 }), is({ a: [5700, 100] }), '12 % of all records are new, changed or gone'],
    ['loss', was({ a: 5000 }), is({ a: [4400, 88] }), '12 % of all records are new, changed or gone'],
    ['values', was({ a: 5000 }), is({ a: [5000, 60] }), '40 % of all records are new, changed or gone'],
    [
      'a source that grew',
      was({ a: 5000, b: 40 }),
      is({ a: [5000, 100], b: [400, 40] }),
      '90 % of the records of b are new, changed or gone',
    ],
    ['a new source', was({ a: 5000 }), is({ a: [5000, 100], b: [1, 0] }), 'b has records for the first time'],
    ['a source that is gone', was({ a: 5000, b: 1 }), is({ a: [5000, 100] }), 'b has no records any more'],
    ['no records any more', was({ a: 5 }), is({}), 'a has no records any more'],
    ['still no records', was({}), is({}), null],
    ['the sample', was({ a: 5000 }, true), is({ a: [5000, 100] }), 'the sample company was removed'],
  ])('%s', (_, before, now, because) => {
    expect(driftBetween(before, now, 0.1)).toBe(because)
  })
})
