import { day, decimal, flag, holds, integer, oneOf, returnsNone, sql, transform } from '#engine'
import { mart_basket_item } from './mart_basket_item.ts'
import { backtest } from './offers/backtest.ts'
import { suggestionMethods } from './offers/suggestions.ts'

/**
 * Suggestions are made from what was known before the last three full months, and compared with what was bought in them.
 * Of more than 20,000 customers, a fixed sample is tested. A method has to beat popularity to be used: otherwise popularity
 * itself is what customers are suggested.
 */
export const mart_recommendation_backtest = transform('marts.mart_recommendation_backtest', {
  description:
    'How often customers bought one of the first products that would have been suggested to them: one row for each method and number of suggestions.',
  grain: ['method', 'cut_off'],
  columns: {
    method: oneOf(
      'How products are ranked: by popularity alone, by what the customers who bought the same bought, or by what is in the same purchases',
      suggestionMethods,
    ),
    cut_off: integer('How many suggestions each customer would have got'),
    from_date: day('First day of the period that was predicted; only what was known before it was used'),
    to_date: day('Last day of that period'),
    customer_count: integer('Customers who bought before the period and in it. Not additive'),
    hit_count: integer('Of these, customers who bought at least one of the suggestions. Not additive'),
    hit_rate: decimal('Their share. Not additive'),
    hit_rate_lower: decimal('Lower end of its 95 % interval (Wilson). Not additive'),
    hit_rate_upper: decimal('Upper end of that. Not additive'),
    mean_reciprocal_rank: decimal(
      'Mean of 1 / rank of the first suggestion that was bought, 0 if none was. Not additive',
    ),
    better_count: integer('Customers for whom it had a hit, and popularity had none. Not additive'),
    worse_count: integer('Customers for whom popularity had a hit, and it had none. Not additive'),
    difference_lower: decimal(
      'Lower end of the 95 % interval of what its hit rate has over that of popularity',
    ),
    difference_upper: decimal('Upper end of that'),
    is_published: flag('Whether mart_next_best_product is ranked by this method'),
  },
  tests: [
    holds('shares are shares', sql`hit_rate between 0 and 1 and mean_reciprocal_rank between 0 and 1`),
    holds('hits are customers', sql`hit_count <= customer_count`),
    returnsNone(
      'one method is published, if any was tested',
      (self) => sql`
        select cut_off
        from ${self}
        group by cut_off
        having count(*) filter (where is_published) <> 1`,
    ),
  ],
  query: backtest(mart_basket_item),
})
