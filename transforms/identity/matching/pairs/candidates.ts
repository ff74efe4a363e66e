import pg from 'pg'
import { fence } from '../planner.ts'
import { bigintArray } from '../prepare/over-shared.ts'
import type { MatchingRun, OverShared } from '../runs/run.ts'
import { type PairSource, pairSources } from '../settings/pair-sources.ts'

/** Pairs of the prepared records `l` and `r`, each once, in SQL. */
export interface CandidatePairs {
  /** From `from` on. */
  readonly pairs: string
  /** The number of the first pair source that finds a pair. */
  readonly foundBy: string
  /** The identifier by which that source joins, or null. */
  readonly identifier: string
}

/** All pairs of one source, in SQL. */
export interface SourcePairs {
  readonly source: PairSource
  readonly pairs: string
  /** Whether no earlier source finds the pair. */
  readonly isFirst: string
}

type Prepared = Pick<MatchingRun, 'tables' | 'settings'> & { readonly overShared: OverShared }

/** All pairs by the source that finds them. A pair is in several of the queries if several sources find it. */
export function pairsBySource({ tables, settings, overShared }: Prepared): SourcePairs[] {
  const sources = pairSources(settings)
  return sources.map((source, index) => {
    const earlier = sources.slice(0, index).map((other) => `(${shares(other, overShared)}) is not true`)
    return {
      source,
      pairs: `
        from ${tables.record} l
        join ${tables.record} r on l.${source.hashColumn} = r.${source.hashColumn}
        where l.id < r.id
          and ${shares(source, overShared)}`,
      isFirst: ['true', ...earlier].join(' and '),
    }
  })
}

/** All pairs, each with the first source that finds it. */
export function allPairs(run: Prepared): CandidatePairs[] {
  return pairsBySource(run).map(({ source, pairs, isFirst }) => ({
    pairs: `${pairs} and ${isFirst}`,
    foundBy: `${source.number}`,
    identifier: identifierOf(source),
  }))
}

/**
 * The pairs that records of `touched_record`, which are in `record` too, are part of. One index scan for each of
 * these records reads a pair once, however many sources find it.
 */
export function touchedPairs({ tables, settings, overShared }: Prepared): CandidatePairs {
  const sources = pairSources(settings)
  const keys = sources.map(
    ({ number, hashColumn }) =>
      `case when ${isKept(number, overShared, hashColumn)} then ${hashColumn} end as key_${number}`,
  )
  const isFoundBy = ({ number, hashColumn }: PairSource) => `r.${hashColumn} = l.key_${number}`
  const pairs = `
        from (
          select
            *,
            ${keys.join(',\n            ')}
          from ${tables.touched_record}
          ${fence}
        ) l
        join ${tables.record} r on (${sources.map(isFoundBy).join(' or ')}) and l.id <> r.id
        left join ${tables.touched_record} touched on touched.id = r.id
        where (l.id < r.id or touched.id is null)`
  return { pairs, ...firstSource(sources, isFoundBy) }
}

/** Those pairs of a table `a`, `b` that any source finds. */
export function pairsAmong(pairs: string, { tables, settings, overShared }: Prepared): CandidatePairs {
  const sources = pairSources(settings)
  const isFoundBy = (source: PairSource) => shares(source, overShared)
  return {
    pairs: `
        from ${pairs} pair
        join ${tables.record} l on l.id = pair.a
        join ${tables.record} r on r.id = pair.b
        where (${sources.map(isFoundBy).join(' or ')})`,
    ...firstSource(sources, isFoundBy),
  }
}

/** All pairs of some records with some others, by their keys; `found_by` is null if no source finds a pair. */
export function pairsBetween(
  some: readonly string[],
  others: readonly string[],
  { tables, settings, overShared }: Prepared,
): CandidatePairs {
  const isAmong = (record: string, keys: readonly string[]) =>
    `${record}.record_key = any (${bigintArray(keys)})`
  return {
    pairs: `
        from ${tables.record} l
        join ${tables.record} r on l.id < r.id
        where (${isAmong('l', some)} and ${isAmong('r', others)})
          or (${isAmong('l', others)} and ${isAmong('r', some)})`,
    ...firstSource(pairSources(settings), (source) => shares(source, overShared)),
  }
}

/** Whether `l` and `r` share a value of a pair source that is not over-shared. */
function shares({ number, hashColumn }: PairSource, overShared: OverShared): string {
  return `l.${hashColumn} = r.${hashColumn} and ${isKept(number, overShared, `l.${hashColumn}`)}`
}

/**
 * Whether a hash is not over-shared. The planner counts the records without a hash once for each over-shared value, and
 * would expect no pairs at all; it does not look into `coalesce`.
 */
function isKept(number: number, overShared: OverShared, hash: string): string {
  const hashes = overShared.get(number) ?? []
  return hashes.length > 0 ? `coalesce(${hash} <> all (${bigintArray(hashes)}), true)` : 'true'
}

function firstSource(sources: readonly PairSource[], isFoundBy: (source: PairSource) => string) {
  const caseOf = (result: (source: PairSource) => string) =>
    `case ${sources.map((source) => `when ${isFoundBy(source)} then ${result(source)}`).join(' ')} end`
  return { foundBy: caseOf(({ number }) => String(number)), identifier: caseOf(identifierOf) }
}

function identifierOf({ identifier }: PairSource): string {
  return identifier === null ? 'null' : pg.escapeLiteral(identifier)
}
