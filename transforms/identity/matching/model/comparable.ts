import { fence } from '../planner.ts'
import { bigintArray } from '../prepare/over-shared.ts'
import type { MatchingRun, OverShared } from '../runs/run.ts'
import { pairSources } from '../settings/pair-sources.ts'
import type { Comparable } from './prior.ts'

/** Counts the pairs of records that have a value for the same blocking rule or identifier, so that it could find them. */
export async function countComparable(
  { client, tables, settings }: MatchingRun,
  overShared: OverShared,
): Promise<Comparable> {
  const bits = pairSources(settings).map(({ number, hashColumn }) => {
    const shared = bigintArray(overShared.get(number) ?? [])
    return `case when ${hashColumn} is not null and ${hashColumn} <> all (${shared}) then 1 << ${number - 1} else 0 end`
  })
  const { rows } = await client.query<{ keys: number; records: number }>(`
    select keys, count(*)::float8 as records
    from (
      select ${bits.join(' + ')} as keys
      from ${tables.record}
      ${fence}
    ) filled
    group by keys
    order by keys`)
  const groups = rows.filter(({ keys }) => keys !== 0)
  let pairs = 0
  for (const [index, one] of groups.entries()) {
    pairs += (one.records * (one.records - 1)) / 2
    for (const other of groups.slice(index + 1))
      if ((one.keys & other.keys) !== 0) pairs += one.records * other.records
  }
  const sum = (of: typeof rows) => of.reduce((total, { records }) => total + records, 0)
  return { total: sum(rows), records: sum(groups), pairs }
}
