import { formAllClusters } from '../clusters/form-clusters.ts'
import { loadDecisions, loadLinks } from '../clusters/links-and-decisions.ts'
import { writeReview } from '../clusters/review.ts'
import { describePopulation } from '../model/describe-population.ts'
import { writeModel } from '../model/stored-model.ts'
import { addTermWeights, writeTerms } from '../model/term-weights.ts'
import { train } from '../model/train.ts'
import { allPairs } from '../pairs/candidates.ts'
import { scoredPairs } from '../pairs/score.ts'
import { planForFullRun, restorePlannerSettings } from '../planner.ts'
import { countPairs } from '../prepare/count-pairs.ts'
import { findOverShared } from '../prepare/find-over-shared.ts'
import { indexRecords, preparedRecords } from '../prepare/records.ts'
import { clock, type MatchMeasures, type PairCount } from './measures.ts'
import type { MatchingRun, OverShared, ScoringRun, StoredModel } from './run.ts'

/** The model to weigh with, or why another is trained. */
type ModelChoice = { readonly stored: StoredModel } | { readonly trainBecause: string }

/** Matches all records with each other. */
export async function matchAll(run: MatchingRun, choice: ModelChoice): Promise<MatchMeasures> {
  const { client, tables, settingsHash } = run
  const timer = clock()
  await client.query(planForFullRun)
  await emptyTables(run)
  const recordCount = await prepareRecords(run)
  timer.lap('prepare')
  const overShared = await findOverShared(run)
  const sources = await countPairs(run, overShared, recordCount)
  timer.lap('block')
  const model =
    'stored' in choice ? choice.stored : await trainModel(run, overShared, sources, choice.trainBecause)
  if ('trainBecause' in choice) timer.lap('train')
  await addTermWeights(run, model)
  await indexRecords(run)
  timer.lap('weigh terms')
  await scoreAll({ ...run, model, overShared })
  timer.lap('compare')
  await loadLinks(run)
  await loadDecisions(run)
  await writeClusters(run)
  await client.query(restorePlannerSettings)
  timer.lap('cluster')
  const measures = {
    isFull: true,
    records: recordCount,
    changed: recordCount,
    sources,
    seconds: timer.laps,
  }
  await client.query(
    `insert into ${tables.state} (settings_hash, model_id, measures, grown) values ($1, $2, $3, $4)`,
    [settingsHash, model.id, JSON.stringify(measures), sources.map(() => 0)],
  )
  return measures
}

/** Indexes are dropped too: filling a table without them is faster. */
async function emptyTables({ client, tables, schema }: MatchingRun): Promise<void> {
  await client.query(
    `truncate ${tables.state}, ${tables.over_shared}, ${tables.near_limit}, ${tables.link}, ${tables.decision},
       ${tables.cluster}, ${tables.review};
     drop table if exists ${tables.record}, ${tables.pair};
     drop index if exists ${schema}.cluster_id, ${schema}.cluster_component, ${schema}.review_a, ${schema}.review_b`,
  )
}

async function prepareRecords({ client, tables, settings, input, create }: MatchingRun): Promise<number> {
  await client.query(
    `${create} ${tables.record} as ${preparedRecords(settings, input.records)};
     analyze ${tables.record}`,
  )
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::float8 as count from ${tables.record}`,
  )
  return rows[0]?.count ?? 0
}

/** Trains from the records alone, so that no earlier model has a part in what is published. */
async function trainModel(
  run: MatchingRun,
  overShared: OverShared,
  sources: readonly PairCount[],
  because: string,
): Promise<StoredModel> {
  const { model, findings } = await train(run, overShared, sources)
  const stored = await writeModel(run, model, {
    because,
    population: await describePopulation(run),
    findings,
  })
  await writeTerms(run, stored)
  return stored
}

/** A query that creates a table can use parallel workers; one that fills a table cannot. */
async function scoreAll(run: ScoringRun): Promise<void> {
  const { client, tables, create } = run
  await client.query(
    `${create} ${tables.pair} as ${scoredPairs(run, allPairs(run))};
     create index pair_a on ${tables.pair} (a);
     create index pair_b on ${tables.pair} (b);
     analyze ${tables.pair}`,
  )
}

async function writeClusters(run: MatchingRun): Promise<void> {
  const { client, tables } = run
  await formAllClusters(run)
  await client.query(
    `insert into ${tables.cluster} select * from ${tables.settled};
     create index cluster_id on ${tables.cluster} (id);
     create index cluster_component on ${tables.cluster} (component);
     analyze ${tables.cluster}`,
  )
  await writeReview(run)
  await client.query(
    `create index review_a on ${tables.review} (a);
     create index review_b on ${tables.review} (b);
     drop table ${tables.settled}, ${tables.cut}`,
  )
}
