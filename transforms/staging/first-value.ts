import { type Sql, sql } from '#engine'

/** The value of a column in the first row, in this order, that has one. For queries that group. */
export function firstValue(column: Sql, order: Sql): Sql {
  return sql`(array_agg(${column} order by ${order}) filter (where ${column} is not null))[1]`
}
