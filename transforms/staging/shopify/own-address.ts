import { type Sql, sql } from '#engine'

/**
 * The main address of a customer, unless it names somebody else: Shopify takes it from the delivery of the first order,
 * which can be a present. One name in common is enough.
 */
export function ownAddress(firstName: Sql, lastName: Sql, address: Sql): Sql {
  const differ = (own: Sql, other: Sql) => sql`lower(trim(${own})) <> lower(trim(${other}))`
  return sql`case
          when ${differ(firstName, sql`${address} ->> 'first_name'`)}
            and ${differ(lastName, sql`${address} ->> 'last_name'`)}
            then null
          else ${address}
        end`
}
