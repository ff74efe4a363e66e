import {
  areaUnderCurve,
  type Bin,
  binsOf,
  brierScore,
  calibrationLine,
  logLoss,
  lossAdvantage,
} from '../../analytics/logistic/quality.ts'

/** What is compared with the model on the holdout. */
export interface Rival {
  readonly name: string
  readonly probabilities: Float64Array
}

/** How well something predicted the holdout. */
export interface Judgement {
  readonly name: string
  readonly auc: number
  /** 95 % interval of the AUC by Hanley & McNeil (1982). */
  readonly aucLower: number
  readonly aucUpper: number
  /** How much more often than all the tenth with the highest probabilities left; null with fewer than ten rows. */
  readonly liftAtTenth: number | null
  readonly logLoss: number
  readonly brier: number
  /** Of the calibration by Cox: 1 and 0 are perfect. Null if all probabilities are equal. */
  readonly slope: number | null
  readonly intercept: number | null
  /** How much lower the log loss of the model is, and the lower end of the one-sided 95 % interval of that. */
  readonly modelAdvantage: number | null
  readonly modelAdvantageLower: number | null
}

export interface Verdict {
  readonly rows: number
  readonly leavers: number
  readonly judgements: readonly Judgement[]
  readonly deciles: readonly Bin[]
  readonly isBetter: boolean
  readonly inWords: string
}

/** The first one is the model. */
export function judge([model, ...rivals]: readonly [Rival, ...Rival[]], outcomes: Float64Array): Verdict {
  const leavers = outcomes.reduce((sum, outcome) => sum + outcome, 0)
  const judgements = [model, ...rivals].map((rival) => {
    const advantage =
      rival === model ? null : lossAdvantage(model.probabilities, rival.probabilities, outcomes)
    return { ...judgementOf(rival, outcomes), ...advantageOf(advantage) }
  })
  const equal = judgements.filter(({ modelAdvantageLower }) => (modelAdvantageLower ?? 1) <= 0)
  return {
    rows: outcomes.length,
    leavers,
    judgements,
    deciles: outcomes.length < 10 ? [] : binsOf(model.probabilities, outcomes),
    isBetter: equal.length === 0,
    inWords:
      equal.length === 0
        ? `The model predicts better than ${rivals.map(({ name }) => name).join(' and ')}, with 95 % confidence.`
        : `The model is not clearly better than ${equal.map(({ name }) => name).join(' and ')}: the simpler forecast will do.`,
  }
}

function judgementOf({ name, probabilities }: Rival, outcomes: Float64Array) {
  const auc = areaUnderCurve(probabilities, outcomes)
  const error = 1.959963984540054 * aucError(auc, outcomes)
  const line = calibrationLine(probabilities, outcomes)
  return {
    name,
    auc,
    aucLower: Math.max(0, auc - error),
    aucUpper: Math.min(1, auc + error),
    liftAtTenth: outcomes.length < 10 ? null : (binsOf(probabilities, outcomes)[0]?.lift ?? null),
    logLoss: logLoss(probabilities, outcomes),
    brier: brierScore(probabilities, outcomes),
    slope: line?.slope ?? null,
    intercept: line?.intercept ?? null,
  }
}

function aucError(auc: number, outcomes: Float64Array): number {
  const ones = outcomes.reduce((sum, outcome) => sum + outcome, 0)
  const zeros = outcomes.length - ones
  const [one, two] = [auc / (2 - auc), (2 * auc ** 2) / (1 + auc)]
  const spread = auc * (1 - auc) + (ones - 1) * (one - auc ** 2) + (zeros - 1) * (two - auc ** 2)
  return Math.sqrt(Math.max(0, spread) / (ones * zeros))
}

function advantageOf(advantage: { mean: number; lower: number } | null) {
  return { modelAdvantage: advantage?.mean ?? null, modelAdvantageLower: advantage?.lower ?? null }
}
