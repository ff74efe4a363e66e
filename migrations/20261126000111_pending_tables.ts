import type { Knex } from 'knex'

/** A build does not wait for readers of a table whose description changed: a later one changes its constraints. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.tables add column is_pending boolean not null default false;
    comment on column ops.tables.is_pending is
      'Whether its indexes and constraints are still those of its earlier description, because readers held it'
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table ops.tables drop column is_pending')
}
