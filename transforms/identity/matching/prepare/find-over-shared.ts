import pg from 'pg'
import type { MatchingRun, OverShared } from '../runs/run.ts'
import { type PairSource, pairSources } from '../settings/pair-sources.ts'
import type { IdentitySettings } from '../settings/schema.ts'
import { quoted } from './columns.ts'
import { readOverShared } from './over-shared.ts'

/** Finds the values that too many records or people share and writes them to `over_shared`. */
export async function findOverShared(run: MatchingRun): Promise<OverShared> {
  const { client, tables, settings } = run
  const suspects = pairSources(settings).map(
    (source) => `
      select ${source.number} as number, ${source.hashColumn} as hash
      from ${tables.record}
      where ${source.hashColumn} is not null
      group by ${source.hashColumn}
      having count(*) > ${suspectFrom(settings, source)}`,
  )
  await collectSuspects(run, suspects)
  await client.query(
    `insert into ${tables.near_limit}
     select number, hash from ${tables.suspect_hash} where number > ${settings.identifiers.length};
     analyze ${tables.near_limit}`,
  )
  return writeOverShared(run)
}

/** Table `suspect_hash`: number and hash of values that may be over-shared, from a query for each pair source. */
export async function collectSuspects(
  { client, tables }: MatchingRun,
  queries: readonly string[],
): Promise<void> {
  await client.query(
    `create temp table ${tables.suspect_hash} on commit drop as ${queries.join(' union all ')}`,
  )
}

/** Adds the over-shared values among the suspects to `over_shared` and returns all of them. */
export async function writeOverShared(run: MatchingRun): Promise<OverShared> {
  const { client, tables, settings } = run
  const { rows } = await client.query<{ number: number }>(
    `select distinct number from ${tables.suspect_hash}`,
  )
  const suspected = new Set(rows.map(({ number }) => number))
  for (const source of pairSources(settings).filter(({ number }) => suspected.has(number)))
    await client.query(`insert into ${tables.over_shared} ${overSharedOf(run, source)}`)
  await client.query(`drop table ${tables.suspect_hash}`)
  return readOverShared(run)
}

/**
 * From more records than this, a value is examined. Few values are; counting the people who share a value, and the
 * records of large blocks, is expensive.
 */
export function suspectFrom({ identifiers }: IdentitySettings, source: PairSource): number {
  if (source.isBlockingRule) return nearLimit(source)
  const cap = identifiers[source.number - 1]?.cap
  return Math.min(source.maxRecords, cap?.people ?? Infinity, cap?.unrelated ?? Infinity)
}

/** A block of more records than this is near the limit of its rule. */
export function nearLimit({ maxRecords }: PairSource): number {
  return Math.floor(maxRecords * 0.8)
}

/** People are counted for identifiers, whose cap limits them; a block is too large because of its records alone. */
function overSharedOf({ tables, settings }: MatchingRun, source: PairSource): string {
  const { number, hashColumn, columns, maxRecords, overSharedKind } = source
  const cap = settings.identifiers[number - 1]?.cap
  const value = columns.map((column) => `${quoted(column)}::text`).join(` || ' · ' || `)
  const signature = settings.personSignature.map(quoted)
  const people = `count(distinct hash_record_extended(row(${signature.join(', ')}), 0))
        filter (where coalesce(${signature.map((column) => `${column}::text`).join(', ')}) is not null)`
  // people have no organisation's name, and organisations only that
  const unrelated = signature
    .map((column) => `nullif(count(distinct left(${column}::text, 1)), 0)`)
    .join(', ')
  const tooMany = [
    [`person_count > ${cap?.people}`, 'too many people', cap?.people],
    [`unrelated_count > ${cap?.unrelated}`, 'too many unrelated people', cap?.unrelated],
    [`record_count > ${maxRecords}`, 'too many records', maxRecords],
  ].filter(([, , limit]) => limit !== undefined)
  return `
    with shared as (
      select
        ${hashColumn} as value_hash,
        min(${value}) as value,
        count(*) as record_count,
        ${cap ? people : 'null::integer'} as person_count,
        ${cap?.unrelated ? `least(${unrelated})` : 'null::integer'} as unrelated_count
      from ${tables.suspect_hash}
      join ${tables.record} on ${hashColumn} = hash
      where number = ${number}
      group by ${hashColumn}
    )
    select
      ${pg.escapeLiteral(overSharedKind)},
      value_hash,
      value,
      record_count,
      person_count,
      case ${tooMany.map(([is, reason]) => `when ${is} then '${reason}'`).join(' ')} end
    from shared
    where ${tooMany.map(([is]) => is).join(' or ')}`
}
