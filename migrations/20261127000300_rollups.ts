import type { Knex } from 'knex'

/** Where Cube keeps its pre-aggregations. They are its own tables: nobody else may read them, and nothing publishes them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create schema rollups;
    comment on schema rollups is 'Pre-aggregations of Cube. Made and dropped by Cube; not to be read by anybody else.';
    do $$ begin
      if to_regrole('clientele_cube') is not null then
        grant usage, create on schema rollups to clientele_cube;
      end if;
    end $$;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop schema rollups cascade')
}
