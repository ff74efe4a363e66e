import type { Knex } from 'knex'

/**
 * Who comes in and what they read. `ops.sql_users` holds all users of the installation: of BI tools, of Cube and of the
 * pages. Nobody but the owner of the database reads any of these tables.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.sql_users add column last_sign_in_at timestamptz;
    comment on table ops.sql_users is 'The users of the installation: of BI tools, of Cube and of the pages';
    comment on column ops.sql_users.password_hash is 'Empty until a password is chosen, and nobody can sign in with it';

    create table ops.sign_in_links (
      link_hash bytea primary key,
      user_name text not null references ops.sql_users,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz
    );
    comment on table ops.sign_in_links is 'Links with which a user chooses a password, once; only their hashes';

    create table ops.sign_in_attempts (
      attempt_id bigint generated always as identity primary key,
      user_name text not null,
      address text not null,
      attempted_at timestamptz not null default now(),
      has_succeeded boolean not null default false
    );
    create index on ops.sign_in_attempts (user_name, attempted_at);
    create index on ops.sign_in_attempts (address, attempted_at);
    comment on table ops.sign_in_attempts is 'Attempts to sign in of the last day';

    create table ops.sessions (
      session_hash bytea primary key,
      user_name text not null references ops.sql_users,
      address text not null,
      created_at timestamptz not null default now(),
      seen_at timestamptz not null default now()
    );
    create index on ops.sessions (user_name);
    comment on table ops.sessions is 'Who is signed in; only hashes of the tokens in their cookies';

    create table ops.audit_log (
      entry_id bigint generated always as identity primary key,
      recorded_at timestamptz not null default clock_timestamp(),
      reader_kind text not null check (reader_kind in ('person', 'program')),
      reader_name text not null,
      reader_groups text[] not null,
      action text not null,
      way text not null check (way in ('page', 'api', 'cli')),
      address text,
      customer_key bigint,
      fields text[] not null,
      reason text,
      detail jsonb
    );
    create index on ops.audit_log (recorded_at);
    create index on ops.audit_log (customer_key, recorded_at);
    create index on ops.audit_log (reader_name, recorded_at);
    comment on table ops.audit_log is
      'Every read of personal data and every decision: names of fields, never their values. Rows are only added';
    create function ops.only_add() returns trigger language plpgsql as $$
    begin
      raise exception 'Entries of % are never changed or removed', tg_table_name using errcode = 'insufficient_privilege';
    end $$;
    revoke execute on function ops.only_add() from public;
    create trigger only_added before update or delete or truncate on ops.audit_log
      for each statement execute function ops.only_add();
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table ops.audit_log, ops.sessions, ops.sign_in_attempts, ops.sign_in_links;
    drop function ops.only_add();
    alter table ops.sql_users drop column last_sign_in_at
  `)
}
