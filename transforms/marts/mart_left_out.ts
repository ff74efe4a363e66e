import { decimal, id, integer, oneOf, sql, text, transform } from '#engine'
import { fct_order_lines } from '../warehouse/fct_order_lines.ts'

/** What figures are silent about has to be said next to them. Amounts are in their own currencies and never added. */
export const mart_left_out = transform('marts.mart_left_out', {
  description: 'Orders whose amounts are in no figure, and why.',
  grain: ['reason', 'source', 'currency'],
  columns: {
    reason: oneOf(
      'Why: a test, its status, dated after the as-of day, or in a currency without an exchange rate',
      ['test', 'status', 'future', 'currency'],
    ),
    source: id('Source system'),
    currency: text('Currency of the amount, ISO 4217'),
    order_count: integer('Orders, returns and adjustments'),
    line_count: integer('Their lines'),
    original_amount: decimal('Their value in that currency, as the source has it'),
  },
  query: sql`
    with left_out as (
      select
        coalesce(excluded_because, 'currency') as reason,
        source,
        currency,
        order_key,
        original_gross - original_discount - original_returned + original_adjustment as original_amount
      from ${fct_order_lines}
      where excluded_because is not null
        or net_amount is null
    )
    select
      reason,
      source,
      currency,
      count(distinct order_key)::integer as order_count,
      count(*)::integer as line_count,
      sum(original_amount) as original_amount
    from left_out
    group by reason, source, currency`,
})
