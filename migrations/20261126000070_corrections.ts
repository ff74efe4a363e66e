import type { Knex } from 'knex'

/** What was unloaded or missing from a snapshot, which column is read as which field, and the form of the keys in raw. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.loads
      add column removed_count bigint not null default 0,
      add column missing_count bigint not null default 0,
      drop constraint loads_status_check,
      add constraint loads_status_check
        check (status in ('running', 'done', 'failed', 'removed', 'unload'));
    comment on column ops.loads.status is
      'unload: it removed records, and its origin says of which load; removed: its records were removed later';
    comment on column ops.loads.removed_count is 'Records that an unload removed';
    comment on column ops.loads.missing_count is
      'Records that were marked as deleted because a snapshot did not have them';

    alter table ops.entities add column key_form smallint not null default 1;
    comment on column ops.entities.key_form is
      'The form of keys in its raw table. 2: keys whose parts contain the separator end with the lengths of the parts';

    create table ops.column_maps (
      entity text not null references ops.entities,
      column_name text not null,
      field text not null,
      mapped_at timestamptz not null default now(),
      primary key (entity, column_name)
    );
    comment on table ops.column_maps is 'Columns of CSV files that are read as a field with another name';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table ops.column_maps;
    alter table ops.entities drop column key_form;
    delete from ops.loads where status = 'unload';
    alter table ops.loads
      drop column removed_count,
      drop column missing_count,
      drop constraint loads_status_check,
      add constraint loads_status_check check (status in ('running', 'done', 'failed', 'removed'));
  `)
}
