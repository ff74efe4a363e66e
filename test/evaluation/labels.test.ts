import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { evaluateLabels, type LabelledPair, measuredBy } from '../../evaluation/labelled-pairs.ts'
import { settings } from '../../transforms/identity/settings.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'

describe('labelled pairs', () => {
  const pair = (
    isSame: boolean,
    isJoined: boolean,
    weight: number | null,
    sharesIdentifier = false,
  ): LabelledPair => ({
    isSame,
    isJoined,
    weight,
    sharesIdentifier,
    canLink: true,
  })
  const thresholds = { keep: -2, review: 0, link: 2, bridge: 4 }

  test('figures and reasons, worked out by hand', () => {
    const {
      result,
      thresholds: swept,
      missed,
      falseJoins,
    } = measuredBy(
      [
        pair(true, true, 5),
        pair(true, true, null, true),
        pair(true, false, 1),
        pair(true, false, null),
        pair(true, false, 3),
        pair(false, false, -1),
        pair(false, true, 2),
        pair(false, true, -2),
      ],
      thresholds,
      'labels',
    )
    // 2 of the 4 joined pairs are one person, of 5 pairs that are: P 1/2, R 2/5, F1 = 2·2 / (5 + 4)
    expect(result).toMatchObject({ precision: 0.5, recall: 0.4, f1: 4 / 9, bcubed: null })
    // from 2 bits on: the weights 5, 3, 2 and the shared identifier; three of these pairs are one person
    expect(swept.find(({ isInUse }) => isInUse)).toMatchObject({ precision: 3 / 4, recall: 3 / 5, f1: 6 / 9 })
    expect(swept.map(({ threshold }) => threshold)).toEqual([-2, -1, 0, 1, 2, 3, 4, 5])
    expect(swept[0]).toMatchObject({ joinedPairs: 7, correctPairs: 4 })
    expect(missed).toEqual([
      { label: 'below the threshold, in review', pairs: 1 },
      { label: 'cut by a guard', pairs: 1 },
      { label: 'never compared, or weight too low to keep', pairs: 1 },
    ])
    expect(falseJoins).toEqual([
      { label: 'through other records', pairs: 1 },
      { label: 'weight', pairs: 1 },
    ])
  })

  test('weight does not link a pair that a rule forbids or that lacks what a link requires', () => {
    const unlinkable = { ...pair(true, false, 9), canLink: false }
    const { thresholds: swept, missed } = measuredBy([unlinkable], thresholds, 'labels')
    expect(swept.map(({ joinedPairs }) => joinedPairs)).toEqual(swept.map(() => 0))
    expect(missed).toEqual([
      { label: 'above a threshold, but forbidden or lacking required agreement', pairs: 1 },
    ])
  })

  test('against decisions of stewards, only the model is measured', () => {
    // the build joined the first and separated the second because of the decisions themselves
    const { result, missed, falseJoins } = measuredBy(
      [pair(true, true, 1), pair(false, false, 3)],
      thresholds,
      'decisions',
    )
    expect(result).toBeNull()
    expect(missed).toEqual([{ label: 'below the threshold, in review', pairs: 1 }])
    expect(falseJoins).toEqual([{ label: 'weight', pairs: 1 }])
  })

  describe('in files', () => {
    let folder: string
    let other: TestDatabase
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'clientele-labels-'))
      other = await cloneDatabase('sample')
    })
    afterAll(async () => {
      await rm(folder, { recursive: true })
      await other.drop()
    })
    const evaluated = async (text: string) => {
      const path = join(folder, 'labels.csv')
      await writeFile(path, text)
      return evaluateLabels(other.pool, settings, path)
    }

    test('records are named by source, kind and identifier, or by their key', async () => {
      const { rows: pairs } = await other.pool.query<{ a: string; b: string; id: string }>(`
        select a.record_key as a, b.record_key as b, p.record_id as id
        from identity.map_identity a join identity.map_identity b using (customer_key)
        join pii.stg_shopify__customers p on p.record_key = a.record_key
        where a.record_key <> b.record_key order by 1, 2 limit 3`)
      const [first, , last] = pairs
      const { result } = await evaluated(
        `record_a,record_b,score\nshopify/customer/${first?.id},${first?.b},1\n${last?.a},${last?.b},different\n${last?.b},${first?.a},unsure\n`,
      )
      expect(result).toMatchObject({
        truePairs: 1,
        joinedPairs: 2,
        correctPairs: 1,
        precision: 0.5,
        recall: 1,
      })
    })

    test.each([
      ['a,b\n1,2\n', 'labels-unreadable', /has no column named record_a/],
      ['record_a,record_b,score\n1,2,perhaps\n', 'labels-unreadable', /the score perhaps/],
      ['record_a,record_b,score\n1,2,1\n', 'labels-unreadable', /the record 1, which is not/],
      ['record_a,record_b,score\n1,2\n', 'csv-unreadable', /line 2: expected 3 fields/],
      ['record_a,record_b,score\n', 'nothing-to-evaluate', /has no labelled pairs/],
    ])('%j is refused, and the message says why', async (text, code, message) => {
      await expect(evaluated(text)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    })

    test('without decisions there is nothing to evaluate against', async () => {
      await expect(evaluateLabels(other.pool, settings, 'decisions')).rejects.toMatchObject({
        code: 'nothing-to-evaluate',
      })
    })
  })
})
