import { withTermWeights } from '../model/term-weights.ts'
import { fence } from '../planner.ts'
import type { MatchingRun, StoredModel } from '../runs/run.ts'
import { contentHash, preparedColumns, sharedColumns } from './columns.ts'
import { collectShared } from './update-over-shared.ts'

/**
 * Table `changed_record`: records that are new, deleted, or different in what is compared, with the id they had or
 * the next free one.
 */
export async function findChanges({ client, tables, settings, input, create }: MatchingRun) {
  await client.query(
    `${create} ${tables.changed_record} as
     with arriving as (
       select r.record_key, ${contentHash(settings)} as content_hash
       from (${input.records}) r
     ), different as (
       select
         coalesce(arriving.record_key, known.record_key) as record_key,
         arriving.record_key is null as is_deleted,
         known.id is null as is_new,
         known.id
       from arriving
       full join ${tables.cluster} known using (record_key)
       where arriving.content_hash is distinct from known.content_hash
     ), highest as (
       select coalesce(max(id), 0) as id from ${tables.record}
     )
     select
       record_key,
       is_deleted,
       is_new,
       (case
         when is_new
         then (select id from highest) + row_number() over (partition by is_new order by record_key)
         else id
       end)::integer as id
     from different`,
  )
  const { rows } = await client.query<{ changed: number; records: number }>(
    `select
       count(*)::float8 as changed,
       (select measures ->> 'records' from ${tables.state})::float8
         + count(*) filter (where is_new) - count(*) filter (where is_deleted) as records
     from ${tables.changed_record}`,
  )
  return rows[0] ?? { changed: 0, records: 0 }
}

/**
 * Replaces changed records in `record` under the ids they had. Table `touched` has the ids of all changed records, and
 * `touched_record` has what those that still exist are compared by.
 */
export async function replaceRecords(run: MatchingRun, model: StoredModel): Promise<void> {
  const { client, tables, settings, input, create } = run
  await client.query(
    `create temp table ${tables.touched} on commit drop as select id, is_new from ${tables.changed_record};
     alter table ${tables.touched} add primary key (id), alter is_new set default false;
     analyze ${tables.changed_record} (record_key)`,
  )
  const prepared = `(
      with latest as (
        select
          changed.id,
          r.record_key,
          r.source,
          ${contentHash(settings)} as content_hash,
          ${preparedColumns(settings)}
        from ${tables.changed_record} changed
        join (${input.records}) r using (record_key)
        ${fence}
      )
      select
        ${sharedColumns(settings)},
        p.*
      from latest p
    )`
  await client.query(
    `${create} ${tables.touched_record} as ${withTermWeights({ tables, settings, model }, prepared)}`,
  )
  await collectShared(run)
  await client.query(
    `delete from ${tables.record} where id = any (array(select id from ${tables.touched} where not is_new));
     insert into ${tables.record} select * from ${tables.touched_record} order by id`,
  )
}

/** Adds to `touched_record` the records that are touched without having changed. */
export async function addTouchedRecords({ client, tables }: MatchingRun): Promise<void> {
  await client.query(
    `insert into ${tables.touched_record}
     with missing as (
       select id from ${tables.touched} where not is_new
       except
       select id from ${tables.touched_record}
     )
     select *
     from ${tables.record}
     where id in (select id from missing);
     analyze ${tables.touched};
     analyze ${tables.touched_record} (id)`,
  )
}
