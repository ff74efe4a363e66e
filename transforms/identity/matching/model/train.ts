import type { ClientBase } from 'pg'
import type { MatchModel } from '../../../../analytics/fellegi-sunter/types.ts'
import { candidates, patternCounts } from '../pairs/score.ts'
import type { SourceSize } from '../prepare/over-shared.ts'
import { forcedComparisons, type OverShared } from '../prepare/prepare.ts'
import type { IdentitySettings } from '../settings/declare.ts'
import { type Block, type BlockPattern, fitModel } from './fit.ts'

/**
 * Estimates m, u and the prior without labels: u from random pairs, m by expectation maximisation among the pairs
 * of each blocking rule, for the comparisons that the rule does not force (Splink's scheme: Linacre et al. 2022,
 * "Splink: Free software for probabilistic record linkage at scale", IJPDS 7(3)). Where many records are
 * duplicates, random pairs hold matches too; they are weighed out of u by their own probability, which Splink
 * does not do. Everything is drawn by hash, so that the same records give the same model.
 */
export async function train(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
  overShared: OverShared,
  sizes: readonly SourceSize[],
  recordCount: number,
): Promise<MatchModel> {
  const random = await randomPatterns(client, schema, settings, overShared)
  const blocks: Block[] = []
  for (const [index, { source, pairs, isFirst }] of candidates(schema, settings, overShared).entries()) {
    const share = Math.max(1, Math.ceil((sizes[index]?.pairs ?? 0) / settings.training.pairsPerRule))
    const part = share > 1 ? ` and abs(l.${source.hashColumn} % ${share}) = 0` : ''
    const patterns = await readPatterns(client, patternCounts(settings, overShared, pairs + part, isFirst))
    blocks.push({ share, trains: source.trains, fixed: forcedComparisons(settings, source), patterns })
  }
  return fitModel(settings, random, blocks, recordCount)
}

async function randomPatterns(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
  overShared: OverShared,
): Promise<BlockPattern[]> {
  const records = Math.floor((1 + Math.sqrt(1 + 8 * settings.training.randomPairs)) / 2)
  await client.query(
    `create temp table drawn on commit drop as
     select * from ${schema}.record order by hashtextextended(record_key::text, 11), record_key limit ${records}`,
  )
  const patterns = await readPatterns(
    client,
    patternCounts(settings, overShared, 'from drawn l join drawn r on l.id < r.id'),
  )
  await client.query('drop table drawn')
  return patterns
}

async function readPatterns(client: ClientBase, query: string): Promise<BlockPattern[]> {
  const { rows } = await client.query<{ levels: number[]; is_first: boolean; count: number }>(query)
  return rows.map(({ levels, is_first, count }) => ({ levels, count, isFirst: is_first }))
}
