import type { Knex } from 'knex'

/** How finely shares of an amount are rounded; see `engine/declare/currency.ts`. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function ops.minor_digits(currency text) returns integer
      language sql immutable parallel safe
      return (3 - log(ops.major_units(1000, currency)))::integer;
    comment on function ops.minor_digits(text) is
      'How many decimals the smallest unit of a currency is of the currency: 2 for pennies, 0 for yen, 3 for fils';
    revoke execute on function ops.minor_digits(text) from public;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function ops.minor_digits(text)')
}
