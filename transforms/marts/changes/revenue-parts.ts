import { asOfDay, sql } from '#engine'
import { dim_product } from '../../warehouse/dim_product.ts'
import { fct_order_lines } from '../../warehouse/fct_order_lines.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { customerTraits } from '../customer/traits.ts'
import { mart_customer_ltv } from '../mart_customer_ltv.ts'

export const breakdowns = [
  'all sales',
  'customer segment',
  'first channel',
  'market',
  'product category',
  'new or returning',
] as const

/**
 * Sales of the last full month and of those that it is compared with, by part. A line counts on the day of its order, as
 * revenue does in the view of orders. A month before the first order is compared with nothing.
 */
export const revenueParts = sql`
  with comparisons as (
    select
      comparison,
      month_start_date,
      (month_start_date - distance)::date as compared_month_date
    from (
      select (date_trunc('month', ${asOfDay}::timestamp) - interval '1 month')::date as month_start_date
    ) last_month
    cross join (
      values
        ('month before', interval '1 month'),
        ('year before', interval '1 year')
    ) as distances (comparison, distance)
    where month_start_date - distance >= (
      select date_trunc('month', min(ordered_date)::timestamp)
      from ${fct_orders}
      where is_purchase
    )
  ),
  months as (
    select distinct months.month_start_date
    from comparisons
    cross join lateral (values (month_start_date), (compared_month_date)) as months (month_start_date)
  ),
  month_sales as (
    select
      months.month_start_date,
      coalesce(trait.customer_segment, 'Unknown') as customer_segment,
      coalesce(trait.first_channel, 'Unknown') as first_channel,
      coalesce(trait.market, sale.sold_to_market) as market,
      product.category_1 as product_category,
      case
        when trait.customer_key is null then 'Unknown customers'
        when history.first_ordered_date >= months.month_start_date then 'New customers'
        else 'Returning customers'
      end as new_or_returning,
      sum(line.net_amount) as net_amount
    from months
    join ${fct_orders} sale
      on sale.ordered_date >= months.month_start_date
      and sale.ordered_date < months.month_start_date + interval '1 month'
    join ${fct_order_lines} line using (order_key)
    join ${dim_product} product using (product_key)
    left join (${customerTraits}) trait on trait.customer_key = sale.customer_key
    left join ${mart_customer_ltv} history on history.customer_key = sale.customer_key
    where not sale.is_test
      and line.net_amount is not null
    group by
      1,
      2,
      3,
      4,
      5,
      6
  ),
  parts as (
    select
      month_start_date,
      part.*,
      sum(net_amount) as net_amount
    from month_sales
    cross join lateral (
      values
        ('all sales', 'All sales'),
        ('customer segment', customer_segment),
        ('first channel', first_channel),
        ('market', market),
        ('product category', product_category),
        ('new or returning', new_or_returning)
    ) as part (breakdown, part)
    group by
      month_start_date,
      part.breakdown,
      part.part
  )
  select
    comparisons.comparison,
    comparisons.month_start_date,
    comparisons.compared_month_date,
    parts.breakdown,
    parts.part,
    coalesce(sum(net_amount) filter (where parts.month_start_date = compared_month_date), 0)::numeric(38,4) as before_amount,
    coalesce(sum(net_amount) filter (where parts.month_start_date = comparisons.month_start_date), 0)::numeric(38,4)
      as after_amount
  from comparisons
  join parts on parts.month_start_date in (comparisons.month_start_date, compared_month_date)
  group by
    1,
    2,
    3,
    4,
    5`
