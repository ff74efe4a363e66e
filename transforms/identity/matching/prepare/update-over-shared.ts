import pg from 'pg'
import { fence } from '../planner.ts'
import type { MatchingRun, OverShared } from '../runs/run.ts'
import { type PairSource, pairSources } from '../settings/pair-sources.ts'
import { collectSuspects, nearLimit, suspectFrom, writeOverShared } from './find-over-shared.ts'

/**
 * Table `shared_hash`: the values that touched records share with others, or shared before they changed; how many
 * records more or fewer have each; and whether it is a block that is known to be too large.
 */
export async function collectShared({ client, tables, settings, create }: MatchingRun): Promise<void> {
  const sources = pairSources(settings)
  const hashes = `
        cross join lateral (values ${sources.map((s) => `(${s.number}, ${s.hashColumn})`).join(', ')}) as shared (number, hash)
        where hash is not null`
  await client.query(`
    ${create} ${tables.shared_hash} as
    with former as (
      select *
      from ${tables.record}
      where id = any (array(select id from ${tables.touched} where not is_new))
    ), change as (
      select number, hash, 1 as change
      from ${tables.touched_record}
      ${hashes}
      union all
      select number, hash, -1
      from former
      ${hashes}
    ), summed as (
      select number, hash, sum(change)::integer as change
      from change
      group by number, hash
    ), block (number, kind, max_records) as (
      values ${listOf(sources)}
    )
    select
      summed.number,
      hash,
      change,
      over_shared.kind is not null as is_large_block
    from summed
    left join block on block.number = summed.number and block.number > ${settings.identifiers.length}
    left join ${tables.over_shared} on over_shared.kind = block.kind and over_shared.value_hash = hash`)
}

/** Updates `over_shared` from `shared_hash`; the number of records that share any other value has not changed. */
export async function updateOverShared(run: MatchingRun): Promise<OverShared> {
  const { client, tables, settings } = run
  const sources = pairSources(settings)
  const source = `(values ${listOf(sources)}) source (number, kind, max_records)`
  const known = `${tables.shared_hash} shared, ${source}
     where shared.number = source.number and over_shared.kind = source.kind and over_shared.value_hash = shared.hash`
  await client.query(
    `delete from ${tables.over_shared} using ${known} and not is_large_block;
     update ${tables.over_shared} set record_count = record_count + change from ${known} and is_large_block;
     delete from ${tables.over_shared} using ${source}
     where over_shared.kind = source.kind and person_count is null and record_count <= max_records`,
  )
  const growth = await updateGrowth(run)
  await collectSuspects(
    run,
    sources.map((each) => suspectsOf(run, each, growth[each.number - 1] ?? Infinity)),
  )
  return writeOverShared(run)
}

/**
 * The values of a pair source that touched records share and that may be over-shared now. A block that was not near
 * its limit when all were counted, and that cannot have grown enough since, is not counted again.
 */
function suspectsOf({ tables, settings }: MatchingRun, source: PairSource, growth: number): string {
  const { number, hashColumn, maxRecords } = source
  const isFarFromLimit = source.isBlockingRule && nearLimit(source) + growth < maxRecords
  const touched = `
        select hash
        from ${tables.shared_hash}
        ${isFarFromLimit ? `join ${tables.near_limit} using (number, hash)` : ''}
        where number = ${number} and not is_large_block
        ${isFarFromLimit ? fence : ''}`
  return `
      select ${number} as number, ${hashColumn} as hash
      from ${tables.record}
      where ${hashColumn} = any (array(select hash from (${touched}) touched))
      group by ${hashColumn}
      having count(*) > ${suspectFrom(settings, source)}`
}

/** By pair source: by how many records a value can have grown since all were counted, large blocks left out. */
async function updateGrowth({ client, tables }: MatchingRun): Promise<readonly number[]> {
  const { rows } = await client.query<{ grown: number[] }>(`
    with added as (
      select number, max(greatest(change, 0)) as most
      from ${tables.shared_hash}
      where not is_large_block
      group by number
    )
    update ${tables.state} set grown = (
      select array_agg(before + coalesce(most, 0) order by number)
      from unnest(grown) with ordinality as counted (before, number)
      left join added using (number)
    )
    returning grown`)
  return rows[0]?.grown ?? []
}

/** By pair source: its number, the kind of its over-shared values, and how many records may share one. */
function listOf(sources: readonly PairSource[]): string {
  return sources
    .map(
      ({ number, overSharedKind, maxRecords }) =>
        `(${number}, ${pg.escapeLiteral(overSharedKind)}, ${maxRecords})`,
    )
    .join(', ')
}
