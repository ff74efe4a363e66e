import { day, decimal, integer, money, oneOf, references, returnsNone, sql, text, transform } from '#engine'
import { dim_date } from '../warehouse/dim_date.ts'
import { fct_orders } from '../warehouse/fct_orders.ts'
import { coverage } from './attribution/coverage.ts'

/** What models of attribution are silent about has to be said next to them. */
export const mart_attribution_coverage = transform('marts.mart_attribution_coverage', {
  description:
    'How much of what happened attribution knows: purchases by what was seen before them, and visits and clicks in messages by ' +
    'what became of them, such as those left out because the person had not consented; one row for each month, reason and market.',
  grain: ['month_start_date', 'subject', 'coverage', 'market'],
  columns: {
    month_start_date: day('First day of the month in which it happened'),
    subject: oneOf('What is counted', ['purchase', 'touch']),
    coverage: oneOf('What was seen before the purchase, or what became of the visit or click', [
      'marketing seen',
      'only direct visits seen',
      'seen without consent only',
      'nothing seen',
      'customer unknown',
      'used before a purchase',
      'used in a journey without a purchase',
      'in a journey that is open',
      'direct beside marketing',
      'consent refused',
      'no consent recorded',
      'visitor unknown',
    ]),
    market: text(
      'Market of the customer; of the country of the order while the customer is unknown. Unknown for a visitor nobody knows',
    ),
    item_count: decimal('Purchases, or visits and clicks. Additive within a subject'),
    value_amount: money('Net amount of the purchases; missing for touches. Additive').orNull(),
    window_days: integer(
      'So many days before a purchase, what the customer saw counts. The same in all rows; not additive',
    ),
  },
  tests: [
    references('month_start_date', dim_date, 'date_day'),
    returnsNone(
      'every purchase is counted once',
      (self) => sql`
        select count(*)::numeric as purchases, coalesce(sum(net_amount), 0) as amount
        from ${fct_orders}
        where is_purchase
        except
        select coalesce(sum(item_count), 0), coalesce(sum(value_amount), 0)
        from ${self}
        where subject = 'purchase'`,
    ),
  ],
  query: coverage,
})
