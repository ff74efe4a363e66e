import type { Knex } from 'knex'

/**
 * What loads store since records have versions: how many records were outdated, the format of the file (without its
 * header, a quarantined line of CSV cannot be read again), and the position of the last pull of a table.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.loads add column outdated_count bigint not null default 0, add column format jsonb;
    comment on column ops.loads.outdated_count is 'Records older than the stored version';
    comment on column ops.loads.format is 'Format of the records: for CSV, its delimiter and header';

    create table ops.pulls (
      entity text not null references ops.entities,
      origin text not null,
      position text not null,
      pulled_at timestamptz not null default now(),
      primary key (entity, origin)
    );
    comment on table ops.pulls is 'The position of the last pull of each table';
    comment on column ops.pulls.position is 'The highest loaded value of the cursor column';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table ops.pulls;
    alter table ops.loads drop column format, drop column outdated_count;
  `)
}
