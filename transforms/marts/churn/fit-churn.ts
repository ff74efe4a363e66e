import { type PlattScale, plattScale, rescaled } from '../../../analytics/logistic/calibrate.ts'
import { fitLogistic, type LogisticFit, logitsOf } from '../../../analytics/logistic/fit.ts'
import {
  areaUnderCurve,
  type Bin,
  binsOf,
  brierScore,
  calibrationLine,
  logLoss,
  lossAdvantage,
} from '../../../analytics/logistic/quality.ts'
import { type Cases, isEnough, partOf, type Role, rareFeatures, roles } from './read-cases.ts'
import { churnSettings } from './settings.ts'

/** A model with the scale that makes its probabilities hold on a later period. */
export interface Predictor {
  readonly fit: LogisticFit
  readonly scale: PlattScale
  readonly ridge: number
}

/** How well something predicted what active customers, or all, did in the period of the check. */
export interface Evaluation {
  readonly predictor: 'model' | 'time since the last order' | 'base rate'
  readonly population: 'active' | 'all'
  readonly customers: number
  readonly leavers: number
  readonly auc: number
  readonly brier: number
  readonly logLoss: number
  readonly topLift: number | null
  readonly slope: number | null
  readonly intercept: number | null
  /** How much lower the log loss of the model is, and the lower end of the one-sided 95 % interval of that. */
  readonly advantage: number
  readonly advantageLower: number
}

export interface ChurnFit {
  readonly predictor: Predictor | null
  readonly evaluations: readonly Evaluation[]
  /** Active customers in tenths, the likeliest to leave first. */
  readonly tenths: readonly Bin[]
  /** Why nothing is published; null if the model is. */
  readonly refusal: string | null
}

const none = { predictor: null, evaluations: [], tenths: [] }

/** Learns, calibrates and checks the model, each on its own days, and says whether it may be published. */
export function fitChurn(cases: Readonly<Record<Role, Cases>>): ChurnFit {
  const tooFew = roles.find((role) => !isEnough(cases[role]))
  if (tooFew) return { ...none, refusal: tooFewIn(tooFew, cases[tooFew]) }
  const predictor = bestPredictor(cases.training, cases.calibration)
  const evaluations = evaluationsOf(predictor, cases)
  const active = partOf(cases.validation, (row) => cases.validation.isActive[row] ?? false)
  return {
    predictor,
    evaluations,
    tenths: binsOf(predicted(predictor, active), active.outcomes),
    refusal: refusalOf(predictor, evaluations),
  }
}

function tooFewIn(role: Role, { outcomes }: Cases): string {
  if (outcomes.length === 0) return `the history is too short: there is nobody in the ${role} period`
  return `fewer than ${churnSettings.leastOfEach} active customers left, or stayed, in the ${role} period`
}

function bestPredictor(training: Cases, calibration: Cases): Predictor {
  const rare = rareFeatures(training, churnSettings.leastWithFeature)
  const tried = churnSettings.ridges.map((ridge) => predictorOf(training, calibration, ridge, rare))
  const losses = tried.map((each) => logLoss(predicted(each, calibration), calibration.outcomes))
  const [first, ...others] = tried
  if (!first) throw new RangeError('no ridge to try')
  return others.reduce(
    (best, each, at) => ((losses[at + 1] ?? 0) < (losses[tried.indexOf(best)] ?? 0) ? each : best),
    first,
  )
}

function predictorOf(
  training: Cases,
  calibration: Cases,
  ridge: number,
  ignored?: ReadonlySet<number>,
): Predictor {
  const options = { ridge, groups: training.customers, ...(ignored && { ignored }) }
  const fit = fitLogistic(training.design, training.outcomes, options)
  return { fit, ridge, scale: plattScale(logitsOf(fit, calibration.design), calibration.outcomes) }
}

export function predicted({ fit, scale }: Predictor, { design }: Cases): Float64Array {
  return rescaled(logitsOf(fit, design), scale)
}

/** The same as log-odds. */
export function predictedLogits({ fit, scale }: Predictor, { design }: Cases): Float64Array {
  return logitsOf(fit, design).map((logit) => scale.intercept + scale.slope * logit)
}

function evaluationsOf(model: Predictor, { training, calibration, validation }: Record<Role, Cases>) {
  const all = () => true
  const recency = predictorOf(partOf(training, all, 'recency'), partOf(calibration, all, 'recency'), 1)
  return (['active', 'all'] as const).flatMap((population): Evaluation[] => {
    const keeps = (row: number) => population === 'all' || (validation.isActive[row] ?? false)
    const seen = partOf(validation, keeps)
    const before = partOf(calibration, (row) => population === 'all' || (calibration.isActive[row] ?? false))
    const baseRate = before.outcomes.reduce((sum, outcome) => sum + outcome, 0) / before.outcomes.length
    const byModel = predicted(model, seen)
    const evaluate = (predictor: Evaluation['predictor'], probabilities: Float64Array): Evaluation => {
      const { mean, lower } = lossAdvantage(byModel, probabilities, seen.outcomes)
      const quality = qualityOf(probabilities, seen.outcomes)
      return { predictor, population, ...quality, advantage: mean, advantageLower: lower }
    }
    return [
      evaluate('model', byModel),
      evaluate('time since the last order', predicted(recency, partOf(validation, keeps, 'recency'))),
      evaluate(
        'base rate',
        seen.outcomes.map(() => baseRate),
      ),
    ]
  })
}

function qualityOf(probabilities: Float64Array, outcomes: Float64Array) {
  const line = calibrationLine(probabilities, outcomes)
  return {
    customers: outcomes.length,
    leavers: outcomes.reduce((sum, outcome) => sum + outcome, 0),
    auc: areaUnderCurve(probabilities, outcomes),
    brier: brierScore(probabilities, outcomes),
    logLoss: logLoss(probabilities, outcomes),
    topLift: binsOf(probabilities, outcomes)[0]?.lift ?? null,
    slope: line?.slope ?? null,
    intercept: line?.intercept ?? null,
  }
}

/** A model has to be better than what anybody can see without one, by more than chance would explain. */
function refusalOf({ fit }: Predictor, evaluations: readonly Evaluation[]): string | null {
  if (fit.status !== 'converged') return 'the fit did not settle'
  const equal = evaluations.find(
    ({ predictor, population, advantageLower }) =>
      predictor !== 'model' && population === 'active' && !(advantageLower > 0),
  )
  return equal ? `it predicts no better than the ${named[equal.predictor]}` : null
}

const named = {
  model: 'model',
  'time since the last order': 'time since the last order',
  'base rate': 'share of customers who left before',
}
