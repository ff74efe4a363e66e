import type { ClientBase } from 'pg'
import pg from 'pg'
import { ClienteleError } from '#engine'
import { fence } from '../planner.ts'
import type { IdentitySettings } from '../settings/declare.ts'
import { type Schema, tableKind } from '../tables.ts'
import { named, type OverShared, type PairSource, pairSources } from './prepare.ts'

/** How many pairs a pair source gives, and of how many records its largest block is, over-shared values left out. */
export interface SourceSize {
  readonly name: string
  readonly pairs: number
  readonly largest: number
}

/** Finds the values that too many records share and writes them into `over_shared`. */
export async function findOverShared(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
): Promise<OverShared> {
  const suspects = pairSources(settings).map(
    (source) => `select ${source.number} as number, ${source.hashColumn} as hash from ${schema}.record
      where ${source.hashColumn} is not null
      group by ${source.hashColumn} having count(*) > ${closerLook(source, settings)}`,
  )
  await addSuspects(client, schema, settings, suspects.join(' union all '), true)
  return readOverShared(client, schema, settings)
}

/**
 * Table `shared_hash`: what touched records share with others, or did before they changed, by pair source; by how
 * many records more or less; and whether it is a block known to be too large.
 */
export async function collectShared(
  client: ClientBase,
  schema: Schema,
  settings: IdentitySettings,
): Promise<void> {
  const sources = pairSources(settings)
  const shared = sources.map(({ number, hashColumn }) => `(${number}, ${hashColumn})`)
  const blocks = sources.filter((source) => isBlock(source, settings))
  const hashes = `lateral (values ${shared.join(', ')}) as one (number, hash) where hash is not null`
  await client.query(
    `create ${tableKind(schema)} table ${schema}.shared_hash as
     with summed as (
       select number, hash, sum(change)::integer as change from (
         select number, hash, 1 as change from ${schema}.touched_record, ${hashes}
         union all
         select number, hash, -1
         from (select * from ${schema}.record where id = any (array(select id from touched where not is_new))) former, ${hashes}
       ) one group by number, hash
     )
     select number, hash, change, o.kind is not null as is_large_block
     from summed
     left join (values ${listOfKinds(blocks, settings)}) block (number, kind, most) using (number)
     left join ${schema}.over_shared o on o.kind = block.kind and o.value_hash = hash`,
  )
}

/** Brings `over_shared` up to date with what changed, by `shared_hash`: all other values are shared as before. */
export async function mendOverShared(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
): Promise<OverShared> {
  const sources = pairSources(settings)
  const listed = `(values ${listOfKinds(sources, settings)}) of (number, kind, most)`
  const touched = `${schema}.shared_hash t, ${listed}
    where t.number = of.number and o.kind = of.kind and o.value_hash = t.hash`
  await client.query(
    `delete from ${schema}.over_shared o using ${touched} and not is_large_block;
     update ${schema}.over_shared o set record_count = record_count + change from ${touched} and is_large_block;
     delete from ${schema}.over_shared o using ${listed}
       where o.kind = of.kind and o.person_count is null and o.record_count <= of.most`,
  )
  const grown = await growth(client, schema)
  const counted = sources.map((source) => {
    const { number, hashColumn } = source
    const touchedOnes = `select hash from ${schema}.shared_hash`
    const theirs = `where number = ${number} and not is_large_block`
    const isFar =
      isBlock(source, settings) && nearly(source) + (grown[number - 1] ?? Infinity) < source.maxRecords
    // none but those that came near when all were counted can have come to the limit
    const few = `${touchedOnes} join ${schema}.near_limit using (number, hash) ${theirs} ${fence}`
    return `select ${number} as number, ${hashColumn} as hash from ${schema}.record
      where ${hashColumn} = any (array(select hash from (${isFar ? few : `${touchedOnes} ${theirs}`}) t))
      group by ${hashColumn} having count(*) > ${closerLook(source, settings)}`
  })
  await addSuspects(client, schema, settings, counted.join(' union all '), false)
  return readOverShared(client, schema, settings)
}

/** By pair source, how many more records at most share a value than when all were counted, large blocks aside. */
async function growth(client: ClientBase, schema: string): Promise<readonly number[]> {
  const { rows } = await client.query<{ grown: number[] }>(
    `update ${schema}.state set grown = (
       select array_agg(before + coalesce(added, 0) order by number)
       from unnest(grown) with ordinality as were (before, number)
       left join (
         select number, max(greatest(change, 0)) as added from ${schema}.shared_hash
         where not is_large_block group by number
       ) changes using (number)
     ) returning grown`,
  )
  return rows[0]?.grown ?? []
}

export async function readOverShared(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
): Promise<OverShared> {
  const { rows } = await client.query<OverSharedValue>(
    `select kind, value_hash from ${schema}.over_shared order by kind, value_hash`,
  )
  return overSharedBySource(settings, rows)
}

interface OverSharedValue {
  readonly kind: string
  readonly value_hash: string
}

export function overSharedBySource(
  settings: IdentitySettings,
  values: readonly OverSharedValue[],
): OverShared {
  const byKind = Map.groupBy(values, ({ kind }) => kind)
  return new Map(
    pairSources(settings).map((source) => [
      source.number,
      (byKind.get(kindName(source, settings)) ?? []).map((row) => row.value_hash),
    ]),
  )
}

