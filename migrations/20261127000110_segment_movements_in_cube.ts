import type { Knex } from 'knex'

/** Cube shows who entered and left each segment. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    do $$ begin
      if to_regrole('clientele_cube') is not null then
        grant select on ops.segment_movement to clientele_cube;
      end if;
    end $$;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    do $$ begin
      if to_regrole('clientele_cube') is not null then
        revoke select on ops.segment_movement from clientele_cube;
      end if;
    end $$;
  `)
}
