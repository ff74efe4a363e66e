import type { ClientBase } from 'pg'
import { cluster } from './cluster.ts'
import type { IdentitySettings } from './declare.ts'
import { edges } from './edges.ts'
import { loadDecisions, loadLinks } from './given.ts'
import type { MatchOptions } from './match.ts'
import { clock, type MatchMeasures } from './measures.ts'
import { outgrown, type StoredModel, termWeights } from './model.ts'
import { findOverShared, readOverShared } from './over-shared.ts'
import { scoredPairs } from './pairs.ts'
import { planAsEver, planForFew } from './planner.ts'
import { contentHash, pairSources, preparedColumns, sharedColumns } from './prepare.ts'
import { writeReview } from './review.ts'
import { modelTables, type Schema } from './tables.ts'

/**
 * Matches what is new, changed or gone against what is there. Every pair is a function of its two records and the
 * model, so only pairs of touched records are scored again; a record is touched, too, when a value it has becomes
 * or ceases to be over-shared. Every cluster is a function of the component it is in, so only components that a
 * touched record was or is in are formed again. Returns null where the model is outgrown, or most has changed.
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
    await client.query(`drop table changed; ${planAsEver}`)
    return null
  }
  timer.lap('find changes')
  await client.query(`create temp table touched (id integer primary key) on commit drop;
    create temp table shared_hash (source integer, hash bigint) on commit drop;
    create temp table stirred (component integer) on commit drop`)
  await client.query(
    `insert into touched select p.id from changed join ${schema}.record p using (record_key)`,
  )
  await collectHashes(client, schema, settings)
  await replaceRecords(client, schema, settings, input.records, model)
  await collectHashes(client, schema, settings)
  await crossCaps(client, schema, settings)
  await replaceGiven(client, schema, settings, input)
  await client.query('analyze touched')
  timer.lap('prepare')
  // what a touched record hung together with, before its pairs are forgotten
  const stir = (where: string) =>
    client.query(`insert into stirred select component from ${schema}.cluster where id in (${where})`)
  await stir('select id from touched')
  await client.query(`delete from ${schema}.pair where a in (select id from touched)`)
  await client.query(`delete from ${schema}.pair where b in (select id from touched)`)
  const overShared = await readOverShared(client, schema, settings)
  await client.query(
    `insert into ${schema}.pair (a, b, weight, levels, found_by, identifier, forbidden)
     ${scoredPairs(schema, settings, model, overShared, 'touched')}`,
  )
  timer.lap('compare')
  for (const [one, other] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const)
    await stir(`select ${other} from (${edges(schema, settings, { ids: 'touched', end: one })}) e`)
  await client.query(`create temp table region on commit drop as
    select id from ${schema}.cluster where component in (select component from stirred)
    union select id from touched`)
  await client.query('create unique index on region (id); analyze region')
  await client.query(`delete from ${schema}.review where a in (select id from region)`)
  await client.query(`delete from ${schema}.review where b in (select id from region)`)
  await client.query(`delete from ${schema}.cluster where id in (select id from region)`)
  await client.query(
    `delete from region where id in (select id from touched)
       and not exists (select from ${schema}.record r where r.id = region.id)`,
  )
  await cluster(client, schema, settings, 'region')
  await writeReview(client, schema, settings, 'region')
  await client.query(`drop table changed, touched, shared_hash, stirred, region; ${planAsEver}`)
  timer.lap('cluster')
  const measures = { isFull: false, ...counts, sources: [], seconds: timer.laps }
  await client.query(`update ${schema}.state set measures = $1`, [JSON.stringify(measures)])
  return measures
}

/** Table `changed`: the keys of records that are new, gone, or differ in what is compared. */
async function findChanges(client: ClientBase, schema: string, settings: IdentitySettings, records: string) {
  await client.query(
    `create temp table changed on commit drop as
     select coalesce(i.record_key, p.record_key) as record_key, i.record_key is not null as is_there
     from (select r.record_key, ${contentHash(settings)} as content_hash from (${records}) r) i
     full join ${schema}.record p using (record_key)
     where i.content_hash is distinct from p.content_hash`,
  )
  const { rows } = await client.query<{ changed: number; records: number }>(
    `select count(*)::float8 as changed,
       (select count(*) from ${schema}.record)::float8 + count(*) filter (where is_there and p.id is null)
       - count(*) filter (where not is_there) as records
     from changed left join ${schema}.record p using (record_key)`,
  )
  return rows[0] ?? { changed: 0, records: 0 }
}

/** What touched records share with others, by pair source. */
async function collectHashes(client: ClientBase, schema: string, settings: IdentitySettings): Promise<void> {
  const shared = pairSources(settings).map(({ number, hashColumn }) => `(${number}, r.${hashColumn})`)
  await client.query(
    `analyze touched;
     insert into shared_hash select distinct one.source, one.hash
     from touched t join ${schema}.record r on r.id = t.id, lateral (values ${shared.join(', ')}) as one (source, hash)
     where one.hash is not null`,
  )
}

/** Puts the new versions in the place of the old, under the ids they had. */
async function replaceRecords(
  client: ClientBase,
  schema: Schema,
  settings: IdentitySettings,
  records: string,
  model: StoredModel,
): Promise<void> {
  await client.query(
    `create temp table fresh on commit drop as
     with latest as (
       select r.record_key, r.source, ${contentHash(settings)} as content_hash, ${preparedColumns(settings)}
       from (${records}) r where r.record_key in (select record_key from changed where is_there)
     ), numbered as (
       select coalesce(old.id, (select coalesce(max(id), 0) from ${schema}.record)
         + (row_number() over (partition by old.id is null order by p.record_key))::integer) as id, p.*
       from latest p left join ${schema}.record old using (record_key)
     )
     select ${['p.*', sharedColumns(settings), ...termWeights(modelTables(schema), settings, model.id)].join(', ')}
     from numbered p`,
  )
  await client.query(`delete from ${schema}.record where record_key in (select record_key from changed)`)
  await client.query(`insert into ${schema}.record select * from fresh`)
  await client.query('insert into touched select id from fresh on conflict do nothing; drop table fresh')
}

/** Counts anew what touched records share; all who have a value that crossed its cap are touched too. */
async function crossCaps(client: ClientBase, schema: string, settings: IdentitySettings): Promise<void> {
  const before = await readOverShared(client, schema, settings)
  await client.query('analyze shared_hash')
  const after = await findOverShared(client, schema, settings, 'shared_hash')
  for (const { number, hashColumn } of pairSources(settings)) {
    const was = before.get(number) ?? []
    const is = after.get(number) ?? []
    const crossed = [...was.filter((hash) => !is.includes(hash)), ...is.filter((hash) => !was.includes(hash))]
    if (crossed.length > 0)
      await client.query(
        `insert into touched select id from ${schema}.record
         where ${hashColumn} = any ('{${crossed.join(',')}}'::bigint[]) on conflict do nothing`,
      )
  }
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
      `insert into touched
       select unnest(array[coalesce(n.a, f.a), coalesce(n.b, f.b)])
       from former f full join ${schema}.${table} n on n.a = f.a and n.b = f.b
       where n.${says} is distinct from f.${says} on conflict do nothing`,
    )
    await client.query('drop table former')
  }
}
