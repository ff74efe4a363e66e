import type { Knex } from 'knex'

/** A logarithm of each amount took a third of the time of the timeline. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create or replace function ops.minor_digits(currency text) returns integer
      language sql immutable parallel safe
      return case ops.major_units(1000, currency) when 1000 then 0 when 1 then 3 else 2 end;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    create or replace function ops.minor_digits(currency text) returns integer
      language sql immutable parallel safe
      return (3 - log(ops.major_units(1000, currency)))::integer;
  `)
}
