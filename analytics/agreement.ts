/** Null if there is nothing to divide by. */
export interface Score {
  readonly precision: number | null
  readonly recall: number | null
  /** The harmonic mean of precision and recall. */
  readonly f1: number | null
}

/** How well one clustering of records agrees with another, which is taken to be true. */
export interface Agreement {
  readonly recordCount: number
  readonly predictedCount: number
  readonly trueCount: number
  /** By pairs of records, so large clusters count most. */
  readonly pairwise: Score & {
    readonly truePositives: number
    readonly falsePositives: number
    readonly falseNegatives: number
  }
  /**
   * By record (Bagga & Baldwin 1998): the share of a record's cluster that belongs to its person, and the share of its
   * person's records that are in its cluster, as means over all records.
   */
  readonly bcubed: Score
}

type Labels = ArrayLike<number | string | bigint>

/** Each record has a label in both lists, at the same index. Pairs are counted without visiting each. */
export function agreement(predicted: Labels, truth: Labels): Agreement {
  if (predicted.length !== truth.length)
    throw new RangeError(`${predicted.length} labels cannot be compared with ${truth.length}`)
  const clusters = grouped(predicted)
  const people = grouped(truth)
  let truePositives = 0
  let clusterShares = 0
  let personShares = 0
  for (const { cluster, person, count } of cells(clusters, people)) {
    truePositives += pairsOf(count)
    clusterShares += count ** 2 / (clusters.sizes[cluster] ?? 0)
    personShares += count ** 2 / (people.sizes[person] ?? 0)
  }
  const predictedPairs = clusters.sizes.reduce((sum, size) => sum + pairsOf(size), 0)
  const truePairs = people.sizes.reduce((sum, size) => sum + pairsOf(size), 0)
  const precision = share(clusterShares, predicted.length)
  const recall = share(personShares, truth.length)
  return {
    recordCount: predicted.length,
    predictedCount: clusters.sizes.length,
    trueCount: people.sizes.length,
    pairwise: {
      truePositives,
      falsePositives: predictedPairs - truePositives,
      falseNegatives: truePairs - truePositives,
      precision: share(truePositives, predictedPairs),
      recall: share(truePositives, truePairs),
      f1: share(2 * truePositives, predictedPairs + truePairs),
    },
    bcubed: {
      precision,
      recall,
      f1: precision === null || recall === null ? null : share(2 * precision * recall, precision + recall),
    },
  }
}

interface Grouped {
  /** The group of each record, groups numbered from 0. */
  readonly groups: Float64Array
  readonly sizes: number[]
}

function grouped(labels: Labels): Grouped {
  const numbers = new Map<number | string | bigint, number>()
  const sizes: number[] = []
  const groups = Float64Array.from(labels, (label) => {
    const group = numbers.get(label) ?? sizes.push(0) - 1
    numbers.set(label, group)
    sizes[group] = (sizes[group] ?? 0) + 1
    return group
  })
  return { groups, sizes }
}

/** The number of records that a cluster and a person have in common, for all that have any. */
function* cells(clusters: Grouped, people: Grouped) {
  const personCount = people.sizes.length
  // one number for both groups: numbers sort many times faster than pairs
  const both = clusters.groups.map((cluster, at) => cluster * personCount + (people.groups[at] ?? 0)).sort()
  for (let from = 0, to = 0; from < both.length; from = to) {
    const cell = both[from] ?? 0
    while (both[to] === cell) to++
    yield { cluster: Math.floor(cell / personCount), person: cell % personCount, count: to - from }
  }
}

function pairsOf(count: number): number {
  return (count * (count - 1)) / 2
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
