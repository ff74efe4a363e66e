import type { Knex } from 'knex'

/** The roles of BI users in the groups that came later. Roles belong to the whole server, so they can exist already. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    do $$
    declare role_name text;
    begin
      foreach role_name in array array[
        'clientele_bi_executive', 'clientele_bi_agent', 'clientele_bi_marketing', 'clientele_bi_admin'
      ] loop
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
}

/** The roles stay: other databases of the server may use them. */
export async function down(): Promise<void> {}
