import { columnsOf } from './conditions.ts'
import type { IdentitySettings } from './schema.ts'

/** An identifier or a blocking rule: it finds pairs of records to compare. */
export interface PairSource {
  /** From 1, identifiers first, then blocking rules. */
  readonly number: number
  readonly name: string
  readonly isBlockingRule: boolean
  readonly columns: readonly string[]
  /** The column of table `record` in which two records of a pair are equal. */
  readonly hashColumn: string
  /** The kind of identifier if sharing the value proves that two records are one person, else null. */
  readonly identifier: string | null
  /** Whether the model learns from its pairs. */
  readonly trains: boolean
  /** A value that more records share is over-shared. */
  readonly maxRecords: number
  /** What its over-shared values are listed under. */
  readonly overSharedKind: string
}

export function pairSources({ identifiers, blocking }: IdentitySettings): PairSource[] {
  const byIdentifier = identifiers.map(({ kind, column, trust, trains, cap }) => ({
    name: kind,
    isBlockingRule: false,
    columns: [column],
    identifier: trust === 'joins' ? kind : null,
    trains,
    maxRecords: cap.records,
    overSharedKind: kind,
  }))
  const byRule = blocking.rules.map(({ name, on, trains, maxBlock }) => ({
    name,
    isBlockingRule: true,
    columns: on,
    identifier: null,
    trains,
    maxRecords: maxBlock ?? blocking.maxBlock,
    overSharedKind: `block ${name}`,
  }))
  return [...byIdentifier, ...byRule].map((source, index) => ({
    ...source,
    number: index + 1,
    hashColumn: `shared_${index + 1}`,
  }))
}

/**
 * The indexes of the comparisons that read a column which the pair source makes equal. They carry no information
 * among its pairs.
 */
export function forcedComparisons(
  { columns, comparisons }: IdentitySettings,
  source: PairSource,
): Set<number> {
  const recordColumns = (column: string) => listOf(columns[column]?.from ?? [])
  const forced = new Set(source.columns.flatMap(recordColumns))
  return new Set(
    comparisons.flatMap(({ requires, levels }, index) => {
      const read = [...requires, ...levels.flatMap(({ when }) => columnsOf(when))]
      return read.flatMap(recordColumns).some((column) => forced.has(column)) ? [index] : []
    }),
  )
}

/** Comparisons that use term frequency, and the column whose frequency counts. */
export function termColumns({ comparisons }: IdentitySettings): { comparison: string; column: string }[] {
  return comparisons.flatMap(({ name, levels }) => {
    const column = levels.flatMap(({ termFrequency }) => termFrequency ?? [])[0]
    return column ? [{ comparison: name, column }] : []
  })
}

export function listOf(from: string | readonly string[]): readonly string[] {
  return typeof from === 'string' ? [from] : from
}
