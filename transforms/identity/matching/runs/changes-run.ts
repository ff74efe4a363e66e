import type { ClientBase } from 'pg'
import { replaceClusters } from '../clusters/changed-clusters.ts'
import { loadDecisions, loadLinks } from '../clusters/links-and-decisions.ts'
import { outgrown, type StoredModel, termWeights } from '../model/stored-model.ts'
import { crossLimits, replacePairs } from '../pairs/changed-pairs.ts'
import { fence, planAsEver, planForFew } from '../planner.ts'
import { collectShared } from '../prepare/over-shared.ts'
import { contentHash, preparedColumns, sharedColumns } from '../prepare/prepare.ts'
import type { IdentitySettings } from '../settings/declare.ts'
import { modelTables, type Schema, tableKind } from '../tables.ts'
import type { MatchOptions } from './match.ts'
import { clock, type MatchMeasures } from './measures.ts'

/**
 * Matches what is new, changed or gone against what is there. Every pair is a function of its two records and the
 * model, so only pairs of touched records are scored again; a record is touched, too, when an identifier it has
 * becomes or ceases to be over-shared. Where a block does, only its own pairs come or go. Every cluster is a function
 * of the component it is in, so only components that a touched record was or is in, or that a pair that came or went
 * joins, are formed again. Returns null where the model is outgrown, or most has changed.
 */
export async function matchChanges(
  client: ClientBase,
  { schema, settings, input }: MatchOptions,
  model: StoredModel,
): Promise<MatchMeasures | null> {
  const timer = clock()
  await client.query(planForFew)
  const counts = await findChanges(client, schema, settings, input.records)
  if (counts.records > outgrown * model.recordCount || counts.changed > counts.records / 2) {
    await client.query(`drop table ${schema}.changed; ${planAsEver}`)
    return null
  }
  timer.lap('find changes')
  await replaceRecords(client, schema, settings, input.records, model)
  const overShared = await crossLimits(client, schema, settings)
  await replaceGiven(client, schema, settings, input)
  await client.query(
    `insert into ${schema}.touched_record
     select * from ${schema}.record where id in (
       select id from touched where not is_new except select id from ${schema}.touched_record
     )`,
  )
  await client.query(`analyze touched; analyze ${schema}.touched_record (id)`)
  timer.lap('prepare')
  await replacePairs(client, { schema, settings, model, overShared })
  timer.lap('compare')
  await replaceClusters(client, schema, settings)
  await client.query(
    `drop table ${schema}.changed, ${schema}.touched_record, ${schema}.shared_hash, touched, crossing, former_pair,
     scored; ${planAsEver}`,
  )
  timer.lap('cluster')
  const measures = { isFull: false, ...counts, sources: [], seconds: timer.laps }
  await client.query(`update ${schema}.state set measures = $1`, [JSON.stringify(measures)])
  return measures
}

/** Table `changed`: records that are new, gone, or differ in what is compared; with the id they had, or the next. */
async function findChanges(client: ClientBase, schema: Schema, settings: IdentitySettings, records: string) {
  await client.query(
    `create ${tableKind(schema)} table ${schema}.changed as
     select record_key, is_there, is_new, (case when is_new
       then (select coalesce(max(id), 0) from ${schema}.record) + row_number() over (partition by is_new order by record_key)
       else id end)::integer as id
     from (
       select coalesce(i.record_key, p.record_key) as record_key, i.record_key is not null as is_there,
         p.id is null as is_new, p.id
       from (select r.record_key, ${contentHash(settings)} as content_hash from (${records}) r) i
       full join ${schema}.cluster p using (record_key)
       where i.content_hash is distinct from p.content_hash
     ) found`,
  )
  const { rows } = await client.query<{ changed: number; records: number }>(
    `select count(*)::float8 as changed,
       (select measures ->> 'records' from ${schema}.state)::float8 + count(*) filter (where is_new)
       - count(*) filter (where not is_there) as records
     from ${schema}.changed`,
  )
  return rows[0] ?? { changed: 0, records: 0 }
}

/**
 * Puts the new versions in the place of the old, under the ids they had. Table `touched` has the ids of all that
 * changed, `touched_record` what is compared of those that are there.
 */
async function replaceRecords(
  client: ClientBase,
  schema: Schema,
  settings: IdentitySettings,
  records: string,
  model: StoredModel,
): Promise<void> {
  await client.query(
    `create temp table touched on commit drop as select id, is_new from ${schema}.changed;
     alter table touched add primary key (id), alter is_new set default false;
     analyze ${schema}.changed (record_key)`,
  )
  const terms = termWeights(modelTables(schema), settings, model.id)
  await client.query(
    `create ${tableKind(schema)} table ${schema}.touched_record as
     with latest as (
       select c.id, r.record_key, r.source, ${contentHash(settings)} as content_hash, ${preparedColumns(settings)}
       from ${schema}.changed c join (${records}) r using (record_key)
       ${fence}
     )
     select ${[sharedColumns(settings), 'p.*', ...terms.columns].join(', ')} from latest p ${terms.joins}`,
  )
  await collectShared(client, schema, settings)
  await client.query(
    `delete from ${schema}.record where id = any (array(select id from touched where not is_new));
     insert into ${schema}.record select * from ${schema}.touched_record order by id`,
  )
}

/** Reads links and decisions anew; the ends of those that came, went or changed are touched. */
async function replaceGiven(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
  input: MatchOptions['input'],
): Promise<void> {
  const tables = [
    { table: 'link', says: 'link_type', load: () => loadLinks(client, schema, settings, input.links) },
    { table: 'decision', says: 'verdict', load: () => loadDecisions(client, schema, input.decisions) },
  ]
  for (const { table, says, load } of tables) {
    await client.query(`create temp table former on commit drop as select * from ${schema}.${table}`)
    await client.query(`delete from ${schema}.${table}`)
    await load()
    await client.query(
      `insert into touched (id)
       select unnest(array[coalesce(n.a, f.a), coalesce(n.b, f.b)])
       from former f full join ${schema}.${table} n on n.a = f.a and n.b = f.b
       where n.${says} is distinct from f.${says} on conflict do nothing`,
    )
    await client.query('drop table former')
  }
}
