import { ClienteleError } from '#engine'
import { distinct } from './distinct.ts'
import { type Driver, driversOf } from './drivers.ts'
import { encoderOf } from './encode.ts'
import type { Feature, UnusedColumn } from './features.ts'
import { judge, type Rival, type Verdict } from './judge.ts'
import { type Cases, fitModel, type Model, probabilitiesOf, singlesOf } from './model.ts'
import type { Split } from './split.ts'

/** Rows with features, and what became of their customers. */
export interface Subject {
  readonly features: readonly Feature[]
  /** By row: 1 left, 0 stayed, NaN not known. */
  readonly outcomes: Float64Array
  readonly split: Split
  /** Rows of one customer have the same number. */
  readonly groups: Uint32Array
  /** What was asked for by name is used, even if it gives the outcome away. */
  readonly isAsked: boolean
  /** Other forecasts of the holdout, to be compared. */
  readonly rivals?: readonly Rival[]
}

export interface ChurnStudy {
  readonly split: string
  readonly training: { readonly rows: number; readonly leavers: number }
  readonly unused: readonly UnusedColumn[]
  readonly model: Model
  readonly bestSingle: string
  readonly verdict: Verdict
  readonly drivers: readonly Driver[]
}

/** With fewer of either outcome, chance decides. */
const leastOfEach = 10
/** More rows teach nothing new. They are drawn by a hash. */
const mostLearnt = 100_000
/** A feature that alone tells leavers from stayers like this was written down after they had left. */
const givesAway = 0.99
const writtenLater =
  'alone it tells who left all but perfectly, as only what is written after they left does; name it in --features to use it'

/**
 * Learns who leaves from the training, and judges that on the holdout.
 *
 * Errors: `study-impossible` if either part has too few of one outcome, or no feature says anything.
 */
export function studyChurn(subject: Subject): ChurnStudy {
  const { features, outcomes, split, groups } = subject
  const training = split.training.slice(0, mostLearnt)
  const outcomesOf = (rows: Uint32Array) => Float64Array.from(rows, (row) => outcomes[row] ?? Number.NaN)
  const learnt = outcomesOf(training)
  const checked = outcomesOf(split.holdout)
  requireBoth('the training', learnt)
  requireBoth('the holdout', checked)
  const unused: UnusedColumn[] = []
  const cases: Cases = {
    rows: training,
    outcomes: learnt,
    folds: Uint8Array.from(training, (row) => split.folds[row] ?? 0),
    groups: Uint32Array.from(training, (row) => groups[row] ?? row),
  }
  const possible = features.flatMap((feature) => {
    const encoder = encoderOf(feature, training)
    if (!encoder) unused.push({ name: feature.name, because: 'its values are too rare, or all the same' })
    return encoder ?? []
  })
  const singles = singlesOf(possible, cases).filter(({ encoder, auc }) => {
    const isHonest = subject.isAsked || auc < givesAway
    if (!isHonest) unused.push({ name: encoder.name, because: writtenLater })
    return isHonest
  })
  const [best] = singles.toSorted((a, b) => a.logLoss - b.logLoss)
  if (!best) {
    const reasons = unused.map(({ name, because }) => `${name} is not used: ${because}`)
    throw new ClienteleError(
      'study-impossible',
      `There is nothing to learn from. ${reasons.join('. ') || 'The file has no other columns'}. Nothing was computed.`,
    )
  }
  const encoders = distinct(
    singles.map(({ encoder }) => encoder),
    training,
  )
  for (const { encoder } of singles) {
    const isKept = encoders.some(({ name }) => name === encoder.name)
    if (!isKept) unused.push({ name: encoder.name, because: 'it says the same as an earlier column' })
  }
  const single = best.encoder
  const model = fitModel(encoders, cases)
  const alone = fitModel([single], cases)
  const share = learnt.reduce((sum, outcome) => sum + outcome, 0) / learnt.length
  const { holdout } = split
  const verdict = judge(
    [
      { name: 'the model', probabilities: probabilitiesOf(model, holdout) },
      { name: 'the base rate', probabilities: new Float64Array(holdout.length).fill(share) },
      { name: `${single.name} alone`, probabilities: probabilitiesOf(alone, holdout) },
      ...(subject.rivals ?? []),
    ],
    checked,
  )
  return {
    split: split.how,
    training: { rows: training.length, leavers: Math.round(share * learnt.length) },
    unused,
    model,
    bestSingle: single.name,
    verdict,
    drivers: driversOf(model, training),
  }
}

function requireBoth(part: string, outcomes: Float64Array): void {
  const leavers = outcomes.reduce((sum, outcome) => sum + outcome, 0)
  const fewer = Math.min(leavers, outcomes.length - leavers)
  if (fewer >= leastOfEach) return
  throw new ClienteleError(
    'study-impossible',
    `Nothing can be learnt: ${part} has ${leavers} customers who left and ${outcomes.length - leavers} who stayed, and needs ` +
      `${leastOfEach} of each. Nothing was computed. Bring more customers.`,
  )
}
