import type { Knex } from 'knex'

/**
 * What decides a table's rows (`definition`) apart from what describes them (`metadata`). Tables of before have
 * neither in the new form: the next build makes them again.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.tables
      alter column definition drop not null,
      add column metadata jsonb,
      add column metadata_hash text not null default '';
    update ops.tables set definition = null;
    alter table ops.tables alter column metadata_hash drop default;
    comment on column ops.tables.definition is
      'Columns, query and derived columns: with the inputs, all that decides the rows. Null if an older version wrote it in another form';
    comment on column ops.tables.inputs is 'The version of each relation that decides the rows';
    comment on column ops.tables.metadata is
      'Descriptions, grain, indexes, tests and personal data, as the table was last tested and published with';
    alter table ops.steps drop constraint steps_status_check,
      add constraint steps_status_check check (status in ('planned', 'built', 'updated', 'reused', 'failed'));
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    update ops.steps set status = 'reused' where status = 'updated';
    alter table ops.steps drop constraint steps_status_check,
      add constraint steps_status_check check (status in ('planned', 'built', 'reused', 'failed'));
    alter table ops.tables drop column metadata, drop column metadata_hash;
    delete from ops.published;
    delete from ops.tables;
    alter table ops.tables alter column definition set not null;
  `)
}
