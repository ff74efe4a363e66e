import { sql } from '#engine'
import { square } from '../../sources/square/square.ts'
import { knownEmail, knownId, personKey } from '../person-key.ts'

/** Who an order or payment names. */
export const buyerOf = {
  /** The customer of an order: recorded with it, or with one of its tenders. */
  order: knownId(
    sql`coalesce(customer_id, jsonb_path_query_first(tenders, '$[*].customer_id ? (@ != null)') #>> '{}')`,
  ),
  /** The record of who paid: a customer, or a guest with the email address of the receipt. */
  payment: sql`coalesce(
        ${personKey('square', 'customer', sql`customer_id`)},
        ${personKey('square', 'guest', knownEmail(sql`buyer_email_address`))}
      )`,
}

/** The record of who paid for each order, if a payment says so. */
export const payersOfOrders = sql`
      select
        order_id,
        (
          array_agg(record_key order by created_at desc, id) filter (where record_key is not null)
        )[1] as payer_key
      from (
        select
          order_id,
          id,
          created_at::timestamptz as created_at,
          ${buyerOf.payment} as record_key
        from ${square.payments}
        where order_id is not null
      ) payment
      group by order_id`
