import type { Knex } from 'knex'

/**
 * A transaction bound to an earlier moment finds tables that were filled since then empty. Views that are published while
 * there is such a transaction ask this function, so that it gets an error instead of no rows.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function ops.sees_run(run bigint) returns boolean language plpgsql stable parallel safe
      security definer set search_path = pg_catalog as $$
      begin
        if exists (select from ops.runs r where r.run_id = run and r.status = 'published') then return true; end if;
        raise exception 'This transaction began before run % was published, and cannot see its rows', run
          using errcode = 'serialization_failure', hint = 'Commit or roll back, then ask again.';
      end $$;
    comment on function ops.sees_run(bigint) is
      'True, or an error if the run was published after the moment that the transaction is bound to';
    grant execute on function ops.sees_run(bigint) to public
  `)
}

/** A view that asks it is made again by the next build that changes it; until then the function answers yes. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    do $$ begin
      drop function ops.sees_run(bigint);
    exception when dependent_objects_still_exist then
      create or replace function ops.sees_run(run bigint) returns boolean language sql stable return true;
    end $$
  `)
}
