import { levelSql } from '../pairs/conditions.ts'
import { fence } from '../planner.ts'
import { quoted } from '../prepare/columns.ts'
import { overSharedColumns } from '../prepare/over-shared.ts'
import type { MatchingRun, OverShared } from '../runs/run.ts'
import type { BlockPattern } from './prior.ts'

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
      levels,
      "isFirst",
      count(*)::float8 as count
    from (
      select
        array[${levels.join(', ')}]::smallint[] as levels,
        ${isFirst} as "isFirst"
      ${pairs}
      ${fence}
    ) compared
    group by levels, "isFirst"
    order by levels, "isFirst"`)
  return rows
}

/**
 * Pairs of random records for each comparison: the same for all, but of records that have the values of a comparison if
 * too few of the random ones have them.
 */
export async function randomPatterns(
  run: MatchingRun,
  overShared: OverShared,
): Promise<readonly (readonly BlockPattern[])[]> {
  const { settings } = run
  const { randomPairs } = settings.training
  const ofAll = await patternsAmong(run, overShared, randomPairs, 'true')
  const byComparison: (readonly BlockPattern[])[] = []
  for (const [index, { requires }] of settings.comparisons.entries()) {
    const filled = ofAll.reduce((sum, { levels, count }) => sum + (levels[index] ? count : 0), 0)
    const isRare = filled < randomPairs * enoughOfRandom
    const isFilled = requires.map((column) => `${quoted(column)} is not null`).join(' and ')
    byComparison.push(
      isRare ? await patternsAmong(run, overShared, randomPairs * enoughOfRandom, isFilled) : ofAll,
    )
  }
  return byComparison
}

/** In a twentieth of the pairs, a level that one pair in a thousand reaches is still seen often enough. */
const enoughOfRandom = 0.05

async function patternsAmong(
  run: MatchingRun,
  overShared: OverShared,
  pairCount: number,
  condition: string,
): Promise<BlockPattern[]> {
  const { client, tables } = run
  const records = Math.floor((1 + Math.sqrt(1 + 8 * pairCount)) / 2)
  await client.query(
    `create temp table ${tables.random_record} on commit drop as
     select *
     from ${tables.record}
     where ${condition}
     order by hashtextextended(record_key::text, 11), record_key
     limit ${records}`,
  )
  const pairs = `from ${tables.random_record} l join ${tables.random_record} r on l.id < r.id`
  const patterns = await countPatterns(run, overShared, pairs)
  await client.query(`drop table ${tables.random_record}`)
  return patterns
}
