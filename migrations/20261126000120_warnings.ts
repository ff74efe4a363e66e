import type { Knex } from 'knex'

/** Tests that warn: their rows are published, and every build names them until they are gone. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.test_results add column severity text not null default 'error'
      check (severity in ('error', 'warning'));
    comment on column ops.test_results.severity is 'Whether rows that fail stop the publication (error) or not (warning)';
    alter table ops.tables add column warnings jsonb not null default '[]';
    comment on column ops.tables.warnings is
      'The tests that warn of rows in the table, each with the number of rows and one of them';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.tables drop column warnings;
    alter table ops.test_results drop column severity;
  `)
}
