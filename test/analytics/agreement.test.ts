import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreement } from '../../analytics/agreement.ts'

const labelings = fc.integer({ min: 0, max: 25 }).chain((length) => {
  const labels = fc.array(fc.nat(8), { minLength: length, maxLength: length })
  return fc.tuple(labels, labels)
})

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole)

/** By visiting every pair and every record. */
function slowly(predicted: readonly number[], truth: readonly number[]) {
  const places = [...predicted.keys()]
  const pairs = places.flatMap((i) => places.slice(i + 1).map((j) => [i, j] as const))
  const together = (labels: readonly number[], i: number, j: number) => labels[i] === labels[j]
  const count = (isPredicted: boolean, isTrue: boolean) =>
    pairs.filter(([i, j]) => together(predicted, i, j) === isPredicted && together(truth, i, j) === isTrue)
      .length
  const [tp, fp, fn] = [count(true, true), count(true, false), count(false, true)]
  const ofRecord = (within: readonly number[], against: readonly number[]) => (i: number) => {
    const ofCluster = places.filter((j) => together(within, i, j))
    return ofCluster.filter((j) => together(against, i, j)).length / ofCluster.length
  }
  const mean = (shares: readonly number[]) =>
    ratio(
      shares.reduce((sum, each) => sum + each, 0),
      shares.length,
    )
  return {
    pairwise: {
      truePositives: tp,
      falsePositives: fp,
      falseNegatives: fn,
      precision: ratio(tp, tp + fp),
      recall: ratio(tp, tp + fn),
    },
    precision: mean(places.map(ofRecord(predicted, truth))),
    recall: mean(places.map(ofRecord(truth, predicted))),
  }
}

test('figures are those found by visiting all pairs and all records', () => {
  fc.assert(
    fc.property(labelings, ([predicted, truth]) => {
      const expected = slowly(predicted, truth)
      const { pairwise, bcubed } = agreement(predicted, truth)
      expect(pairwise).toMatchObject(expected.pairwise)
      if (expected.precision === null) expect(bcubed).toEqual({ precision: null, recall: null, f1: null })
      else {
        expect(bcubed.precision).toBeCloseTo(expected.precision, 12)
        expect(bcubed.recall).toBeCloseTo(expected.recall ?? -1, 12)
      }
    }),
    { numRuns: 500 },
  )
})

test('F1 is the harmonic mean; precision and recall are swapped if the labelings are', () => {
  fc.assert(
    fc.property(labelings, ([predicted, truth]) => {
      const one = agreement(predicted, truth)
      const other = agreement(truth, predicted)
      for (const kind of ['pairwise', 'bcubed'] as const) {
        const { precision, recall, f1 } = one[kind]
        expect(other[kind].precision ?? -1).toBeCloseTo(recall ?? -1, 12)
        expect(other[kind].f1 ?? -1).toBeCloseTo(f1 ?? -1, 12)
        if (precision && recall) expect(f1).toBeCloseTo(2 / (1 / precision + 1 / recall), 12)
      }
      expect([one.predictedCount, one.trueCount]).toEqual([new Set(predicted).size, new Set(truth).size])
    }),
  )
})

test('renaming labels changes nothing', () => {
  fc.assert(
    fc.property(labelings, ([predicted, truth]) => {
      const named = agreement(
        predicted.map((label) => `cluster ${label}`),
        truth.map((label) => BigInt(label) - 2n ** 62n),
      )
      expect(named).toEqual(agreement(Int32Array.from(predicted), truth))
      const { pairwise, bcubed } = agreement(truth, truth)
      expect([pairwise.falsePositives, pairwise.falseNegatives]).toEqual([0, 0])
      if (truth.length > 0) expect(bcubed).toEqual({ precision: 1, recall: 1, f1: 1 })
    }),
  )
})

test("Bagga and Baldwin's example", () => {
  const truth = [1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3]
  const { bcubed } = agreement([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2], truth)
  expect(bcubed.precision).toBeCloseTo(0.76, 2)
  expect(bcubed.recall).toBe(1)
})

test('a million records', () => {
  const truth = Int32Array.from({ length: 1_000_000 }, (_, i) => (i * 7919) % 400_009)
  const predicted = truth.map((person, i) => (i % 50 === 0 ? 400_009 + i : person))
  const { pairwise, recordCount } = agreement(predicted, truth)
  expect(recordCount).toBe(1_000_000)
  expect(pairwise.precision).toBe(1)
  expect(pairwise.recall).toBeCloseTo(0.96, 2)
})

test('labelings of different records are refused', () => {
  expect(() => agreement([1, 2], [1])).toThrow(RangeError)
})
