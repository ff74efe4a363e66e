import type { Comparison, MatchModel } from '../../../../analytics/fellegi-sunter/types.ts'
import { termWeightColumn } from '../model/term-weights.ts'
import { fence } from '../planner.ts'
import { overSharedColumns } from '../prepare/over-shared.ts'
import type { ScoringRun } from '../runs/run.ts'
import { termColumns } from '../settings/pair-sources.ts'
import type { CandidatePairs } from './candidates.ts'
import { forbiddenSql, levelSql } from './conditions.ts'

type Scoring = Pick<ScoringRun, 'settings' | 'overShared'> & { readonly model: MatchModel }

/** Weighs pairs, and keeps those that share an identifier or weigh enough. */
export function scoredPairs(run: Scoring, candidates: readonly CandidatePairs[]): string {
  const weighed = candidates.map((pairs) => weighedPairs(run, pairs))
  return `
    with weighed as (
      ${weighed.join('\n      union all\n      ')}
    )
    select
      a,
      b,
      weight,
      levels,
      found_by,
      identifier,
      forbidden
    from weighed
    where weight >= ${run.settings.thresholds.keep}
      or identifier is not null`
}

/**
 * Weighs pairs. This is the only place where weights are computed, so a pair that is explained has the number that
 * the build gave it. The weight is summed in the order of the comparisons; floating point sums depend on the order.
 */
export function weighedPairs(
  { settings, model, overShared }: Scoring,
  { pairs, foundBy, identifier }: CandidatePairs,
): string {
  const columns = overSharedColumns(settings, overShared)
  const levels = settings.comparisons.map(
    (comparison, index) => `${levelSql(comparison, columns)} as level_${index}`,
  )
  const withTerms = new Set(termColumns(settings).map(({ comparison }) => comparison))
  const terms = settings.comparisons.flatMap(({ name }, index) =>
    withTerms.has(name) ? [`l.${termWeightColumn(name)} as term_${index}`] : [],
  )
  const vector = settings.comparisons.map((_, index) => `level_${index}`)
  return `select
        a,
        b,
        ${weightSql(settings.comparisons, model)} as weight,
        array[${vector.join(', ')}]::smallint[] as levels,
        array[${settings.comparisons.map(termSql).join(', ')}]::float8[] as term_weights,
        found_by,
        identifier,
        forbidden
      from (
        select
          least(l.id, r.id) as a,
          greatest(l.id, r.id) as b,
          (${foundBy})::smallint as found_by,
          (${identifier})::text as identifier,
          ${forbiddenSql(settings)} as forbidden,
          ${[...levels, ...terms].join(',\n          ')}
        ${pairs}
        ${fence}
      ) compared`
}

/** log2 of the prior odds, plus the weight of each comparison's level and what the frequency of its value adds. */
function weightSql(comparisons: readonly Comparison[], model: MatchModel): string {
  const prior = double(Math.log2(model.prior / (1 - model.prior)))
  return comparisons.reduce((sum, comparison, index) => {
    const weights = model.comparisons[index]?.levels.map(({ weight }) => double(weight)) ?? []
    if (weights.length !== comparison.levels.length + 2)
      throw new RangeError(`The model has ${weights.length} levels of ${comparison.name}.`)
    const weight = `('{${weights.join(',')}}'::float8[])[level_${index} + 1]`
    return `(${sum} + (${weight} + ${termSql(comparison, index)}))`
  }, `${prior}::float8`)
}

function termSql({ levels }: Comparison, index: number): string {
  const numbers = levels.flatMap(({ termFrequency }, at) => (termFrequency ? [at + 1] : []))
  if (numbers.length === 0) return '0'
  return `case when level_${index} in (${numbers.join(', ')}) then term_${index} else 0 end`
}

/** A number that Postgres reads as the same double. */
function double(number: number): string {
  return Object.is(number, -0) ? '0' : String(number)
}
