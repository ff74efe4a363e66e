import { day, decimal, every, flag, holds, id, key, references, returnsNone, sql, transform } from '#engine'
import { product_variant } from '../canonical/product_variant.ts'
import { variant_stock } from '../canonical/variant_stock.ts'
import { dayOf } from './calendar/times.ts'
import { dim_date } from './dim_date.ts'
import { dim_product } from './dim_product.ts'
import { dim_product_variant } from './dim_product_variant.ts'

const lastDay = sql`date '9999-12-31'`

/**
 * A snapshot with the days for which it holds, instead of a row for every day: the stock of a day is the sum over
 * `from_date <= day and day < to_date`. Of several versions on one day, the last counts. Versions are those that loads
 * have brought, so stock between two loads is not known better than they say; one that arrives late takes its place.
 */
export const fct_inventory_variants = transform('warehouse.fct_inventory_variants', {
  description:
    'One row for each variant of a product and each period of days in which its stock and price were recorded to be the same.',
  grain: ['variant_key', 'from_date'],
  columns: {
    variant_key: key('Variant'),
    product_key: key('Product of the variant'),
    source: id('Source system'),
    from_date: day('Day on which the source recorded this stock'),
    to_date: day('Day on which it recorded another, not included; in the year 9999 for the current stock'),
    is_current: flag('Whether it is the stock now, as of the last load'),
    quantity: decimal(
      'Units in stock; negative if more were sold. Semi-additive: over products, not over days.',
    ),
    original_price: decimal(
      'Price of one unit, in the currency of the shop, which its catalogue does not name. Not additive.',
    ),
    original_value: decimal(
      'Units times price, as nobody says what they cost. Semi-additive: over products of one shop, not over days.',
    ),
  },
  indexes: [['product_key'], ['from_date']],
  tests: [
    references('variant_key', dim_product_variant),
    references('product_key', dim_product),
    references('from_date', dim_date, 'date_day'),
    holds('a period has a day', sql`from_date < to_date`),
    returnsNone(
      'current stock is what the catalogue says',
      (self) => sql`
        with current as (
          select count(*) as variants, coalesce(sum(quantity), 0) as quantity
          from ${self}
          where is_current
        ),
        catalogue as (
          select count(*) as variants, coalesce(sum(stock_quantity), 0) as quantity
          from ${every(product_variant)} variant
          where stock_quantity is not null
        )
        select current.*, catalogue.variants as catalogue_variants, catalogue.quantity as catalogue_quantity
        from current
        cross join catalogue
        where (current.variants, current.quantity) is distinct from (catalogue.variants, catalogue.quantity)`,
    ),
  ],
  query: sql`
    with days as (
      select distinct on (variant_key, from_date)
        variant_key,
        source,
        coalesce(${dayOf(sql`recorded_at`)}, date '0001-01-01') as from_date,
        quantity,
        price
      from ${every(variant_stock)} stock
      order by variant_key, from_date, recorded_at desc nulls last, stock_key
    ),
    compared as (
      select
        *,
        lag((quantity, price)) over (partition by variant_key order by from_date) as before
      from days
    ),
    periods as (
      select
        *,
        lead(from_date, 1, ${lastDay}) over (partition by variant_key order by from_date) as to_date
      from compared
      where (quantity, price) is distinct from before
    )
    select
      variant.variant_key,
      variant.product_key,
      period.source,
      period.from_date,
      period.to_date,
      period.to_date = ${lastDay} as is_current,
      period.quantity,
      period.price as original_price,
      period.quantity * period.price as original_value
    from periods period
    join ${dim_product_variant} variant using (variant_key)`,
})
