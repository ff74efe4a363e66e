import type { Knex } from 'knex'

/**
 * The roles of BI users, one for each group, and what the schemas `bi` and `bi_pii` were last made from. The schemas
 * themselves are made from the model. Roles belong to the whole server, so they can exist already.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table ops.bi (
      is_only boolean primary key default true check (is_only),
      model_hash text not null,
      model jsonb not null,
      made_hash text,
      made_at timestamptz,
      left_out jsonb not null default '[]',
      problem text
    );
    comment on table ops.bi is 'What the schemas bi and bi_pii are made from: the views of Cube as SQL';
    comment on column ops.bi.model_hash is 'Hash of the files of the model and of the code that reads them';
    comment on column ops.bi.made_hash is 'The model_hash with which the schemas were last made';
    comment on column ops.bi.left_out is 'Members that the schemas do not have, and why';
    comment on column ops.bi.problem is 'Why the schemas could not be made; null if they were';
    do $$
    declare role_name text;
    begin
      foreach role_name in array array['clientele_bi_analyst', 'clientele_bi_pii'] loop
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

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop schema if exists bi_pii cascade; drop schema if exists bi cascade; drop table ops.bi')
}
