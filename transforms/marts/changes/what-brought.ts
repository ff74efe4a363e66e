import { sql } from '#engine'

/** The beginning of a sentence about a part of a breakdown, up to the amount. What is not known is no name of a part. */
export const whatBrought = sql`case
        when breakdown = 'all sales' then 'Net revenue of ' || this_month || ' was '
        when breakdown = 'customer segment' and part = 'Unknown' then 'Customers whom nobody knows brought '
        when breakdown = 'customer segment' and part = 'No order' then 'Customers without a counted order brought '
        when breakdown = 'customer segment' then 'Customers in the segment ' || part || ' brought '
        when breakdown = 'first channel' and part = 'Unknown' then 'Customers whose first channel is not known brought '
        when breakdown = 'first channel' then 'Customers who first came through ' || part || ' brought '
        when breakdown = 'market' and part = 'Unknown' then 'Customers whose country is not known brought '
        when breakdown = 'market' and part = 'Other' then 'Customers outside the markets of the company brought '
        when breakdown = 'market' then 'Customers in ' || part || ' brought '
        when breakdown = 'product category' and part = 'No category' then 'Products without a category brought '
        when breakdown = 'product category' and part = 'No merchandise' then 'What is no merchandise brought '
        when breakdown = 'new or returning' and part = 'Unknown customers' then 'Customers whom nobody knows brought '
        else part || ' brought '
      end`
