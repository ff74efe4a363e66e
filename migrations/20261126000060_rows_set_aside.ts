import type { Knex } from 'knex'

/** Rows that fail a test of a staging table leave it, so that they do not stop the publication of everything else. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.tables add column set_aside jsonb not null default '{}';
    comment on column ops.tables.set_aside is
      'How many rows the table does not hold because they failed a test, by the name of the test'
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table ops.tables drop column set_aside')
}
