import { every, type Sql, sql } from '#engine'
import { order } from '../../canonical/order.ts'

/** The number of an order without what systems write around it: #1001, 1001 and " 1001" are one. */
export const plainOrderNumber = (number: Sql) => sql`ltrim(upper(trim(${number})), '#')`

/**
 * Sales by their plain number; a number that two of them have stands for neither, and has no key. Postgres expects a
 * single row of `having count(*) = 1`, and would compare each number with each, so those rows stay.
 */
export const ordersByNumber = sql`
        select
          ${plainOrderNumber(sql`order_number`)} as plain_number,
          case when count(*) = 1 then min(order_key) end as order_key
        from ${every(order)} placed
        where order_type = 'sale' and order_number is not null
        group by ${plainOrderNumber(sql`order_number`)}`
