import {
  asOfDay,
  day,
  decimal,
  holds,
  integer,
  key,
  oneOf,
  references,
  returnsNone,
  sql,
  text,
  transform,
} from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { dim_product } from '../warehouse/dim_product.ts'
import { mart_basket_item } from './mart_basket_item.ts'
import { mart_product_demand } from './mart_product_demand.ts'
import { explainedSuggestions } from './offers/explained-suggestions.ts'
import { suggestionMethods } from './offers/suggestions.ts'

/**
 * For known customers who bought something. The method is the one that the backtest chose; if none beats popularity, the
 * products are the most popular ones that the customer does not have. A customer can have fewer than five, if there is
 * nothing else to offer.
 */
export const mart_next_best_product = transform('marts.mart_next_best_product', {
  description:
    'What to offer each customer next: up to five products, the best first, with the reason in words.',
  grain: ['customer_key', 'suggestion_rank'],
  columns: {
    customer_key: key('The customer'),
    suggestion_rank: integer('1 for the best suggestion. Not additive'),
    product_key: key('What to offer'),
    product_name: text('Its name'),
    kind: oneOf(
      'Something else, a dearer product of the same kind as one that they have, or one that they have and may need again',
      ['cross-sell', 'up-sell', 'again'],
    ),
    score: decimal(
      'What the ranking is by: the similarity to what they bought, or the share of customers who bought it. Compare it within one customer only',
    ),
    method: oneOf('How it was ranked; the backtest says how good that is', suggestionMethods),
    because_product_key: key('What they bought that it follows from; missing if it is just popular').orNull(),
    reason: text('Why, in words'),
    availability: oneOf('Whether it is in stock; what is sold out is not suggested', ['in stock', 'unknown']),
    as_of_date: day('The day as of which this holds'),
  },
  indexes: [['product_key']],
  tests: [
    references('customer_key', dim_customer),
    references('product_key', dim_product),
    holds('the best five', sql`suggestion_rank between 1 and 5`),
    returnsNone(
      'no product is suggested twice to a customer',
      (self) => sql`
        select
          customer_key,
          product_key
        from ${self}
        group by customer_key, product_key
        having count(*) > 1`,
    ),
    returnsNone(
      'what a customer has is suggested only if it is bought again, and never if it was sent back',
      (self) => sql`
        select suggested.*
        from ${self} suggested
        join ${mart_basket_item} item using (customer_key, product_key)
        join ${mart_product_demand} demand using (product_key)
        where item.is_returned
          or not demand.is_bought_again`,
    ),
    returnsNone(
      'every known buyer has a suggestion, if anything can be offered to them',
      (self) => sql`
        with without_suggestion as materialized (
          select item.customer_key
          from ${mart_basket_item} item
          join ${dim_customer} customer using (customer_key)
          where customer.is_known
          except
          select customer_key
          from ${self}
        )
        select customer_key
        from without_suggestion
        where exists (
          select
          from ${mart_product_demand} demand
          where demand.is_offered
            and not exists (
              select
              from ${mart_basket_item} owned
              where owned.customer_key = without_suggestion.customer_key
                and owned.product_key = demand.product_key
            )
        )`,
    ),
  ],
  query: sql`
    select
      suggested.*,
      ${asOfDay} as as_of_date
    from (${explainedSuggestions}) suggested`,
})
