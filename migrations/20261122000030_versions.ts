import type { Knex } from 'knex'

/**
 * What loads remember since records have versions: how many came too late, how the file was written (without
 * its header a quarantined line of CSV cannot be read again), and where the last pull of a table ended.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.loads add column outdated_count bigint not null default 0, add column format jsonb;
    comment on column ops.loads.outdated_count is 'Records older than the version that was there';
    comment on column ops.loads.format is 'How the records were written: for CSV its delimiter and header';

    create table ops.pulls (
      entity text not null references ops.entities,
      origin text not null,
      position text not null,
      pulled_at timestamptz not null default now(),
      primary key (entity, origin)
    );
    comment on table ops.pulls is 'How far the pulls of tables have come';
    comment on column ops.pulls.position is 'The highest value of the cursor column that was loaded';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table ops.pulls;
    alter table ops.loads drop column format, drop column outdated_count;
  `)
}
