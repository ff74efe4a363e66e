import type { Knex } from 'knex'

/** Keys of programs, and users who come in by a provider of OpenID Connect. Nobody but the owner of the database reads them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table ops.access_keys (
      key_name text primary key,
      key_hash bytea not null unique,
      prefix text not null,
      groups text[] not null,
      markets text[],
      may_decide boolean not null,
      requests_per_minute integer not null check (requests_per_minute > 0),
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz,
      last_used_at timestamptz
    );
    comment on table ops.access_keys is
      'Keys with which programs read profiles; only their hashes. Rows stay, so that the log of accesses can be understood';
    comment on column ops.access_keys.prefix is 'The beginning of the key, to recognise it by';
    comment on column ops.access_keys.markets is 'The markets whose customers may be read; null for all';
    comment on column ops.access_keys.may_decide is 'Whether the program may change something, such as who is who';

    alter table ops.sql_users add column provider_subject text unique;
    comment on column ops.sql_users.provider_subject is
      'Issuer and subject of a user whom a provider of OpenID Connect vouches for';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.sql_users drop column provider_subject;
    drop table ops.access_keys
  `)
}
