import type { Knex } from 'knex'

/**
 * The schemas of the database, and the tables of the engine and the loader. Warehouse tables are not here: the engine
 * creates them from their contracts in `build`, and publishes views on them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create schema raw;
    create schema staging;
    create schema identity;
    create schema warehouse;
    create schema marts;
    create schema pii;
    create schema build;
    create schema ops;
    comment on schema raw is 'Records as their sources provided them, one table for each entity';
    comment on schema staging is 'Raw records renamed, typed and normalised';
    comment on schema identity is 'Which records are the same person';
    comment on schema warehouse is 'Dimensions, facts and bridges; personal data masked';
    comment on schema marts is 'One question answered at one grain';
    comment on schema pii is 'The same relations with personal data unmasked';
    comment on schema build is 'Physical tables behind the views; private to the engine';
    comment on schema ops is 'Loads, quarantine, runs, tests and users';

    ${keyFunctions()}

    create table ops.entities (
      entity text primary key,
      source text not null,
      description text not null,
      fresh_within_hours integer,
      version bigint not null default 0,
      row_count bigint not null default 0,
      changed_at timestamptz
    );
    comment on column ops.entities.version is 'Increases with every change to the raw table, in the same transaction';

    create table ops.loads (
      load_id bigint generated always as identity primary key,
      entity text not null references ops.entities,
      origin text not null,
      is_sample boolean not null default false,
      status text not null default 'running' check (status in ('running', 'done', 'failed', 'removed')),
      started_at timestamptz not null default now(),
      finished_at timestamptz,
      read_count bigint not null default 0,
      loaded_count bigint not null default 0,
      updated_count bigint not null default 0,
      unchanged_count bigint not null default 0,
      quarantined_count bigint not null default 0,
      error text
    );
    create index on ops.loads (entity, load_id);
    comment on column ops.loads.origin is 'The file or generator the records came from';

    create table ops.quarantine (
      quarantine_id bigint generated always as identity primary key,
      load_id bigint not null references ops.loads,
      entity text not null references ops.entities,
      line bigint,
      original bytea not null,
      reason_code text not null,
      reasons jsonb not null,
      quarantined_at timestamptz not null default now(),
      replayed_at timestamptz
    );
    create index on ops.quarantine (entity) where replayed_at is null;
    create index on ops.quarantine (load_id);
    comment on column ops.quarantine.original is 'The original bytes of the record';

    create table ops.runs (
      run_id bigint generated always as identity primary key,
      status text not null check (status in ('running', 'published', 'failed', 'interrupted')),
      started_at timestamptz not null default clock_timestamp(),
      finished_at timestamptz,
      error text
    );

    create table ops.steps (
      run_id bigint not null references ops.runs,
      relation text not null,
      version text not null,
      reason text not null,
      status text not null check (status in ('planned', 'built', 'reused', 'failed')),
      row_count bigint,
      seconds numeric(12,3),
      error text,
      finished_at timestamptz not null default clock_timestamp(),
      primary key (run_id, relation)
    );

    create table ops.tables (
      relation text not null,
      version text not null,
      physical_name text not null unique,
      definition jsonb not null,
      inputs jsonb not null,
      row_count bigint not null,
      run_id bigint not null references ops.runs,
      built_at timestamptz not null default clock_timestamp(),
      primary key (relation, version)
    );
    comment on table ops.tables is 'Physical tables that are complete and passed their tests, published or not yet';

    create table ops.published (
      relation text primary key,
      version text not null,
      view_hash text not null,
      run_id bigint not null references ops.runs,
      foreign key (relation, version) references ops.tables
    );
    comment on table ops.published is 'The version that each published view reads';

    create table ops.test_results (
      run_id bigint not null references ops.runs,
      relation text not null,
      test text not null,
      failed_count bigint not null,
      seconds numeric(12,3) not null,
      tested_at timestamptz not null default clock_timestamp(),
      primary key (run_id, relation, test)
    );

    create table ops.test_failures (
      failure_id bigint generated always as identity primary key,
      run_id bigint not null,
      relation text not null,
      test text not null,
      failing_row jsonb not null,
      foreign key (run_id, relation, test) references ops.test_results
    );
    comment on table ops.test_failures is 'Rows that failed a test, at most 100 for each test and run';

    create table ops.sql_users (
      user_name text primary key,
      password_hash text not null,
      groups text[] not null,
      created_at timestamptz not null default now(),
      disabled_at timestamptz
    );

    create view ops.source_freshness as
      select e.entity, e.source, e.description, e.row_count,
        (select count(*) from ops.quarantine q where q.entity = e.entity and q.replayed_at is null) as quarantined_count,
        last_load.finished_at as last_loaded_at,
        e.fresh_within_hours,
        round(extract(epoch from now() - last_load.finished_at) / 3600, 1) as hours_since_load,
        now() - last_load.finished_at <= make_interval(hours => e.fresh_within_hours) as is_fresh,
        coalesce(last_load.is_sample, false) as is_sample
      from ops.entities e
      left join lateral (
        select l.finished_at, l.is_sample from ops.loads l
        where l.entity = e.entity and l.status = 'done'
        order by l.load_id desc limit 1
      ) last_load on true;

    create view ops.publications as
      select r.run_id, r.finished_at as published_at, r.started_at,
        round(extract(epoch from r.finished_at - r.started_at), 1) as seconds,
        count(s.relation)::integer as table_count,
        coalesce(sum(s.row_count), 0)::bigint as row_count
      from ops.runs r left join ops.steps s using (run_id)
      where r.status = 'published'
      group by r.run_id;
  `)
  await createRoles(knex)
}

/**
 * One function for each number of parts. Each part occurs once in the body, so that the planner can inline it, which is
 * several times faster than calling it a million times.
 */
