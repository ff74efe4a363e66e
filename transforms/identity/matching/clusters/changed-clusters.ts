import type { ClientBase } from 'pg'
import type { IdentitySettings } from '../settings/declare.ts'
import type { Schema } from '../tables.ts'
import { edgesOf } from './edges.ts'
import { formClusters } from './form-clusters.ts'
import { forgetReview, writeReview } from './review.ts'

/** Forms the components again that touched records were in, or that a pair scored again joins or joined. */
export async function replaceClusters(
  client: ClientBase,
  schema: Schema,
  settings: IdentitySettings,
): Promise<void> {
  const edges = edgesOf(schema, settings, '(table scored union all table former_pair)', 'touched')
  const ends = `select unnest(array[a, b]) from (${edges}) e union select id from touched where not is_new`
  await client.query(
    `create temp table former on commit drop as
     select * from ${schema}.cluster where component = any (array(
       select component from ${schema}.cluster where id = any (array(${ends}))))`,
  )
  await client.query(
    `create temp table region on commit drop as
     select id, record_key, content_hash, case when count(*) over (partition by root) > 2 then root end as former_root
     from former where id not in (select id from touched)
     union all
     select id, record_key, content_hash, null from ${schema}.touched_record
     order by id`,
  )
  await client.query('create unique index on region (id); analyze region (id)')
  await formClusters(client, schema, settings, 'region')
  await client.query(
    `create temp table moved on commit drop as
     select id, (f.root = s.root) is not true as is_elsewhere from former f full join settled s using (id)
     where (f.root, f.component, f.cluster_key, f.joined_by, f.content_hash) is distinct from
       (s.root, s.component, s.cluster_key, s.joined_by, s.content_hash)
     order by id`,
  )
  await client.query(
    `delete from ${schema}.cluster where id = any (array(select id from moved));
     insert into ${schema}.cluster select * from settled where id in (select id from moved) order by id;
     create temp table asked on commit drop as
     select id from moved where is_elsewhere except select id from touched order by id;
     analyze asked`,
  )
  const ids = '(table asked union all select id from touched)'
  await forgetReview(client, schema, { ids, pairs: 'crossing', region: 'region' })
  await writeReview(client, schema, settings, { ids: 'asked', pairs: 'scored' })
  await client.query('drop table former, region, settled, cut, moved, asked')
}
