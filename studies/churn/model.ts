import { type PlattScale, plattScale, rescaled } from '../../analytics/logistic/calibrate.ts'
import type { Design } from '../../analytics/logistic/design.ts'
import { fitLogistic, type LogisticFit, logitsOf } from '../../analytics/logistic/fit.ts'
import { sigmoid } from '../../analytics/logistic/numbers.ts'
import { areaUnderCurve, logLoss } from '../../analytics/logistic/quality.ts'
import type { Encoder } from './encode.ts'
import { foldCount } from './split.ts'

/** Penalties that are tried. */
const ridges = [0.1, 1, 3, 10, 30, 100]
/** Cross-validation and single features need no more rows than these to be told apart. */
const mostCompared = 8_000

export interface Cases {
  readonly rows: Uint32Array
  readonly outcomes: Float64Array
  readonly folds: Uint8Array
  /** Rows of one customer have the same number. */
  readonly groups: Uint32Array
}

export interface Model {
  readonly encoders: readonly Encoder[]
  readonly fit: LogisticFit
  readonly scale: PlattScale
  readonly ridge: number
  /** Log loss of each penalty in cross-validation. */
  readonly trials: readonly { readonly ridge: number; readonly logLoss: number }[]
}

export function designOf(encoders: readonly Encoder[], rows: Uint32Array): Design {
  const width = encoders.reduce((sum, encoder) => sum + encoder.width, 0)
  const values = new Float64Array(width * rows.length)
  let at = 0
  for (const row of rows) {
    for (const encoder of encoders) {
      const columns = encoder.encode(row)
      values.set(columns, at)
      at += columns.length
    }
  }
  return { values, width }
}

/**
 * The penalty with the least log loss in cross-validation of five folds, by customer; the scale of Platt from what each fold
 * was predicted by the others; and the fit to all cases.
 */
export function fitModel(encoders: readonly Encoder[], cases: Cases): Model {
  const compared = firstOf(cases, mostCompared)
  const design = designOf(encoders, compared.rows)
  const trials = ridges.map((ridge) => ({ ridge, ...crossValidated(design, compared, ridge) }))
  const best = trials.reduce((a, b) => (b.logLoss < a.logLoss ? b : a))
  const fit = fitLogistic(designOf(encoders, cases.rows), cases.outcomes, {
    ridge: best.ridge,
    groups: cases.groups,
  })
  return {
    encoders,
    fit,
    scale: plattScale(best.logits, compared.outcomes),
    ridge: best.ridge,
    trials: trials.map(({ ridge, logLoss: loss }) => ({ ridge, logLoss: loss })),
  }
}

export function probabilitiesOf({ encoders, fit, scale }: Model, rows: Uint32Array): Float64Array {
  return rescaled(logitsOf(fit, designOf(encoders, rows)), scale)
}

/** How well each feature predicts alone, in cross-validation. */
export function singlesOf(
  encoders: readonly Encoder[],
  cases: Cases,
): readonly { readonly encoder: Encoder; readonly auc: number; readonly logLoss: number }[] {
  const compared = firstOf(cases, mostCompared)
  return encoders.map((encoder) => {
    const { logits, logLoss: loss } = crossValidated(designOf([encoder], compared.rows), compared, 1)
    return { encoder, auc: areaUnderCurve(logits, compared.outcomes), logLoss: loss }
  })
}

function crossValidated(
  design: Design,
  { outcomes, folds }: Cases,
  ridge: number,
): { readonly logits: Float64Array; readonly logLoss: number } {
  const logits = new Float64Array(outcomes.length)
  const positions = Uint32Array.from(outcomes.keys())
  for (let fold = 0; fold < foldCount; fold++) {
    const inside = positions.filter((at) => folds[at] === fold)
    const others = positions.filter((at) => folds[at] !== fold)
    if (inside.length === 0 || others.length === 0) continue
    const known = Float64Array.from(others, (at) => outcomes[at] ?? 0)
    const ones = known.reduce((sum, outcome) => sum + outcome, 0)
    // folds without one of the outcomes teach nothing
    const predicted =
      ones === 0 || ones === known.length
        ? new Float64Array(inside.length)
        : logitsOf(
            // standard errors are not used, so all cases may be one group
            fitLogistic(rowsOf(design, others), known, {
              ridge,
              groups: new Uint8Array(known.length),
              tolerance: 1e-6,
            }),
            rowsOf(design, inside),
          )
    inside.forEach((at, i) => {
      logits[at] = predicted[i] ?? 0
    })
  }
  return { logits, logLoss: logLoss(logits.map(sigmoid), outcomes) }
}

function rowsOf({ values, width }: Design, rows: Uint32Array): Design {
  const chosen = new Float64Array(width * rows.length)
  for (const [i, row] of rows.entries())
    chosen.set(values.subarray(row * width, (row + 1) * width), i * width)
  return { values: chosen, width }
}

/** Rows are in the order of a hash, so the first ones are as good as any. */
function firstOf({ rows, outcomes, folds, groups }: Cases, most: number): Cases {
  return {
    rows: rows.slice(0, most),
    outcomes: outcomes.slice(0, most),
    folds: folds.slice(0, most),
    groups: groups.slice(0, most),
  }
}
