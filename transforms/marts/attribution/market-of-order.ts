import { sql, unknownKey } from '#engine'

/** The market of the customer, or of the country of the order while nobody knows the customer, as in the view of orders. */
export const marketOfOrder = sql`case
        when placed.customer_key = ${unknownKey} then placed.sold_to_market
        else buyer.market
      end`
