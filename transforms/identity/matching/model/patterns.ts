import { levelSql } from '../pairs/conditions.ts'
import { overSharedColumns } from '../prepare/over-shared.ts'
import type { MatchingRun, OverShared } from '../runs/run.ts'
import type { BlockPattern } from './fit.ts'

/** How often each vector of levels occurs among pairs of `l` and `r`, by whether the source finds them first. */
export async function countPatterns(
  { client, settings }: MatchingRun,
  overShared: OverShared,
  pairs: string,
  isFirst = 'true',
): Promise<BlockPattern[]> {
  const columns = overSharedColumns(settings, overShared)
  const levels = settings.comparisons.map((comparison) => levelSql(comparison, columns))
  const { rows } = await client.query<BlockPattern>(`
    select
      array[${levels.join(', ')}]::smallint[] as levels,
      ${isFirst} as "isFirst",
      count(*)::float8 as count
    ${pairs}
    group by 1, 2
    order by 1, 2`)
  return rows
}

/** The same among all pairs of a random sample of records. */
export async function randomPatterns(run: MatchingRun, overShared: OverShared): Promise<BlockPattern[]> {
  const { client, tables, settings } = run
  const records = Math.floor((1 + Math.sqrt(1 + 8 * settings.training.randomPairs)) / 2)
  await client.query(
    `create temp table ${tables.random_record} on commit drop as
     select *
     from ${tables.record}
     order by hashtextextended(record_key::text, 11), record_key
     limit ${records}`,
  )
  const pairs = `from ${tables.random_record} l join ${tables.random_record} r on l.id < r.id`
  const patterns = await countPatterns(run, overShared, pairs)
  await client.query(`drop table ${tables.random_record}`)
  return patterns
}
