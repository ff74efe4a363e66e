import type { ClientBase } from 'pg'
import pg from 'pg'
import { ClienteleError } from '../../../engine/errors.ts'
import type { IdentitySettings } from './declare.ts'
import { named, type OverShared, type PairSource, pairSources } from './prepare.ts'

/** How many pairs a pair source gives, and of how many records its largest block is, over-shared values left out. */
export interface SourceSize {
  readonly name: string
  readonly pairs: number
  readonly largest: number
}

/**
 * Finds the values that too many share and writes them into `over_shared`; with `touchedHashes`, a table of what
 * touched records share, only among these: the others cannot have changed.
 */
export async function findOverShared(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
  touchedHashes: string | null,
): Promise<OverShared> {
  for (const source of pairSources(settings)) {
    if (touchedHashes !== null)
      await client.query(
        `delete from ${schema}.over_shared where kind = ${kindOf(source, settings)}
         and value_hash in (select hash from ${touchedHashes} where source = ${source.number})`,
      )
    await client.query(overSharedBy(schema, settings, source, touchedHashes))
  }
  return readOverShared(client, schema, settings)
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

function overSharedBy(
  schema: string,
  settings: IdentitySettings,
  source: PairSource,
  touchedHashes: string | null,
): string {
  const { number, hashColumn, columns, maxRecords } = source
  const cap = settings.identifiers[number - 1]?.cap
  const value = columns.map((column) => `${named(column)}::text`).join(` || ' · ' || `)
  const signature = settings.peopleBy.map(named)
  const people = `count(distinct hash_record_extended(row(${signature.join(', ')}), 0))
    filter (where coalesce(${signature.map((column) => `${column}::text`).join(', ')}) is not null)`
  const tooManyPeople = cap ? ` or ${people} > ${cap.people}` : ''
  const reason = cap
    ? `case when ${people} > ${cap.people} then 'too many people' else 'too many records' end`
    : `'too many records'`
  // few values are shared by so many that they need a closer look: counting people, and large blocks, is dear
  const enough = Math.min(maxRecords, cap?.people ?? maxRecords)
  const suspects =
    touchedHashes === null
      ? `select ${hashColumn} as hash from ${schema}.record where ${hashColumn} is not null
         group by ${hashColumn} having count(*) > ${enough}`
      : `select t.hash from ${touchedHashes} t, lateral (
           select count(*) as n from (select from ${schema}.record where ${hashColumn} = t.hash limit ${enough + 1}) first
         ) counted where t.source = ${number} and counted.n > ${enough} group by t.hash`
  return `insert into ${schema}.over_shared (kind, value_hash, value, record_count, person_count, reason)
    select ${kindOf(source, settings)}, ${hashColumn}, min(${value}), count(*), ${people}, ${reason}
    from (${suspects}) suspect join ${schema}.record on ${hashColumn} = hash
    group by ${hashColumn}
    having count(*) > ${maxRecords}${tooManyPeople}`
}

/** What over-shared values of a source are listed as. */
export function kindName({ number, name }: PairSource, { identifiers }: IdentitySettings): string {
  return number <= identifiers.length ? name : `block ${name}`
}

function kindOf(source: PairSource, settings: IdentitySettings): string {
  return pg.escapeLiteral(kindName(source, settings))
}
