import type { Knex } from 'knex'

/** Card processors and tills give amounts in the smallest unit of the currency; see `engine/declare/currency.ts`. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function ops.major_units(minor numeric, currency text) returns numeric
      language sql immutable parallel safe
      return minor / case
        when upper(currency) in ('BIF', 'CLP', 'DJF', 'GNF', 'JPY', 'KMF', 'KRW', 'MGA', 'PYG', 'RWF', 'VND', 'VUV',
          'XAF', 'XOF', 'XPF') then 1
        when upper(currency) in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 1000
        else 100 end;
    comment on function ops.major_units(numeric, text) is
      'An amount in pennies, cents, yen or fils as pounds, dollars, yen or dinars';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function ops.major_units(numeric, text)')
}
