import type { Knex } from 'knex'

/** Whom a search or a file showed, so that the log says who saw a customer in a list; and what was read over Cube. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.audit_log
      add column listed_keys bigint[] not null default '{}',
      drop constraint audit_log_way_check,
      add constraint audit_log_way_check check (way in ('page', 'api', 'cli', 'cube'));
    create index on ops.audit_log using gin (listed_keys) where listed_keys <> '{}';
    comment on column ops.audit_log.listed_keys is 'Customers whom a list or a file showed, or a query named';

    create function ops.record_cube_read(reader text, groups text[], fields text[], keys bigint[])
      returns void language sql security definer set search_path = pg_catalog as $$
      insert into ops.audit_log (reader_kind, reader_name, reader_groups, action, way, listed_keys, fields)
      values ('program', reader, groups, 'query', 'cube', keys, fields)
    $$;
    comment on function ops.record_cube_read is 'Cube, which changes nothing else, adds to the audit log by it';
    revoke execute on function ops.record_cube_read from public;
    do $$ begin
      if to_regrole('clientele_cube') is not null then
        grant execute on function ops.record_cube_read to clientele_cube;
      end if;
    end $$;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop function ops.record_cube_read;
    alter table ops.audit_log disable trigger only_added;
    delete from ops.audit_log where way = 'cube';
    alter table ops.audit_log enable trigger only_added;
    alter table ops.audit_log
      drop column listed_keys,
      drop constraint audit_log_way_check,
      add constraint audit_log_way_check check (way in ('page', 'api', 'cli'));
  `)
}