/**
 * Counts the pairs of each source before any is made.
 *
 * Errors: `blocking-explosion`, with the size of each source and what to do.
 */
export async function measureSources(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
  overShared: OverShared,
  recordCount: number,
): Promise<SourceSize[]> {
  const sizes: SourceSize[] = []
  for (const { number, name, hashColumn } of pairSources(settings)) {
    const left = overShared.get(number) ?? []
    const { rows } = await client.query<{ pairs: number; largest: number }>(
      `select coalesce(sum(n * (n - 1) / 2), 0)::float8 as pairs, coalesce(max(n), 0)::float8 as largest
       from (select count(*) as n from ${schema}.record
         where ${hashColumn} is not null and ${hashColumn} <> all ('{${left.join(',')}}'::bigint[])
         group by ${hashColumn} having count(*) > 1) block`,
    )
    sizes.push({ name, pairs: rows[0]?.pairs ?? 0, largest: rows[0]?.largest ?? 0 })
  }
  const total = sizes.reduce((sum, { pairs }) => sum + pairs, 0)
  const { maxPairsPerRecord } = settings.blocking
  // a hundred records are never too many pairs
  if (total <= maxPairsPerRecord * Math.max(recordCount, 100)) return sizes
  const list = [...sizes]
    .sort((x, y) => y.pairs - x.pairs)
    .map(({ name, pairs, largest }) => `${name} ${pairs.toLocaleString('en')} (largest block ${largest})`)
  throw new ClienteleError(
    'blocking-explosion',
    `The blocking rules would compare ${total.toLocaleString('en')} pairs of ${recordCount.toLocaleString('en')} records: ${list.join(', ')}. Nothing was compared. Make the largest rules narrower (more columns), lower blocking.maxBlock, or raise blocking.maxPairsPerRecord in the settings of identity.`,
    { pairs: total, records: recordCount, rules: list },
  )
}

/** Few values are shared by so many that they need a closer look: counting people, and large blocks, is dear. */
function closerLook(source: PairSource, settings: IdentitySettings): number {
  if (isBlock(source, settings)) return nearly(source)
  return Math.min(source.maxRecords, settings.identifiers[source.number - 1]?.cap.people ?? source.maxRecords)
}

/** Whether a pair source is a blocking rule. */
export function isBlock({ number }: PairSource, { identifiers }: IdentitySettings): boolean {
  return number > identifiers.length
}

/** How many records come near the limit of a source. */
function nearly({ maxRecords }: PairSource): number {
  return Math.floor(maxRecords * 0.8)
}

/**
 * Adds those of the suspects, each a number of a pair source and a hash, that too many share; keeps the blocks that
 * come near, where all were counted.
 */
async function addSuspects(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
  suspects: string,
  areAll: boolean,
): Promise<void> {
  await client.query(`create temp table suspect_hash on commit drop as ${suspects}`)
  const { rows } = await client.query<{ number: number }>('select distinct number from suspect_hash')
  for (const source of pairSources(settings).filter(({ number }) =>
    rows.some((row) => row.number === number),
  ))
    await client.query(`insert into ${schema}.over_shared ${overSharedBy(schema, settings, source)}`)
  if (areAll)
    await client.query(
      `insert into ${schema}.near_limit select * from suspect_hash where number > ${settings.identifiers.length};
       analyze ${schema}.near_limit`,
    )
  await client.query('drop table suspect_hash')
}

/** People are counted where a cap says how many may share a value; a block is too large for its records alone. */
function overSharedBy(schema: string, settings: IdentitySettings, source: PairSource): string {
  const { number, hashColumn, columns, maxRecords } = source
  const cap = settings.identifiers[number - 1]?.cap
  const value = columns.map((column) => `${named(column)}::text`).join(` || ' · ' || `)
  const signature = settings.peopleBy.map(named)
  const people = `count(distinct hash_record_extended(row(${signature.join(', ')}), 0))
    filter (where coalesce(${signature.map((column) => `${column}::text`).join(', ')}) is not null)`
  const [personCount, reason, tooMany] = cap
    ? [
        people,
        `case when ${people} > ${cap.people} then 'too many people' else 'too many records' end`,
        `or ${people} > ${cap.people}`,
      ]
    : ['null::integer', `'too many records'`, '']
  return `select ${kindOf(source, settings)}, ${hashColumn}, min(${value}), count(*), ${personCount}, ${reason}
    from suspect_hash join ${schema}.record on ${hashColumn} = hash where number = ${number}
    group by ${hashColumn}
    having count(*) > ${maxRecords} ${tooMany}`
}

/** By source: its number, what its over-shared values are listed as, and how many records may share one. */
function listOfKinds(sources: readonly PairSource[], settings: IdentitySettings): string {
  return sources
    .map((source) => `(${source.number}, ${kindOf(source, settings)}, ${source.maxRecords})`)
    .join(', ')
}

/** What over-shared values of a source are listed as. */
export function kindName({ number, name }: PairSource, { identifiers }: IdentitySettings): string {
  return number <= identifiers.length ? name : `block ${name}`
}

function kindOf(source: PairSource, settings: IdentitySettings): string {
  return pg.escapeLiteral(kindName(source, settings))
}
