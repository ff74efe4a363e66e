import type { Knex } from 'knex'

/** Clusters store their full result, so that a build only has to update what changed. The next build creates them again. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    truncate matching.state, matching.cluster;
    alter table matching.cluster
      add column record_key bigint not null,
      add column cluster_key bigint not null,
      add column joined_by text not null,
      add column content_hash bigint not null;
    comment on column matching.cluster.cluster_key is 'The lowest record key of the cluster';
    comment on column matching.cluster.joined_by is 'The strongest evidence that joins the record to another one of the cluster';
    alter table matching.over_shared alter column person_count drop not null;
    comment on column matching.cluster.content_hash is 'Changes if any compared value of the record changes';
    create unlogged table matching.near_limit (
      number smallint not null,
      hash bigint not null
    );
    comment on table matching.near_limit is 'Blocks that were close to the allowed number of records when all were counted';
    alter table matching.state add column grown integer[] not null;
    comment on column matching.state.grown is 'For each identifier or blocking rule: how many more records may share a value since all were counted';
    comment on column matching.over_shared.person_count is 'People among the records; null for a block, which is too large by its number of records';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    truncate matching.state, matching.cluster, matching.over_shared;
    alter table matching.state drop column grown;
    drop table matching.near_limit;
    alter table matching.over_shared alter column person_count set not null;
    alter table matching.cluster drop column record_key, drop column cluster_key, drop column joined_by, drop column content_hash`)
}
