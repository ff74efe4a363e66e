import { z } from 'zod'
import { type MadeRow, rounded, roundedOrNull } from '../models/insert-rows.ts'
import type { Drift } from './drift.ts'
import { features } from './feature-list.ts'
import type { ChurnFit, Evaluation, Predictor } from './fit-churn.ts'
import type { Cases, Role } from './read-cases.ts'
import { churnSettings } from './settings.ts'

const windowRow = z.object({
  as_of_date: z.string(),
  fitted_until_date: z.string(),
  recalibrated_until_date: z.string(),
  first_cut_date: z.string().nullable(),
  checked_from_date: z.string().nullable(),
})

const z95 = 1.959963984540054

/** The row of mart_churn_fit. Lists are JSON in it, and rows in the marts that show them. */
export function fitRow(
  window: unknown,
  cases: Readonly<Record<Role, Cases>>,
  fit: ChurnFit,
  drift: Drift | null,
): MadeRow<string> {
  const { predictor, evaluations, tenths, refusal } = fit
  const { training, calibration, validation } = cases
  const { recalibrated_until_date, ...period } = windowRow.parse(window)
  const hasDrifted = drift?.hasDrifted ?? false
  return {
    ...period,
    ...(hasDrifted && { fitted_until_date: recalibrated_until_date }),
    horizon_days: churnSettings.horizonDays,
    active_days: churnSettings.activeDays,
    learnt_case_count: training.outcomes.length,
    learnt_customer_count: new Set(training.customers).size,
    calibrated_customer_count: calibration.outcomes.length,
    checked_customer_count: validation.outcomes.length,
    ridge: predictor?.ridge ?? null,
    status: predictor?.fit.status ?? null,
    iterations: predictor?.fit.iterations ?? null,
    calibration_slope: roundedOrNull(predictor?.scale.slope),
    intercept:
      predictor && rounded(predictor.scale.intercept + predictor.scale.slope * predictor.fit.intercept),
    coefficients: predictor ? coefficientsOf(predictor) : [],
    evaluations: evaluations.map(evaluationOf),
    tenths: tenths.map((tenth, at) => ({
      tenth: at + 1,
      customer_count: rounded(tenth.count, 2),
      left_count: rounded(tenth.ones, 2),
      predicted_share: rounded(tenth.meanProbability),
      observed_share: rounded(tenth.observedShare),
      lift: roundedOrNull(tenth.lift),
      captured_share: roundedOrNull(tenth.captured),
    })),
    drift_expected_left_count: roundedOrNull(drift?.expected, 2),
    drift_actual_left_count: drift?.actual ?? null,
    has_drifted: hasDrifted,
    is_published: refusal === null,
    not_published_because: refusal,
  }
}

/** On the calibrated scale: what one standard deviation of a feature adds to the log-odds of leaving. */
function coefficientsOf({ fit, scale }: Predictor) {
  return features.map(({ name }, at) => {
    const effect = scale.slope * (fit.coefficients[at] ?? 0)
    const width = z95 * scale.slope * (fit.standardErrors[at] ?? 0)
    return {
      feature: name,
      mean: rounded(fit.scale.means[at] ?? 0),
      deviation: rounded(fit.scale.deviations[at] ?? 0),
      effect: rounded(effect),
      effect_lower: rounded(effect - width),
      effect_upper: rounded(effect + width),
    }
  })
}

function evaluationOf({ predictor, population, ...quality }: Evaluation) {
  return {
    predictor,
    population,
    customer_count: quality.customers,
    left_count: quality.leavers,
    auc: rounded(quality.auc),
    brier_score: rounded(quality.brier),
    log_loss: rounded(quality.logLoss),
    top_tenth_lift: roundedOrNull(quality.topLift),
    calibration_slope: roundedOrNull(quality.slope),
    calibration_intercept: roundedOrNull(quality.intercept),
    model_advantage: rounded(quality.advantage),
    model_advantage_lower: rounded(quality.advantageLower),
  }
}
