import type { Knex } from 'knex'

/**
 * A balance adds up over customers and not over months: the balance of a year is that of its last month. These
 * aggregates add up the amounts of the last day that occurs, or of the first one, in any selection of rows.
 */
export async function up(knex: Knex): Promise<void> {
  for (const [which, isNearer] of [
    ['last', '>'],
    ['first', '<'],
  ] as const) {
    const name = `ops.sum_on_${which}_day`
    const step = `ops.sum_on_${which}_day_step`
    const merge = `ops.sum_on_${which}_day_merge`
    await knex.raw(`
      create function ${merge}(one numeric[], other numeric[]) returns numeric[]
      language sql immutable parallel safe
      return case
        when one is null or other[1] ${isNearer} one[1] then other
        when other is null or one[1] ${isNearer} other[1] then one
        when one[2] is null then other
        else array[one[1], one[2] + coalesce(other[2], 0)]
      end`)
    await knex.raw(`
      create function ${step}(found numeric[], amount numeric, day date) returns numeric[]
      language sql immutable parallel safe
      return case
        when day is null then found
        else ${merge}(found, array[(day - date '2000-01-01')::numeric, amount])
      end`)
    await knex.raw(`
      create function ${name}_result(found numeric[]) returns numeric
      language sql immutable parallel safe
      return found[2]`)
    await knex.raw(`
      create aggregate ${name}(amount numeric, day date) (
        sfunc = ${step}, stype = numeric[], combinefunc = ${merge}, finalfunc = ${name}_result, parallel = safe
      )`)
    await knex.raw(`comment on aggregate ${name}(numeric, date) is
      'The amounts of the ${which} day that occurs, added up: for balances, which do not add up over time'`)
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const which of ['last', 'first']) {
    const name = `ops.sum_on_${which}_day`
    await knex.raw(`
      drop aggregate ${name}(numeric, date);
      drop function ${name}_result(numeric[]), ${name}_step(numeric[], numeric, date), ${name}_merge(numeric[], numeric[])`)
  }
}
