import { sql, transform } from '#engine'
import { order_line } from '../../canonical/order_line.ts'
import { itemsAndCharges } from './items-and-charges.ts'
import { orderParts } from './order-parts.ts'
import { unexplainedRefunds } from './unexplained-refunds.ts'

/**
 * The total of a line includes its tax and its share of service charges. Service charges are separate lines here, and so
 * is what was tipped, so the lines of an order add up to its total without tax; what they lack is a line too. Drafts and
 * cancelled orders have none.
 */
export const stg_square__order_lines = transform('staging.stg_square__order_lines', {
  description:
    'Lines sold and returned at the tills, service charges, tips, and the rounding of cash totals.',
  grain: ['order_line_key'],
  conformsTo: order_line,
  columns: order_line.columns,
  query: sql`
    with parts as (${orderParts}),
    lines as (${itemsAndCharges}),
    rounded as (
      select
        order_id, currency, occurred_at, line_type, 'rounding', return_id, '',
        'rounding', 'Rounding of cash totals', 'manual', 0, 0, 0, 0, 0,
        (part #>> '{amount_money,amount}')::numeric
      from parts
      where kind = 'rounding' and part is not null and part <> 'null'
    ),
    tipped as (
      select
        order_id, currency, occurred_at, line_type, 'tip', '', '', 'tip', 'Tip', 'tip', 0, 0, 0, 0, 0,
        (part #>> '{tip_money,amount}')::numeric as tip
      from parts
      where kind = 'totals' and (part #>> '{tip_money,amount}')::numeric <> 0
    ),
    stated as (
      select * from lines
      union all
      select * from rounded
      union all
      select * from tipped
    ),
    stated_totals as (
      select
        order_id,
        sum(gross - discount - returned + adjustment) as amount
      from stated
      group by order_id
    ),
    unallocated as (
      select
        order_id, currency, occurred_at, line_type, 'unallocated', '', '',
        'unallocated', 'Amount without a line', 'unallocated', 0, 0, 0, 0, 0,
        (part #>> '{total_money,amount}')::numeric
          - (part #>> '{tax_money,amount}')::numeric
          - coalesce(stated_totals.amount, 0) as difference
      from parts
      left join stated_totals using (order_id)
      where kind = 'totals'
    ),
    sold as (
      select
        order_id,
        currency,
        sum(gross - discount) filter (where product_type not in ('gift_card', 'tip', 'postage')) as amount
      from lines
      where line_type = 'sale'
      group by order_id, currency
    ),
    paid_back as (
      select
        order_id, currency, refund.occurred_at, 'adjustment', 'unexplained refund', '', '',
        'unexplained refund', 'Refund without a line', 'unallocated', 0, 0, 0, 0, 0,
        -least(round(refund.amount * sold.amount / nullif(refund.order_amount, 0)), sold.amount) as amount
      from (${unexplainedRefunds}) refund
      join sold using (order_id)
    ),
    complete as (
      select * from stated
      union all
      select * from paid_back where amount <> 0
      union all
      select * from unallocated where difference <> 0
    )
    select
      ops.key_of('square', kind, order_id, return_id, uid) as order_line_key,
      ops.key_of('square', 'order', order_id) as order_key,
      'square' as source,
      product_id,
      product_name,
      product_type,
      line_type,
      false as is_test,
      occurred_at,
      upper(currency) as currency,
      quantity,
      ops.major_units(unit_price, currency) as unit_price_amount,
      ops.major_units(gross, currency) as gross_amount,
      ops.major_units(discount, currency) as discount_amount,
      ops.major_units(returned, currency) as returned_amount,
      ops.major_units(adjustment, currency) as adjustment_amount
    from complete`,
})
