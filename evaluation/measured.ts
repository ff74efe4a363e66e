import type { RecordOf } from '#engine'
import type { Agreement, Score } from '../analytics/agreement.ts'
import type { stewardship } from '../transforms/sources/stewardship/stewardship.ts'
import type { Standing } from './known-records.ts'

type EvaluationRow = RecordOf<typeof stewardship.evaluations>

/** How well records were put together, by pairs and, where all people are known, by record (B-cubed). */
export interface Figures {
  /** Pairs of records of one person. */
  readonly truePairs: number
  readonly joinedPairs: number
  readonly correctPairs: number
  /** Null where there is nothing to divide by. */
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
  readonly bcubed: Score | null
}

/** What linking from a threshold on would do. */
export interface ThresholdFigures extends Figures {
  readonly threshold: number
  readonly isInUse: boolean
}

export interface PairCount {
  readonly label: string
  readonly pairs: number
}

export interface Measured {
  readonly against: EvaluationRow['measured_against']
  readonly at: Date
  /** As records stand now; null where only what the model would do is measured. */
  readonly result: Figures | null
  readonly counts: { readonly records: number; readonly people: number; readonly customers: number } | null
  readonly standing: Standing | null
  readonly strangers: { readonly planted: number; readonly joined: number } | null
  readonly thresholds: readonly ThresholdFigures[]
  readonly missed: readonly PairCount[]
  readonly falseJoins: readonly PairCount[]
}

/** Of pairs that were labelled one by one. */
export function figuresOf(truePairs: number, joinedPairs: number, correctPairs: number): Figures {
  return {
    truePairs,
    joinedPairs,
    correctPairs,
    ...scoreOf(truePairs, joinedPairs, correctPairs),
    bcubed: null,
  }
}

/** Of records that are all known. */
export function figuresFrom({ pairwise, bcubed }: Agreement): Figures {
  const { truePositives, falsePositives, falseNegatives, precision, recall, f1 } = pairwise
  return {
    truePairs: truePositives + falseNegatives,
    joinedPairs: truePositives + falsePositives,
    correctPairs: truePositives,
    precision,
    recall,
    f1,
    bcubed,
  }
}

function scoreOf(truePairs: number, joinedPairs: number, correctPairs: number): Score {
  const share = (of: number) => (of === 0 ? null : correctPairs / of)
  const all = truePairs + joinedPairs
  return {
    precision: share(joinedPairs),
    recall: share(truePairs),
    f1: all === 0 ? null : (2 * correctPairs) / all,
  }
}

/** The evaluation as records of `stewardship.evaluations`, one a figure, so that reports show it. */
export function recordsOf(measured: Measured): EvaluationRow[] {
  const { against, at, result, counts, standing, strangers, thresholds } = measured
  const evaluated_at = at.toISOString()
  const evaluation_id = `${against} ${evaluated_at}`
  const of = (
    part: EvaluationRow['part'],
    label: string,
    figures: Partial<EvaluationRow>,
  ): EvaluationRow => ({
    evaluation_id,
    evaluated_at,
    measured_against: against,
    part,
    label,
    ...figures,
  })
  const whole = of('result', 'all', {
    ...(result && written(result)),
    record_count: counts?.records ?? null,
    person_count: counts?.people ?? null,
    cluster_count: counts?.customers ?? null,
    shared_record_count: standing?.shared ?? null,
    silent_record_count: standing?.silent ?? null,
    stranger_count: strangers?.planted ?? null,
    stranger_join_count: strangers?.joined ?? null,
  })
  return [
    whole,
    ...thresholds.map((one) =>
      of('threshold', String(one.threshold), {
        threshold: one.threshold,
        is_in_use: one.isInUse,
        ...written(one),
      }),
    ),
    ...measured.missed.map(({ label, pairs }) => of('missed', label, { pair_count: pairs })),
    ...measured.falseJoins.map(({ label, pairs }) => of('false join', label, { pair_count: pairs })),
  ]
}

function written({ truePairs, joinedPairs, correctPairs, precision, recall, f1, bcubed }: Figures) {
  return {
    true_pair_count: truePairs,
    joined_pair_count: joinedPairs,
    correct_pair_count: correctPairs,
    precision,
    recall,
    f1,
    bcubed_precision: bcubed?.precision ?? null,
    bcubed_recall: bcubed?.recall ?? null,
    bcubed_f1: bcubed?.f1 ?? null,
  }
}
