/** How many pairs reached these levels: one level for each comparison, 0 for null, else last. */
export interface Pattern {
  readonly levels: readonly number[]
  readonly count: number
}

export interface Training {
  readonly patterns: readonly Pattern[]
  /** By comparison and level; the value of the null level is not used. */
  readonly u: readonly (readonly number[])[]
  /** Comparisons that the blocking rule forces to agree: nothing is learnt about them from its pairs. */
  readonly fixed: ReadonlySet<number>
  readonly smoothing?: number
  readonly maxIterations?: number
  /** Stops once no estimate changes by more. */
  readonly tolerance?: number
}

export interface Trained {
  /** The share of the pairs that are one person. */
  readonly lambda: number
  /** By comparison and level: 0 for null, and the others sum to 1. Null for a comparison that nothing was learnt about. */
  readonly m: readonly (readonly number[] | null)[]
  /** By comparison and level: the expected number of matches, without smoothing. */
  readonly matches: readonly (readonly number[] | null)[]
  readonly iterations: number
  /** Whether the estimates settled before the number of iterations was reached. */
  readonly hasConverged: boolean
  /** Natural logarithm, with smoothing. No iteration lowers it. */
  readonly logLikelihood: number
}

/**
 * Pairs added to each level, so that a level that no pair reached does not count as impossible. Half a pair is
 * Jeffreys' prior, which is negligible in any number of pairs worth estimating from.
 */
const jeffreys = 0.5

/** Where expectation maximisation starts: a tenth of the pairs match, and nine tenths of those agree exactly. */
const start = { lambda: 0.1, first: 0.9 }

/** u from pairs of two people; `assumed` are the pairs on each level of each comparison that are assumed before any is seen. */
export function estimateU(patterns: readonly Pattern[], assumed: readonly (readonly number[])[]): number[][] {
  const counts = assumed.map((levels) => [...levels])
  for (const { levels, count } of patterns) {
    for (const [comparison, level] of levels.entries()) {
      const own = counts[comparison]
      if (own) own[level] = (own[level] ?? 0) + count
    }
  }
  return counts.map((levels) => shares(levels, 0))
}

/**
 * m and lambda by expectation maximisation without labels (Winkler 1988), with u fixed. A null level adds nothing:
 * values are assumed to be missing at random.
 */
export function estimateM(training: Training): Trained {
  const { u, fixed, smoothing = jeffreys, maxIterations = 5000, tolerance = 1e-7 } = training
  const patterns = training.patterns.filter(({ count }) => count > 0)
  const isLearnt = (c: number) => !fixed.has(c) && patterns.some(({ levels }) => (levels[c] ?? 0) > 0)
  const logU = u.map((levels) => levels.map(logOf))
  let m = u.map((levels, c) => (isLearnt(c) ? startingM(levels.length) : null))
  let lambda = start.lambda
  let expected = expectation(patterns, m, logU, lambda, smoothing)
  let iterations = 0
  let moved = expected.pairs ? Infinity : 0
  for (; moved > tolerance && iterations < maxIterations; iterations++) {
    const next = expected.levels.map((counts) => counts && shares(counts, smoothing))
    const nextLambda = expected.matches / expected.pairs
    moved = Math.max(Math.abs(nextLambda - lambda), ...next.map((levels, c) => distance(levels, m[c])))
    m = next
    lambda = nextLambda
    expected = expectation(patterns, m, logU, lambda, smoothing)
  }
  return {
    lambda,
    m,
    iterations,
    hasConverged: moved <= tolerance,
    matches: expected.levels,
    logLikelihood: expected.logLikelihood,
  }
}

type Estimates = readonly (readonly number[] | null)[]

/** The expected number of matches under these estimates, and how many of them reach each level. */
function expectation(
  patterns: readonly Pattern[],
  m: Estimates,
  logU: readonly (readonly number[])[],
  lambda: number,
  smoothing: number,
) {
  const logM = m.map((levels) => levels?.map(logOf))
  const levels = m.map((of) => of && new Array<number>(of.length).fill(0))
  let matches = 0
  let pairs = 0
  let logLikelihood = smoothing > 0 ? smoothing * sum(logM.flatMap((of) => of?.slice(1) ?? [])) : 0
  for (const pattern of patterns) {
    let match = logOf(lambda)
    let other = logOf(1 - lambda)
    for (const [c, level] of pattern.levels.entries()) {
      const logs = logM[c]
      if (!logs || level === 0) continue
      match += logs[level] ?? 0
      other += logU[c]?.[level] ?? 0
    }
    const share = pattern.count / (1 + Math.exp(other - match))
    for (const [c, level] of pattern.levels.entries()) {
      const counts = levels[c]
      if (counts) counts[level] = (counts[level] ?? 0) + share
    }
    matches += share
    pairs += pattern.count
    const higher = Math.max(match, other)
    logLikelihood += pattern.count * (higher + Math.log1p(Math.exp(-Math.abs(match - other))))
  }
  return { levels, matches, pairs, logLikelihood }
}

/** The share of each level but the first, null; all equal if nothing was counted. */
function shares(counts: readonly number[], smoothing: number): number[] {
  const levelCount = counts.length - 1
  const total = sum(counts.slice(1)) + smoothing * levelCount
  return counts.map((count, level) => {
    if (level === 0) return 0
    return total > 0 ? (count + smoothing) / total : 1 / levelCount
  })
}

function startingM(levelCount: number): number[] {
  return shares(
    Array.from({ length: levelCount }, (_, level) =>
      level === 1 ? start.first : (1 - start.first) / Math.max(1, levelCount - 2),
    ),
    0,
  )
}

function distance(one: readonly number[] | null, other: readonly number[] | null | undefined): number {
  return Math.max(0, ...(one ?? []).map((value, level) => Math.abs(value - (other?.[level] ?? value))))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** Finite for 0 too, because the difference of two infinite logarithms is not a number. */
function logOf(probability: number): number {
  return Math.log(Math.max(probability, 1e-300))
}
