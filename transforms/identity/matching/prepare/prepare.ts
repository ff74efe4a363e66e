import pg from 'pg'
import { columnsOf } from '../settings/columns-of.ts'
import type { IdentitySettings, PreparedColumn } from '../settings/declare.ts'

const { escapeIdentifier, escapeLiteral } = pg

/** A column's name, as SQL writes it. */
export const named = escapeIdentifier

/** The columns of a record that matching looks at: a change in any other is no change to it. */
export function baseColumns({ columns }: IdentitySettings): string[] {
  const all = Object.values(columns).flatMap(({ from, only }) => [
    ...listOf(from),
    ...Object.keys(only ?? {}),
  ])
  return [...new Set(all)].sort()
}

/** Fills what is compared of each record: `r` is the record as its source has it. */
export function preparedColumns({ columns }: IdentitySettings): string {
  return Object.entries(columns)
    .map(([name, column]) => `${prepared(column)} as ${named(name)}`)
    .join(',\n  ')
}

/** Whether two versions of a record differ in anything that is compared. */
export function contentHash(settings: IdentitySettings): string {
  const columns = baseColumns(settings).map((name) => `r.${named(name)}`)
  return `hash_record_extended(row(${columns.join(', ')}), 0)`
}

/** Where a pair may come from: identifiers first, then blocking rules, numbered from 1 in that order. */
export interface PairSource {
  readonly number: number
  readonly name: string
  readonly columns: readonly string[]
  /** The column of `record` that two records of a pair share. */
  readonly hashColumn: string
  /** Set where sharing the value is proof by itself. */
  readonly identifier: string | null
  /** Whether the model learns from its pairs. */
  readonly trains: boolean
  /** A value that more records share than this is over-shared. */
  readonly maxRecords: number
}

export function pairSources({ identifiers, blocking }: IdentitySettings): PairSource[] {
  const byIdentifier = identifiers.map(({ kind, column, trust, trains, cap }) => ({
    name: kind,
    columns: [column],
    identifier: trust === 'joins' ? kind : null,
    trains,
    maxRecords: cap.records,
  }))
  const byRule = blocking.rules.map(({ name, on, trains, maxBlock }) => ({
    name,
    columns: on,
    identifier: null,
    trains,
    maxRecords: maxBlock ?? blocking.maxBlock,
  }))
  return [...byIdentifier, ...byRule].map((one, index) => ({
    ...one,
    number: index + 1,
    hashColumn: `shared_${index + 1}`,
  }))
}

/** A number that two records share exactly where they share the columns of a pair source; null where one is missing. */
export function sharedColumns(settings: IdentitySettings): string {
  return pairSources(settings)
    .map(({ number, columns, hashColumn }) => {
      const parts = columns.map((name) => `p.${named(name)}::text`)
      const present = columns.map((name) => `p.${named(name)} is not null`)
      const { blocked } = settings.identifiers[number - 1] ?? { blocked: { values: [], patterns: [] } }
      const [value = ''] = parts
      if (blocked.values.length > 0)
        present.push(`${value} not in (${blocked.values.map(escapeLiteral).join(', ')})`)
      for (const pattern of blocked.patterns) present.push(`${value} !~ ${escapeLiteral(pattern)}`)
      const text = parts.join(` || e'\\x1f' || `)
      return `case when ${present.join(' and ')} then hashtextextended(${text}, ${number}) end as ${hashColumn}`
    })
    .join(',\n  ')
}

/** Comparisons that weigh rare values more, and the column whose rarity counts. */
export function termColumns({ comparisons }: IdentitySettings): { comparison: string; column: string }[] {
  return comparisons.flatMap(({ name, levels }) => {
    const column = levels.flatMap(({ termFrequency }) => termFrequency ?? [])[0]
    return column ? [{ comparison: name, column }] : []
  })
}

/** The column of `record` that holds what agreeing on its value adds. */
export const termWeightColumn = (comparison: string) => named(`term of ${comparison}`)

/** Values that too many share, by the number of their pair source. */
export type OverShared = ReadonlyMap<number, readonly string[]>

/** By prepared column, how its over-shared values are told. */
export type OverSharedColumns = ReadonlyMap<
  string,
  readonly { readonly hashColumn: string; readonly hashes: readonly string[] }[]
>

/** An identifier that too many share says nothing of those who share it; a large block says nothing against its columns. */
export function overSharedColumns(settings: IdentitySettings, overShared: OverShared): OverSharedColumns {
  const told = settings.identifiers.flatMap(({ column }, index) => {
    const hashes = overShared.get(index + 1) ?? []
    const hashColumn = pairSources(settings)[index]?.hashColumn ?? ''
    return hashes.length > 0 ? [{ column, hashColumn, hashes }] : []
  })
  return Map.groupBy(told, ({ column }) => column)
}

/** The comparisons that look at something a pair source forces to agree: among its pairs they tell nothing. */
export function forcedComparisons(
  { columns, comparisons }: IdentitySettings,
  { columns: on }: PairSource,
): Set<number> {
  const base = (column: string) => listOf(columns[column]?.from ?? [])
  const forced = new Set(on.flatMap(base))
  return new Set(
    comparisons.flatMap(({ requires, levels }, index) => {
      const looksAt = [...requires, ...levels.flatMap(({ when }) => columnsOf(when))]
      return looksAt.flatMap(base).some((column) => forced.has(column)) ? [index] : []
    }),
  )
}

function prepared({ from, as, length, only }: PreparedColumn): string {
  const parts = listOf(from).map((name) => `r.${named(name)}`)
  const text =
    parts.length === 1 ? `${parts[0]}::text` : parts.map((part) => `${part}::text`).join(` || ' ' || `)
  const value = preparations[as](text, parts[0] ?? '', length)
  const conditions = Object.entries(only ?? {}).map(
    ([name, values]) => `r.${named(name)}::text in (${values.map(escapeLiteral).join(', ')})`,
  )
  return conditions.length === 0 ? value : `case when ${conditions.join(' and ')} then ${value} end`
}

/** Postgres counts edits of no longer texts; nobody's name or address is longer. */
const longest = 255

const preparations: Readonly<
  Record<PreparedColumn['as'], (text: string, column: string, length: number | undefined) => string>
> = {
  text: (text) => `nullif(left(${text}, ${longest}), '')`,
  letters: (text) => `nullif(left(regexp_replace(lower(${text}), '[^[:alnum:]]+', '', 'g'), ${longest}), '')`,
  digits: (text) => `nullif(left(regexp_replace(${text}, '\\D+', '', 'g'), ${longest}), '')`,
  start: (text, _, length) => `nullif(left(${text}, ${length ?? 1}), '')`,
  sound: (text) => `(daitch_mokotoff(${text}))[1]`,
  sounds: (text) => `nullif(daitch_mokotoff(${text}), '{}')`,
  words: (text) => `nullif(array_remove(regexp_split_to_array(lower(${text}), '[^[:alnum:]]+'), ''), '{}')`,
  day: (text) => `case when pg_input_is_valid(${text}, 'date') then (${text})::date end`,
  number: (_, column) => `${column}::double precision`,
}

function listOf(from: string | readonly string[]): readonly string[] {
  return typeof from === 'string' ? [from] : from
}
