import { every, type Sql, sql } from '#engine'
import { order } from '../../canonical/order.ts'

/** The number of an order without what systems write around it: #1001, 1001 and " 1001" are one. */
export const plainOrderNumber = (number: Sql) => sql`ltrim(upper(trim(${number})), '#')`

/** Sales by their plain number; a number that two of them have stands for neither. */
export const ordersByNumber = sql`
        select
          ${plainOrderNumber(sql`order_number`)} as plain_number,
          min(order_key) as order_key
        from ${every(order)} placed
        where order_type = 'sale' and order_number is not null
        group by ${plainOrderNumber(sql`order_number`)}
        having count(*) = 1`