function keyFunctions(): string {
  const functions = [2, 3, 4, 5].map((count) => {
    const parts = ['source', 'kind', 'part_1', 'part_2', 'part_3'].slice(0, count)
    const signature = `ops.key_of(${parts.map((part) => `${part} text`).join(', ')})`
    return `
    create function ${signature} returns bigint language sql immutable parallel safe
      return ('x' || substr(md5(${parts.join(" || e'\\x1f' || ")}), 1, 16))::bit(64)::bigint;
    comment on function ops.key_of(${parts.map(() => 'text').join(', ')}) is
      'Surrogate key of a natural key: the first 64 bits of its MD5; null if a part is missing';`
  })
  return functions.join('')
}

/**
 * Group roles to grant to people. Roles belong to the whole server, so they can exist already. If the owner may not
 * create roles, an administrator has to; everything else works without them.
 */
async function createRoles(knex: Knex): Promise<void> {
  await knex.raw(`
    do $$
    declare role_name text;
    begin
      foreach role_name in array array['clientele_reader', 'clientele_pii', 'clientele_cube'] loop
        begin
          execute format('create role %I nologin', role_name);
        exception
          when duplicate_object or unique_violation then null;
          when insufficient_privilege then
            raise notice 'role % could not be created: no right to', role_name;
        end;
      end loop;
    end $$;
  `)
  await knex.raw(`
    do $$
    begin
      if to_regrole('clientele_reader') is not null and to_regrole('clientele_pii') is not null
        and to_regrole('clientele_cube') is not null then
        grant usage on schema staging, identity, warehouse, marts to clientele_reader;
        grant usage on schema pii to clientele_pii;
        grant usage on schema ops to clientele_cube, clientele_reader;
        grant select on ops.source_freshness, ops.publications to clientele_reader, clientele_cube;
        if not pg_has_role('clientele_pii', 'clientele_reader', 'member') then
          grant clientele_reader to clientele_pii;
        end if;
        if not pg_has_role('clientele_cube', 'clientele_pii', 'member') then
          grant clientele_pii to clientele_cube;
        end if;
      end if;
    end $$;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop view ops.publications, ops.source_freshness;
    drop table ops.sql_users, ops.test_failures, ops.test_results, ops.published, ops.tables, ops.steps,
      ops.runs, ops.quarantine, ops.loads, ops.entities;
    drop function ops.key_of(text, text), ops.key_of(text, text, text), ops.key_of(text, text, text, text),
      ops.key_of(text, text, text, text, text);
    drop schema ops; drop schema build; drop schema pii; drop schema marts;
    drop schema warehouse; drop schema identity; drop schema staging; drop schema raw;
  `)
}
