import { decimal, flag, id, integer, key, sql, text, transform } from '#engine'
import { order_line } from '../canonical/order_line.ts'
import { product } from '../canonical/product.ts'
import { allProducts } from './products/all-products.ts'
import { listPrices } from './products/list-prices.ts'
import { ending } from './validity.ts'

/**
 * Type 1: every attribute is as it is now; dim_product_history has the list prices of the past. A product that several
 * sources sell keeps a row in each, because its ids and keys are theirs, and takes its category, brand and price from the
 * catalogue's product with the same SKU. Group by `conformed_product_key` to count it once over all channels. Products
 * without a category, and levels that a path does not have, repeat what is above them, so that every level adds up.
 */
export const dim_product = transform('warehouse.dim_product', {
  description:
    'One row for each product of a source, and for the other things that an order line can be for, as they are now; the unknown member -1.',
  grain: ['product_key'],
  columns: {
    product_key: key(
      'The product, whatever version of it; -1 is the unknown member, -2 stands for no product',
    ),
    conformed_product_key: key(
      'The product of a catalogue with the same SKU, in any source; the product itself if there is none',
    ),
    source: id('Source system'),
    product_id: id('Product in its source'),
    product_name: text('Name'),
    product_type: order_line.columns.product_type,
    is_merchandise: flag('Whether it is merchandise, not postage, a fee, a gift card or similar'),
    sku: id('Stock keeping unit, if it has just one').orNull(),
    brand: text('Brand').orNull(),
    category_path: text('Category with all levels above it: Kitchen > Mugs'),
    category_1: text('Highest level of the category'),
    category_2: text('Second level; the first if the path ends there'),
    category_3: text('Third level; the one above if the path ends there'),
    catalogue_status: product.columns.status,
    variant_count: integer(
      'Variants, such as sizes and colours. Additive over products of one source.',
    ).orNull(),
    price: decimal('Price of the cheapest variant now, in the currency of the shop. Not additive.').orNull(),
    list_price: decimal('List price of the cheapest variant now, before reductions. Not additive.').orNull(),
  },
  indexes: [['conformed_product_key']],
  unknownMember: {
    product_key: -1,
    conformed_product_key: -1,
    source: 'none',
    product_id: 'unknown',
    product_name: 'Unknown product',
    product_type: 'unknown',
    is_merchandise: false,
    category_path: 'No category',
    category_1: 'No category',
    category_2: 'No category',
    category_3: 'No category',
    catalogue_status: 'unknown',
  },
  notApplicableMember: {
    product_key: -2,
    conformed_product_key: -2,
    source: 'none',
    product_id: 'not applicable',
    product_name: 'No product',
    product_type: 'unknown',
    is_merchandise: false,
    category_path: 'No category',
    category_1: 'No category',
    category_2: 'No category',
    category_3: 'No category',
    catalogue_status: 'unknown',
  },
  query: sql`
    with products as (${allProducts}
    ),
    categorised as (
      select
        own.*,
        coalesce(conformed.brand, own.brand) as conformed_brand,
        coalesce(conformed.lowest_price, own.lowest_price) as price,
        regexp_split_to_array(
          coalesce(
            conformed.category,
            own.category,
            case when own.product_type = 'merchandise' then 'No category' else 'No merchandise' end
          ),
          '\s*>\s*'
        ) as levels
      from products own
      join products conformed on conformed.product_key = own.conformed_product_key
    )
    select
      categorised.product_key,
      conformed_product_key,
      source,
      product_id,
      product_name,
      product_type,
      product_type = 'merchandise' as is_merchandise,
      sku,
      conformed_brand as brand,
      array_to_string(levels, ' > ') as category_path,
      levels[1] as category_1,
      coalesce(levels[2], levels[1]) as category_2,
      coalesce(levels[3], levels[2], levels[1]) as category_3,
      coalesce(status, 'unknown') as catalogue_status,
      variant_count,
      price,
      listed.list_price
    from categorised
    left join (${listPrices}) listed
      on listed.product_key = conformed_product_key and listed.valid_to = ${ending}`,
})
