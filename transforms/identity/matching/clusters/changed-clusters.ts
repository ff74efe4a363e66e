import type { MatchingRun } from '../runs/run.ts'
import { formRegionClusters } from './form-clusters.ts'
import { linksOf } from './links.ts'
import { clearReview, updateReview } from './review.ts'

/**
 * Forms the components again that touched records were or are in, or that a pair which was scored again joins or
 * joined.
 */
export async function replaceClusters(run: MatchingRun): Promise<void> {
  const { client, tables } = run
  await collectRegion(run)
  await formRegionClusters(run)
  await client.query(
    `create temp table ${tables.moved} on commit drop as
     select id, (former.root = settled.root) is not true as is_elsewhere
     from ${tables.former_cluster} former
     full join ${tables.settled} settled using (id)
     where (former.root, former.component, former.cluster_key, former.joined_by, former.content_hash)
       is distinct from (settled.root, settled.component, settled.cluster_key, settled.joined_by, settled.content_hash)
     order by id`,
  )
  await client.query(
    `delete from ${tables.cluster} where id = any (array(select id from ${tables.moved}));
     insert into ${tables.cluster}
     select * from ${tables.settled} where id in (select id from ${tables.moved}) order by id;
     create temp table ${tables.moved_untouched} on commit drop as
     select id from ${tables.moved} where is_elsewhere
     except
     select id from ${tables.touched}
     order by id;
     analyze ${tables.moved_untouched}`,
  )
  await clearReview(run)
  await updateReview(run)
  await client.query(
    `drop table ${tables.former_cluster}, ${tables.region}, ${tables.settled}, ${tables.cut}, ${tables.moved},
       ${tables.moved_untouched}`,
  )
}

/** Tables `former_cluster` and `region`: the records of these components, as they were and as they are. */
async function collectRegion(run: MatchingRun): Promise<void> {
  const { client, tables } = run
  const pairs = `(select * from ${tables.scored_pair} union all select * from ${tables.former_pair})`
  await client.query(
    `create temp table ${tables.former_cluster} on commit drop as
     with link as (
       ${linksOf(run, pairs, tables.touched)}
     ), affected as (
       select unnest(array[a, b]) as id from link
       union
       select id from ${tables.touched} where not is_new
     )
     select *
     from ${tables.cluster}
     where component = any (array(
       select component from ${tables.cluster} where id = any (array(select id from affected))
     ))`,
  )
  await client.query(
    `create temp table ${tables.region} on commit drop as
     select
       id,
       record_key,
       content_hash,
       case when count(*) over (partition by root) > 2 then root end as former_root
     from ${tables.former_cluster}
     where id not in (select id from ${tables.touched})
     union all
     select id, record_key, content_hash, null
     from ${tables.touched_record}
     order by id;
     create unique index on ${tables.region} (id);
     analyze ${tables.region} (id)`,
  )
}
