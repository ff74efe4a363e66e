import { type Sql, sql } from '#engine'

/**
 * A name that some program wrote, no longer than an index can hold. What is cut ends with a hash of the whole, so that two
 * names that begin alike remain two.
 */
export const shortName = (name: Sql): Sql => sql`
  case
    when length(${name}) > 200 then left(${name}, 166) || '… ' || md5(${name})
    else ${name}
  end`

/** The same beside totals, which are called all. */
export const listedName = (name: Sql): Sql =>
  sql`case when ${name} = 'all' then '"all"' else ${shortName(name)} end`
