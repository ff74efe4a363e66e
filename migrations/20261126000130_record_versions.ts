import type { Knex } from 'knex'

/**
 * Earlier values of records whose history a dimension needs: raw keeps only the newest version. Loads append to it, in
 * their transaction, what arrives, in whatever order; nothing is written when a table is built.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table ops.record_versions (
      entity text not null references ops.entities,
      record_key text not null,
      changed_at timestamptz not null,
      load_id bigint not null references ops.loads,
      kept jsonb not null,
      primary key (entity, record_key, changed_at)
    );
    create index on ops.record_versions (load_id);
    comment on table ops.record_versions is
      'The versions of records that loads brought, with the fields whose history is kept (keepsVersionsOf)';
    comment on column ops.record_versions.record_key is 'The natural key, as _key of the raw table';
    comment on column ops.record_versions.changed_at is
      'When the source changed the record to this version; -infinity if it does not say';
    comment on column ops.record_versions.load_id is 'The load that brought it';
    comment on column ops.record_versions.kept is 'The kept fields by name';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table ops.record_versions')
}
