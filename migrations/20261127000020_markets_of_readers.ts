import type { Knex } from 'knex'

/**
 * Readers of some markets. The views of BI tools ask who has logged in, which no session can change, and not for a
 * setting of the session, which everybody can. The roles belong to the whole server, so they can exist already.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table ops.sql_users add column markets text[] check (cardinality(markets) > 0);
    comment on column ops.sql_users.markets is 'The markets whose rows the user may see; null for all';
    create view ops.markets_of_reader as
      select unnest(markets) as market
      from ops.sql_users
      where user_name = session_user and disabled_at is null;
    comment on view ops.markets_of_reader is 'The markets of the user who has logged in';
    do $$
    declare group_name text;
    begin
      foreach group_name in array array['executive', 'analyst', 'agent', 'marketing', 'admin', 'pii'] loop
        begin
          execute format('create role %I nologin', 'clientele_bi_' || group_name || '_markets');
        exception
          when duplicate_object or unique_violation then null;
          when insufficient_privilege then
            raise notice 'role clientele_bi_%_markets could not be created: no right to', group_name;
        end;
      end loop;
    end $$;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop view ops.markets_of_reader; alter table ops.sql_users drop column markets')
}
