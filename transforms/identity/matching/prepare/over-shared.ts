import type { MatchingRun, OverShared } from '../runs/run.ts'
import { pairSources } from '../settings/pair-sources.ts'
import type { IdentitySettings } from '../settings/schema.ts'

/** Reads which values are over-shared now. */
export async function readOverShared({
  client,
  tables,
  settings,
}: Pick<MatchingRun, 'client' | 'tables' | 'settings'>): Promise<OverShared> {
  const { rows } = await client.query<{ kind: string; value_hash: string }>(
    `select kind, value_hash from ${tables.over_shared} order by kind, value_hash`,
  )
  const byKind = Map.groupBy(rows, ({ kind }) => kind)
  return new Map(
    pairSources(settings).map(({ number, overSharedKind }) => [
      number,
      (byKind.get(overSharedKind) ?? []).map(({ value_hash }) => value_hash),
    ]),
  )
}

/** By prepared column: its over-shared values, as hashes in one of the hash columns of table `record`. */
export type OverSharedColumns = ReadonlyMap<
  string,
  readonly { readonly hashColumn: string; readonly hashes: readonly string[] }[]
>

/**
 * An over-shared identifier is no evidence about the records that have it. A block that is too large is only skipped:
 * its columns still count in comparisons.
 */
export function overSharedColumns(settings: IdentitySettings, overShared: OverShared): OverSharedColumns {
  const ofIdentifiers = pairSources(settings)
    .filter(({ isBlockingRule }) => !isBlockingRule)
    .flatMap(({ number, columns: [column = ''], hashColumn }) => {
      const hashes = overShared.get(number) ?? []
      return hashes.length > 0 ? [{ column, hashColumn, hashes }] : []
    })
  return Map.groupBy(ofIdentifiers, ({ column }) => column)
}

/** Hashes or record keys as an array in SQL. */
export function bigintArray(keys: readonly string[]): string {
  return `'{${keys.join(',')}}'::bigint[]`
}
