import pg from 'pg'
import { listOf, pairSources } from '../settings/pair-sources.ts'
import type { IdentitySettings, PreparedColumn } from '../settings/schema.ts'

const { escapeIdentifier, escapeLiteral } = pg

/** A column's name as SQL writes it. */
export const quoted = escapeIdentifier

/** The columns of a record that matching reads. A change in any other column is no change to matching. */
export function recordColumns({ columns }: IdentitySettings): string[] {
  const all = Object.values(columns).flatMap(({ from, only }) => [
    ...listOf(from),
    ...Object.keys(only ?? {}),
  ])
  return [...new Set(all)].sort()
}

/** What records are compared by; `r` is the record as its source gives it. */
export function preparedColumns({ columns }: IdentitySettings): string {
  return Object.entries(columns)
    .map(([name, column]) => `${prepared(column)} as ${quoted(name)}`)
    .join(',\n  ')
}

/** Two versions of a record have the same hash if nothing that is compared has changed. */
export function contentHash(settings: IdentitySettings): string {
  const columns = recordColumns(settings).map((name) => `r.${quoted(name)}`)
  return `hash_record_extended(row(${columns.join(', ')}), 0)`
}

/**
 * A hash for each pair source: equal for two records `p` that have the same values in its columns, null if a value is
 * missing or blocked.
 */
export function sharedColumns(settings: IdentitySettings): string {
  return pairSources(settings)
    .map(({ number, columns, hashColumn }) => {
      const values = columns.map((name) => `p.${quoted(name)}::text`)
      const conditions = columns.map((name) => `p.${quoted(name)} is not null`)
      const { blocked } = settings.identifiers[number - 1] ?? { blocked: { values: [], patterns: [] } }
      const [value = ''] = values
      if (blocked.values.length > 0)
        conditions.push(`${value} not in (${blocked.values.map(escapeLiteral).join(', ')})`)
      for (const pattern of blocked.patterns) conditions.push(`${value} !~ ${escapeLiteral(pattern)}`)
      const text = values.join(` || e'\\x1f' || `)
      return `case when ${conditions.join(' and ')} then hashtextextended(${text}, ${number}) end as ${hashColumn}`
    })
    .join(',\n  ')
}

function prepared({ from, as, length, only }: PreparedColumn): string {
  const columns = listOf(from).map((name) => `r.${quoted(name)}`)
  const text = columns.map((column) => `${column}::text`).join(` || ' ' || `)
  const value = preparations[as](text, columns[0] ?? '', length)
  const conditions = Object.entries(only ?? {}).map(
    ([name, values]) => `r.${quoted(name)}::text in (${values.map(escapeLiteral).join(', ')})`,
  )
  return conditions.length === 0 ? value : `case when ${conditions.join(' and ')} then ${value} end`
}

/** Postgres's levenshtein takes no longer texts. Names and addresses are shorter. */
const longest = 255

const preparations: Readonly<
  Record<PreparedColumn['as'], (text: string, column: string, length: number | undefined) => string>
> = {
  text: (text) => `nullif(left(${text}, ${longest}), '')`,
  letters: (text) => `nullif(left(regexp_replace(lower(${text}), '[^[:alnum:]]+', '', 'g'), ${longest}), '')`,
  digits: (text) => `nullif(left(regexp_replace(${text}, '\\D+', '', 'g'), ${longest}), '')`,
  start: (text, _, length) => `nullif(left(${text}, ${length ?? 1}), '')`,
  domain: (text) => `nullif(left(split_part(${text}, '@', 2), ${longest}), '')`,
  untagged: (text) => `nullif(left(regexp_replace(${text}, '\\+[^@]*@', '@'), ${longest}), '')`,
  sound: (text) => `(daitch_mokotoff(${text}))[1]`,
  sounds: (text) => `nullif(daitch_mokotoff(${text}), '{}')`,
  words: (text) => `nullif(array_remove(regexp_split_to_array(lower(${text}), '[^[:alnum:]]+'), ''), '{}')`,
  day: (text) => `case when pg_input_is_valid(${text}, 'date') then (${text})::date end`,
  number: (_, column) => `${column}::double precision`,
}
