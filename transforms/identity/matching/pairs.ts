import pg from 'pg'
import type { MatchModel } from '../../../analytics/fellegi-sunter/types.ts'
import { forbiddenSql, levelSql } from './conditions.ts'
import type { IdentitySettings } from './declare.ts'
import { fence } from './planner.ts'
import {
  type OverShared,
  overSharedColumns,
  type PairSource,
  pairSources,
  termColumns,
  termWeightColumn,
} from './prepare.ts'

/** Whether two records share what a pair source asks for, in SQL. */
function shares({ number, hashColumn }: PairSource, overShared: OverShared, l: string, r: string): string {
  const left = overShared.get(number) ?? []
  const kept = left.length > 0 ? ` and ${l}.${hashColumn} <> all ('{${left.join(',')}}'::bigint[])` : ''
  return `${l}.${hashColumn} = ${r}.${hashColumn}${kept}`
}

/** Pairs of one source over the prepared records `l` and `r`, in SQL. */
export interface Candidates {
  readonly source: PairSource
  /** From where to where; both records of each pair, once. */
  readonly pairs: string
  /** Whether no earlier source finds the pair. */
  readonly isFirst: string
}

/**
 * Of all pairs, those in which a record of a table takes part, prepared as all are; or those of a table (`a`, `b`) that
 * no pair source finds before the one of a number.
 */
export type Among = { readonly touched: string } | { readonly pairs: string; readonly from: number }

export function candidates(
  schema: string,
  settings: IdentitySettings,
  overShared: OverShared,
  among: Among | null = null,
): Candidates[] {
  const sources = pairSources(settings)
  const first = among && 'from' in among ? among.from : 1
  return sources.slice(first - 1).map((source) => {
    const earlier = sources
      .filter(({ number }) => number < source.number)
      .map((other) => `(${shares(other, overShared, 'l', 'r')}) is not true`)
    return {
      source,
      pairs: `${everyPair(schema, source, among)} and ${shares(source, overShared, 'l', 'r')}`,
      isFirst: ['true', ...earlier].join(' and '),
    }
  })
}

function everyPair(schema: string, { hashColumn }: PairSource, among: Among | null): string {
  const shared = `l.${hashColumn} = r.${hashColumn}`
  if (among === null) return `from ${schema}.record l join ${schema}.record r on ${shared} where l.id < r.id`
  if ('pairs' in among)
    return `from ${among.pairs} q join ${schema}.record l on l.id = q.a join ${schema}.record r on r.id = q.b
      where ${shared}`
  return `from ${among.touched} l join ${schema}.record r on ${shared} and l.id <> r.id
    left join ${among.touched} o on o.id = r.id where (l.id < r.id or o.id is null)`
}

/** Vectors of levels and how often each is met among pairs over `l` and `r`, apart by whether they are the first find. */
export function patternCounts(
  settings: IdentitySettings,
  overShared: OverShared,
  pairs: string,
  isFirst = 'true',
): string {
  const told = overSharedColumns(settings, overShared)
  const levels = settings.comparisons.map((one) => levelSql(one, told))
  return `select array[${levels.join(', ')}]::smallint[] as levels, ${isFirst} as is_first, count(*)::float8 as count
    ${pairs} group by 1, 2 order by 1, 2`
}

/**
 * Scores candidate pairs. The weight is summed in the order of the comparisons, exactly as `matchWeight` of
 * analytics does, so that a record scored alone gets the number it gets here.
 */
export function scoredPairs(
  schema: string,
  settings: IdentitySettings,
  model: MatchModel,
  overShared: OverShared,
  among: Among | null = null,
): string {
  const terms = new Map(
    termColumns(settings).map(({ comparison }) => [comparison, termWeightColumn(comparison)]),
  )
  const told = overSharedColumns(settings, overShared)
  const levels = settings.comparisons.map((one, index) => `${levelSql(one, told)} as level_${index}`)
  const termWeights = settings.comparisons.flatMap(({ name }, index) => {
    const column = terms.get(name)
    return column ? [`l.${column} as term_${index}`] : []
  })
  const selected = candidates(schema, settings, overShared, among).map(({ source, pairs, isFirst }) => {
    const identifier = source.identifier === null ? 'null' : pg.escapeLiteral(source.identifier)
    return `select least(l.id, r.id) as a, greatest(l.id, r.id) as b, ${source.number}::smallint as found_by,
      ${identifier}::text as identifier, ${forbiddenSql(settings)} as forbidden,
      ${[...levels, ...termWeights].join(',\n      ')}
      ${pairs} and ${isFirst} ${fence}`
  })
  const weight = weightSql(settings, model)
  const vector = settings.comparisons.map((_, index) => `level_${index}`).join(', ')
  const compared = selected.map(
    (
      query,
    ) => `select a, b, ${weight} as weight, array[${vector}]::smallint[] as levels, found_by, identifier, forbidden
    from (${query}) compared`,
  )
  return `select a, b, weight, levels, found_by, identifier, forbidden
    from (${compared.join('\n    union all\n    ')}) scored
    where weight >= ${settings.thresholds.keep} or identifier is not null`
}

/** log2 of the prior odds, then each comparison's weight with what its value's rarity adds. */
function weightSql({ comparisons }: IdentitySettings, model: MatchModel): string {
  const start = double(Math.log2(model.prior / (1 - model.prior)))
  return comparisons.reduce((sum, { levels }, index) => {
    const weights = (model.comparisons[index]?.levels ?? []).map((level) => double(level.weight))
    const own = `('{${weights.join(',')}}'::float8[])[level_${index} + 1]`
    const rare = levels.flatMap(({ termFrequency }, at) => (termFrequency ? [at + 1] : []))
    const term =
      rare.length > 0 ? `case when level_${index} in (${rare.join(', ')}) then term_${index} else 0 end` : '0'
    return `(${sum} + (${own} + ${term}))`
  }, `${start}::float8`)
}

/** A number written so that Postgres reads the very same double. */
function double(number: number): string {
  return Object.is(number, -0) ? '0' : String(number)
}
