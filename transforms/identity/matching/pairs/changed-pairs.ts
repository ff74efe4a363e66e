import { bigintArray, readOverShared } from '../prepare/over-shared.ts'
import { updateOverShared } from '../prepare/update-over-shared.ts'
import type { MatchingRun, OverShared, ScoringRun } from '../runs/run.ts'
import { type PairSource, pairSources } from '../settings/pair-sources.ts'
import { pairsAmong, touchedPairs } from './candidates.ts'
import { scoredPairs } from './score.ts'

/**
 * Updates which values are over-shared. Identifiers are compared too, so all records with an identifier that crossed
 * its cap count as touched. Table `crossing_pair` has the pairs that blocks may have lost or found because they
 * crossed their limit.
 */
export async function crossLimits(run: MatchingRun): Promise<OverShared> {
  const { client, tables, settings } = run
  const before = await readOverShared(run)
  const after = await updateOverShared(run)
  await client.query(
    `create temp table ${tables.crossing_pair} (a integer, b integer, primary key (a, b)) on commit drop`,
  )
  for (const source of pairSources(settings)) {
    const former = new Set(before.get(source.number))
    const current = new Set(after.get(source.number))
    const belowLimit = [...former.difference(current)]
    const aboveLimit = [...current.difference(former)]
    if (source.isBlockingRule) {
      if (belowLimit.length > 0) await addFoundPairs(run, source, belowLimit)
      if (aboveLimit.length > 0) await addLostPairs(run, source, aboveLimit)
    } else if (belowLimit.length + aboveLimit.length > 0)
      await touchRecords(run, source, [...belowLimit, ...aboveLimit])
  }
  return after
}

async function touchRecords(
  { client, tables }: MatchingRun,
  { hashColumn }: PairSource,
  hashes: readonly string[],
): Promise<void> {
  await client.query(
    `insert into ${tables.touched} (id)
     select id from ${tables.record} where ${hashColumn} = any (${bigintArray(hashes)})
     on conflict do nothing`,
  )
}

/** Pairs in blocks that have become small enough to be compared. */
async function addFoundPairs(
  { client, tables }: MatchingRun,
  { hashColumn }: PairSource,
  hashes: readonly string[],
): Promise<void> {
  await client.query(
    `insert into ${tables.crossing_pair}
     select l.id, r.id
     from ${tables.record} l
     join ${tables.record} r using (${hashColumn})
     where l.id < r.id and l.${hashColumn} = any (${bigintArray(hashes)})
     on conflict do nothing`,
  )
}

/** Pairs that were found by blocks which have become too large. */
async function addLostPairs(
  { client, tables }: MatchingRun,
  { number, hashColumn }: PairSource,
  hashes: readonly string[],
): Promise<void> {
  await client.query(
    `insert into ${tables.crossing_pair}
     select pair.a, pair.b
     from ${tables.record} l
     join ${tables.pair} on pair.a = l.id
     join ${tables.record} r on r.id = pair.b
     where pair.found_by = ${number}
       and r.${hashColumn} = l.${hashColumn}
       and l.${hashColumn} = any (${bigintArray(hashes)})
     on conflict do nothing`,
  )
}

/**
 * Scores all pairs of touched records, and those that blocks lost or found, again. Table `scored_pair` has them, and
 * `former_pair` has the latter as they were.
 */
export async function replacePairs(run: ScoringRun): Promise<void> {
  const { client, tables } = run
  for (const end of ['a', 'b'])
    await client.query(
      `delete from ${tables.pair} where ${end} in (select id from ${tables.touched} where not is_new);
       delete from ${tables.crossing_pair} where ${end} in (select id from ${tables.touched})`,
    )
  await client.query(
    `analyze ${tables.crossing_pair};
     create temp table ${tables.former_pair} on commit drop as
     select pair.* from ${tables.crossing_pair} join ${tables.pair} using (a, b);
     delete from ${tables.pair} using ${tables.crossing_pair} crossing
     where pair.a = crossing.a and pair.b = crossing.b`,
  )
  // a query that creates a table can use parallel workers, one that fills a table cannot
  await client.query(
    `create temp table ${tables.scored_pair} on commit drop as ${scoredPairs(run, [touchedPairs(run)])};
     insert into ${tables.scored_pair} ${scoredPairs(run, [pairsAmong(tables.crossing_pair, run)])}`,
  )
  await client.query(`insert into ${tables.pair} select * from ${tables.scored_pair} order by a`)
}
