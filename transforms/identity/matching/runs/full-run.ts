import type { ClientBase } from 'pg'
import { formClusters } from '../clusters/form-clusters.ts'
import { loadDecisions, loadLinks } from '../clusters/links-and-decisions.ts'
import { writeReview } from '../clusters/review.ts'
import { addTermWeights, outgrown, readModel, writeModel, writeTerms } from '../model/stored-model.ts'
import { train } from '../model/train.ts'
import { allScored } from '../pairs/score.ts'
import { fence, planAsEver, planForAll } from '../planner.ts'
import { findOverShared, measureSources } from '../prepare/over-shared.ts'
import { contentHash, pairSources, preparedColumns, sharedColumns } from '../prepare/prepare.ts'
import type { IdentitySettings } from '../settings/declare.ts'
import { fixedTables, modelTables, tableKind } from '../tables.ts'
import type { MatchInput, MatchOptions } from './match.ts'
import { clock, type MatchMeasures } from './measures.ts'

/** Matches all records against each other, with the newest model of the settings or, where there is none, a new one. */
export async function matchAll(
  client: ClientBase,
  { schema, settings, input }: MatchOptions,
  hash: string,
): Promise<MatchMeasures> {
  const models = modelTables(schema)
  const timer = clock()
  await client.query(planForAll)
  await client.query(`truncate ${fixedTables.map((table) => `${schema}.${table}`).join(', ')}`)
  await client.query(`drop table if exists ${schema}.record`)
  await client.query(
    `drop index if exists ${schema}.cluster_id, ${schema}.cluster_component,
      ${schema}.review_a, ${schema}.review_b`,
  )
  await client.query(
    `create ${tableKind(schema)} table ${schema}.record as ${preparedRecords(settings, input)}`,
  )
  await client.query(`analyze ${schema}.record`)
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::float8 as count from ${schema}.record`,
  )
  const recordCount = rows[0]?.count ?? 0
  timer.lap('prepare')
  const overShared = await findOverShared(client, schema, settings)
  const sizes = await measureSources(client, schema, settings, overShared, recordCount)
  timer.lap('block')
  let model = await readModel(client, models, hash)
  if (!model || recordCount > outgrown * model.recordCount) {
    const trained = await train(client, schema, settings, overShared, sizes, recordCount)
    model = await writeModel(client, models, hash, recordCount, trained)
    await writeTerms(client, schema, models, settings, model)
    timer.lap('train')
  }
  await addTermWeights(client, schema, tableKind(schema), models, settings, model.id)
  await indexRecords(client, schema, settings)
  timer.lap('weigh terms')
  // a table made by a query may be filled by several processes; one that is there may not
  await client.query(`drop table ${schema}.pair`)
  await client.query(
    `create ${tableKind(schema)} table ${schema}.pair as ${allScored({ schema, settings, model, overShared })}`,
  )
  await client.query(
    `create index pair_a on ${schema}.pair (a); create index pair_b on ${schema}.pair (b);
     analyze ${schema}.pair`,
  )
  timer.lap('compare')
  await loadLinks(client, schema, settings, input.links)
  await loadDecisions(client, schema, input.decisions)
  await formClusters(client, schema, settings, null)
  await client.query(
    `insert into ${schema}.cluster select * from settled;
     create index cluster_id on ${schema}.cluster (id); create index cluster_component on ${schema}.cluster (component);
     analyze ${schema}.cluster`,
  )
  await writeReview(client, schema, settings, null)
  await client.query(
    `create index review_a on ${schema}.review (a); create index review_b on ${schema}.review (b);
     drop table settled, cut`,
  )
  await client.query(planAsEver)
  timer.lap('cluster')
  const measures = {
    isFull: true,
    records: recordCount,
    changed: recordCount,
    sources: sizes,
    seconds: timer.laps,
  }
  await client.query(
    `insert into ${schema}.state (settings_hash, model_id, measures, grown) values ($1, $2, $3, $4)`,
    [hash, model.id, JSON.stringify(measures), sizes.map(() => 0)],
  )
  return measures
}

/**
 * Prepared records with ids from 1, in order of their keys; each column made once. What is shared comes first, where
 * it is read without a walk over texts: most pairs that a rule finds were found by another.
 */
function preparedRecords(settings: IdentitySettings, input: MatchInput): string {
  return `select ${sharedColumns(settings)}, row_number() over (order by p.record_key)::integer as id, p.*
    from (
      select r.record_key, r.source, ${contentHash(settings)} as content_hash, ${preparedColumns(settings)}
      from (${input.records}) r ${fence}
    ) p`
}

async function indexRecords(client: ClientBase, schema: string, settings: IdentitySettings): Promise<void> {
  await client.query(`create unique index on ${schema}.record (id)`)
  await client.query(`create unique index on ${schema}.record (record_key)`)
  for (const { hashColumn } of pairSources(settings))
    await client.query(`create index on ${schema}.record (${hashColumn}) where ${hashColumn} is not null`)
  await client.query(`analyze ${schema}.record`)
}
