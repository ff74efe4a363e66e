import type { MatchModel } from '../../../../analytics/fellegi-sunter/types.ts'
import { pairsBySource } from '../pairs/candidates.ts'
import type { PairCount } from '../runs/measures.ts'
import type { MatchingRun, OverShared } from '../runs/run.ts'
import { forcedComparisons } from '../settings/pair-sources.ts'
import { countComparable } from './comparable.ts'
import { type Finding, findingsOf } from './findings.ts'
import { fitModel } from './fit.ts'
import { countPatterns, randomPatterns } from './patterns.ts'
import type { Block } from './prior.ts'

/**
 * Estimates m, u and the prior without labels: u from random pairs, m by expectation maximisation among the pairs of
 * each blocking rule, for the comparisons that the rule does not force (as Splink does: Linacre et al. 2022, "Splink:
 * Free software for probabilistic record linkage at scale", IJPDS 7(3)). Random pairs contain matches where many
 * records are duplicates; each counts for u by its probability of not being a match, which Splink does not do. Samples
 * are drawn by hash, so that the same records give the same model. Records that cannot be compared, such as people
 * without names, have no part in it: u of a comparison is learnt from records that have its values, and the prior from
 * pairs that a rule could find.
 */
export async function train(
  run: MatchingRun,
  overShared: OverShared,
  counts: readonly PairCount[],
): Promise<{ readonly model: MatchModel; readonly findings: readonly Finding[] }> {
  const { settings, tables } = run
  const random = await randomPatterns(run, overShared)
  const blocks: Block[] = []
  for (const [index, { source, pairs, isFirst }] of pairsBySource({
    tables,
    settings,
    overShared,
  }).entries()) {
    const oneIn = Math.max(1, Math.ceil((counts[index]?.pairs ?? 0) / settings.training.pairsPerRule))
    const sample = oneIn > 1 ? ` and abs(l.${source.hashColumn} % ${oneIn}) = 0` : ''
    const patterns = await countPatterns(run, overShared, `${pairs}${sample}`, isFirst)
    blocks.push({
      name: source.name,
      oneIn,
      trains: source.trains,
      fixed: forcedComparisons(settings, source),
      patterns,
    })
  }
  const fitted = fitModel(settings, random, blocks, await countComparable(run, overShared))
  return { model: fitted.model, findings: findingsOf(fitted) }
}
