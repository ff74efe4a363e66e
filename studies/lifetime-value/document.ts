import type { CustomerFile } from './read.ts'
import { scoresOf } from './scores.ts'
import type { Study, TimeUnit } from './study.ts'

/** Sums over all customers. */
export function sumsOf(study: Study, unit: TimeUnit, yearlyRate: number) {
  const expected = study.forecast.map(() => 0)
  let alive = 0
  let discounted = 0
  for (const score of scoresOf(study, unit, yearlyRate)) {
    alive += score.alive
    for (const [i, amount] of (score.value?.expected ?? []).entries())
      expected[i] = (expected[i] ?? 0) + amount
    discounted += score.value?.discounted ?? 0
  }
  return { alive, expected: study.spend ? expected : null, discounted: study.spend ? discounted : null }
}

/** Everything about a study, with all points of its curves. */
export function studyDocument(file: CustomerFile, study: Study, unit: TimeUnit, yearlyRate: number): object {
  const { period, groups, backtest, tracking, untested, fit, candidates, spend, reason, forecast, cohort } =
    study
  const { rows, columns, leftOut, content } = file
  const value = sumsOf(study, unit, yearlyRate)
  return {
    file: { kind: content.kind, rows, columns, leftOut },
    unit,
    period,
    customers: cohort.customers.length,
    groups,
    backtest: backtest && { ...backtest, tracking },
    untested,
    chosen: fit.model,
    isBetterThanNaive: backtest?.isBetterThanNaive ?? null,
    reason,
    fit,
    candidates,
    spend,
    alive: value.alive,
    forecast: forecast.map((total, i) => ({ ...total, value: value.expected?.[i] ?? null })),
    discounted: { yearlyRate, value: value.discounted },
  }
}
