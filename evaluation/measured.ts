import type { RecordOf } from '#engine'
import type { Agreement, Score } from '../analytics/agreement.ts'
import type { stewardship } from '../transforms/sources/stewardship/stewardship.ts'
import type { Standing } from './known-records.ts'

type EvaluationRow = RecordOf<typeof stewardship.evaluations>

/** The quality of matching by pairs, and by record (B-cubed) if the people of all records are known. */
export interface Figures {
  /** Pairs of records that belong to one person. */
  readonly truePairs: number
  readonly joinedPairs: number
  readonly correctPairs: number
  /** Null if it would divide by zero. */
  readonly precision: number | null
  readonly recall: number | null
  readonly f1: number | null
  readonly bcubed: Score | null
}

/** The figures if pairs were linked from a threshold on. */
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
  /** The figures of the current customers; null if only the model is measured. */
  readonly result: Figures | null
  readonly counts: { readonly records: number; readonly people: number; readonly customers: number } | null
  readonly standing: Standing | null
  readonly strangers: { readonly planted: number; readonly joined: number } | null
  readonly thresholds: readonly ThresholdFigures[]
  readonly missed: readonly PairCount[]
  readonly falseJoins: readonly PairCount[]
}

/** The figures of individually labelled pairs. */
export function pairFigures(truePairs: number, joinedPairs: number, correctPairs: number): Figures {
  return {
    truePairs,
    joinedPairs,
    correctPairs,
    ...scoreOf(truePairs, joinedPairs, correctPairs),
    bcubed: null,
  }
}

/** The figures of records whose people are all known. */
export function recordFigures({ pairwise, bcubed }: Agreement): Figures {
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

/** The evaluation as records of `stewardship.evaluations`: one for the result, each threshold and each reason. */
export function evaluationRecords(measured: Measured): EvaluationRow[] {
  const { against, at, result, counts, standing, strangers, thresholds } = measured
  const evaluated_at = at.toISOString()
  const evaluation_id = `${against} ${evaluated_at}`
  const row = (
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
  const overall = row('result', 'all', {
    ...(result && figureColumns(result)),
    record_count: counts?.records ?? null,
    person_count: counts?.people ?? null,
    cluster_count: counts?.customers ?? null,
    shared_record_count: standing?.shared ?? null,
    silent_record_count: standing?.silent ?? null,
    stranger_count: strangers?.planted ?? null,
    stranger_join_count: strangers?.joined ?? null,
  })
  return [
    overall,
    ...thresholds.map((one) =>
      row('threshold', String(one.threshold), {
        threshold: one.threshold,
        is_in_use: one.isInUse,
        ...figureColumns(one),
      }),
    ),
    ...measured.missed.map(({ label, pairs }) => row('missed', label, { pair_count: pairs })),
    ...measured.falseJoins.map(({ label, pairs }) => row('false join', label, { pair_count: pairs })),
  ]
}

function figureColumns({ truePairs, joinedPairs, correctPairs, precision, recall, f1, bcubed }: Figures) {
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
