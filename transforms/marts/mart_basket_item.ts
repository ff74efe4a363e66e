import { day, decimal, flag, integer, key, references, returnsNone, sql, transform } from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { dim_product } from '../warehouse/dim_product.ts'
import { fct_order_lines } from '../warehouse/fct_order_lines.ts'
import { fct_orders } from '../warehouse/fct_orders.ts'
import { fct_returns } from '../warehouse/fct_returns.ts'

/** Goods only, without postage, gift cards and the like. Sizes and colours of one product are one. */
export const mart_basket_item = transform('marts.mart_basket_item', {
  description:
    'What was bought together: one row for each purchase and product of the catalogue that is in it, over all channels.',
  grain: ['order_key', 'product_key'],
  columns: {
    order_key: key('The purchase'),
    product_key: key('The product, as the catalogue has it'),
    customer_key: key('The customer; -1 while unknown'),
    ordered_date: day('The day of the purchase'),
    quantity: decimal('Units. Additive'),
    basket_size: integer('Different products in the purchase. Not additive'),
    is_returned: flag('Whether units of it were returned'),
    returned_date: day('The day of the first refund for it').orNull(),
  },
  indexes: [['product_key'], ['customer_key']],
  tests: [
    references('product_key', dim_product),
    references('customer_key', dim_customer),
    returnsNone(
      'every product that was sold is in a basket',
      (self) => sql`
        select distinct
          line.order_key,
          product.conformed_product_key
        from ${fct_order_lines} line
        join ${fct_orders} placed using (order_key)
        join ${dim_product} product using (product_key)
        where placed.is_purchase
          and line.line_type = 'sale'
          and line.is_merchandise
          and line.quantity > 0
          and not exists (
            select
            from ${self} item
            where item.order_key = line.order_key
              and item.product_key = product.conformed_product_key
          )`,
    ),
  ],
  query: sql`
    with items as (
      select
        line.order_key,
        product.conformed_product_key as product_key,
        placed.customer_key,
        placed.ordered_date,
        sum(line.quantity) as quantity
      from ${fct_order_lines} line
      join ${fct_orders} placed using (order_key)
      join ${dim_product} product using (product_key)
      where placed.is_purchase
        and line.line_type = 'sale'
        and line.is_merchandise
        and line.quantity > 0
      group by line.order_key, product.conformed_product_key, placed.customer_key, placed.ordered_date
    ),
    returns as (
      select
        sent_back.order_key,
        product.conformed_product_key as product_key,
        min(sent_back.refunded_date) as returned_date
      from ${fct_returns} sent_back
      join ${dim_product} product using (product_key)
      where sent_back.return_type = 'goods'
        and sent_back.excluded_because is null
        and sent_back.refunded_date is not null
      group by sent_back.order_key, product.conformed_product_key
    )
    select
      items.order_key,
      items.product_key,
      items.customer_key,
      items.ordered_date,
      items.quantity,
      (count(*) over (partition by items.order_key))::integer as basket_size,
      returns.returned_date is not null as is_returned,
      returns.returned_date
    from items
    left join returns using (order_key, product_key)`,
})
