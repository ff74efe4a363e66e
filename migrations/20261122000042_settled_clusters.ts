import type { Knex } from 'knex'

/** Clusters hold the whole answer, so that a day's changes cost a day's work; the next build makes them anew. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    truncate matching.state, matching.cluster;
    alter table matching.cluster
      add column record_key bigint not null,
      add column cluster_key bigint not null,
      add column joined_by text not null,
      add column content_hash bigint not null;
    comment on column matching.cluster.cluster_key is 'The lowest record key of the cluster';
    comment on column matching.cluster.joined_by is 'The strongest of what joins the record to another of the cluster';
    alter table matching.over_shared alter column person_count drop not null;
    comment on column matching.cluster.content_hash is 'Another where the record has changed in anything that is compared';
    create unlogged table matching.near_limit (
      number smallint not null,
      hash bigint not null
    );
    comment on table matching.near_limit is 'Blocks of nearly as many records as are allowed, when all were counted';
    alter table matching.state add column grown integer[] not null;
    comment on column matching.state.grown is 'By identifier or blocking rule: how many more records may share a value since all were counted';
    comment on column matching.over_shared.person_count is 'People among the records; null for a block, which is too large for its records alone';
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
