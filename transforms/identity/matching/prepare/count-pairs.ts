import { ClienteleError } from '#engine'
import type { PairCount } from '../runs/measures.ts'
import type { MatchingRun, OverShared } from '../runs/run.ts'
import { pairSources } from '../settings/pair-sources.ts'
import { bigintArray } from './over-shared.ts'

/**
 * Counts the pairs of each source before any of them is made.
 *
 * Errors: `blocking-explosion`, with the size of each source and what to do.
 */
export async function countPairs(
  { client, tables, settings }: MatchingRun,
  overShared: OverShared,
  recordCount: number,
): Promise<PairCount[]> {
  const counts: PairCount[] = []
  for (const { number, name, hashColumn } of pairSources(settings)) {
    const { rows } = await client.query<{ pairs: number; largest: number }>(`
      with block as (
        select count(*) as records
        from ${tables.record}
        where ${hashColumn} is not null
          and ${hashColumn} <> all (${bigintArray(overShared.get(number) ?? [])})
        group by ${hashColumn}
        having count(*) > 1
      )
      select
        coalesce(sum(records * (records - 1) / 2), 0)::float8 as pairs,
        coalesce(max(records), 0)::float8 as largest
      from block`)
    counts.push({ name, pairs: rows[0]?.pairs ?? 0, largest: rows[0]?.largest ?? 0 })
  }
  const total = counts.reduce((sum, { pairs }) => sum + pairs, 0)
  // with fewer than a hundred records, no number of pairs is too large
  const limit = settings.blocking.maxPairsPerRecord * Math.max(recordCount, 100)
  if (total > limit) throw tooManyPairs(counts, total, recordCount)
  return counts
}

function tooManyPairs(counts: readonly PairCount[], total: number, records: number): ClienteleError {
  const rules = counts
    .toSorted((one, other) => other.pairs - one.pairs)
    .map(({ name, pairs, largest }) => `${name} ${pairs.toLocaleString('en')} (largest block ${largest})`)
  return new ClienteleError(
    'blocking-explosion',
    `The blocking rules would compare ${total.toLocaleString('en')} pairs of ${records.toLocaleString('en')} records: ` +
      `${rules.join(', ')}. Nothing was compared. Make the largest rules narrower (more columns), lower ` +
      'blocking.maxBlock, or raise blocking.maxPairsPerRecord in the identity settings.',
    { pairs: total, records, rules },
  )
}
