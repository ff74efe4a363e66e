import pg from 'pg'
import type { MatchModel } from '../../../../analytics/fellegi-sunter/types.ts'
import { fence } from '../planner.ts'
import {
  type OverShared,
  overSharedColumns,
  type PairSource,
  pairSources,
  termColumns,
  termWeightColumn,
} from '../prepare/prepare.ts'
import type { IdentitySettings } from '../settings/declare.ts'
import { forbiddenSql, levelSql } from './conditions.ts'

/** Whether `l` and `r` share what a pair source asks for, in SQL. */
function shares({ number, hashColumn }: PairSource, overShared: OverShared): string {
  return `l.${hashColumn} = r.${hashColumn} and ${isKept(number, overShared, `l.${hashColumn}`)}`
}

/** Whether a value of a pair source is not over-shared. */
function isKept(number: number, overShared: OverShared, hash: string): string {
  const left = overShared.get(number) ?? []
  return left.length > 0 ? `${hash} <> all ('{${left.join(',')}}'::bigint[])` : 'true'
}

/** Pairs of one source over the prepared records `l` and `r`, in SQL. */
export interface Candidates {
  readonly source: PairSource
  /** From where to where; both records of each pair, once. */
  readonly pairs: string
  /** Whether no earlier source finds the pair. */
  readonly isFirst: string
}

/** All pairs, by the source that finds them. */
export function candidates(schema: string, settings: IdentitySettings, overShared: OverShared): Candidates[] {
  const sources = pairSources(settings)
  return sources.map((source, index) => {
    const earlier = sources.slice(0, index).map((other) => `(${shares(other, overShared)}) is not true`)
    return {
      source,
      pairs: `from ${schema}.record l join ${schema}.record r on l.${source.hashColumn} = r.${source.hashColumn}
        where l.id < r.id and ${shares(source, overShared)}`,
      isFirst: ['true', ...earlier].join(' and '),
    }
  })
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

/** What a pair's weight depends on besides its two records. */
export interface Scoring {
  readonly schema: string
  readonly settings: IdentitySettings
  readonly model: MatchModel
  readonly overShared: OverShared
}

/** Scores all pairs that any source finds. */
export function allScored(scoring: Scoring): string {
  const { schema, settings, overShared } = scoring
  const found = candidates(schema, settings, overShared).map(({ source, pairs, isFirst }) => ({
    pairs: `${pairs} and ${isFirst}`,
    foundBy: `${source.number}`,
    identifier: kindOf(source),
  }))
  return scored(scoring, found)
}

/**
 * Scores the pairs in which a record of `touched` takes part, a table of prepared records that are in `record`, too.
 * One walk over the indexes for each of them: a pair is read once, however many sources find it.
 */
export function scoredOf(touched: string, scoring: Scoring): string {
  const { schema, settings, overShared } = scoring
  const sources = pairSources(settings)
  const keys = sources.map(
    ({ number, hashColumn }) =>
      `case when ${isKept(number, overShared, hashColumn)} then ${hashColumn} end as key_${number}`,
  )
  const by = ({ number, hashColumn }: PairSource) => `r.${hashColumn} = l.key_${number}`
  const pairs = `from (select *, ${keys.join(', ')} from ${touched} ${fence}) l
    join ${schema}.record r on (${sources.map(by).join(' or ')}) and l.id <> r.id
    left join ${touched} o on o.id = r.id where (l.id < r.id or o.id is null)`
  return scored(scoring, [{ pairs, ...firstOf(sources, by) }])
}

/** Scores those of the pairs of a table (`a`, `b`) that any source finds. */
export function scoredAmong(pairs: string, scoring: Scoring): string {
  const { schema, settings, overShared } = scoring
  const sources = pairSources(settings)
  const by = (source: PairSource) => shares(source, overShared)
  const among = `from ${pairs} q join ${schema}.record l on l.id = q.a join ${schema}.record r on r.id = q.b
    where (${sources.map(by).join(' or ')})`
  return scored(scoring, [{ pairs: among, ...firstOf(sources, by) }])
}

/** Pairs over the prepared records `l` and `r`, each once, in SQL. */
interface Found {
  readonly pairs: string
  /** The number of the first pair source that finds a pair. */
  readonly foundBy: string
  /** What that source is proof by, or null. */
  readonly identifier: string
}

function firstOf(
  sources: readonly PairSource[],
  by: (source: PairSource) => string,
): Pick<Found, 'foundBy' | 'identifier'> {
  return {
    foundBy: `case ${sources.map((source) => `when ${by(source)} then ${source.number}`).join(' ')} end`,
    identifier: `case ${sources.map((source) => `when ${by(source)} then ${kindOf(source)}`).join(' ')} end`,
  }
}

function kindOf({ identifier }: PairSource): string {
  return identifier === null ? 'null' : pg.escapeLiteral(identifier)
}

/**
 * Scores pairs. The weight is summed in the order of the comparisons, exactly as `matchWeight` of analytics does, so
 * that a record scored alone gets the number it gets here.
 */
function scored({ settings, model, overShared }: Scoring, found: readonly Found[]): string {
  const terms = new Map(
    termColumns(settings).map(({ comparison }) => [comparison, termWeightColumn(comparison)]),
  )
  const told = overSharedColumns(settings, overShared)
  const levels = settings.comparisons.map((one, index) => `${levelSql(one, told)} as level_${index}`)
  const termWeights = settings.comparisons.flatMap(({ name }, index) => {
    const column = terms.get(name)
    return column ? [`l.${column} as term_${index}`] : []
  })
  const weight = weightSql(settings, model)
  const vector = settings.comparisons.map((_, index) => `level_${index}`).join(', ')
  const compared = found.map(
    ({ pairs, foundBy, identifier }) =>
      `select a, b, ${weight} as weight, array[${vector}]::smallint[] as levels, found_by, identifier, forbidden
      from (
        select least(l.id, r.id) as a, greatest(l.id, r.id) as b, (${foundBy})::smallint as found_by,
          (${identifier})::text as identifier, ${forbiddenSql(settings)} as forbidden,
          ${[...levels, ...termWeights].join(',\n      ')}
        ${pairs} ${fence}
      ) compared`,
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
