import {
  decimal,
  flag,
  id,
  instant,
  integer,
  key,
  references,
  returnsNone,
  sql,
  text,
  transform,
} from '#engine'
import { dim_product } from './dim_product.ts'
import { listPrices } from './products/list-prices.ts'
import { alwaysValid, beginning, ending, versionsOf } from './validity.ts'

/**
 * Type 2 on list price. The history is what loads have kept of every version of a catalogue's record
 * (ops.record_versions), so it does not depend on when tables are built, nor on the order in which versions arrive: one
 * that arrives late takes its place, and facts refer to it with the next build. What was paid is in the facts; list prices
 * are never guessed from it.
 */
export const dim_product_history = transform('warehouse.dim_product_history', {
  description:
    'One row for each period in which a product had one list price, without gaps and overlaps; products without a catalogue have one row. Join facts by product_version_key; for the prices of a day, valid_from <= day < valid_to. The unknown member is -1.',
  grain: ['product_version_key'],
  columns: {
    product_version_key: key('The product with this list price; -1 is the unknown member'),
    product_key: key('The product, whatever version of it'),
    product_id: id('Product in its source'),
    product_name: text('Name, as it is now'),
    version_number: integer('1 for the first version of the product, 2 for the next …'),
    list_price: decimal(
      'List price of the cheapest variant, in the currency of the shop; missing if no catalogue has it. Not additive.',
    ).orNull(),
    highest_list_price: decimal('List price of the most expensive variant. Not additive.').orNull(),
    recorded_at: instant('When the source recorded this price; the first holds before that, too').orNull(),
    valid_from: instant('From when it holds; the year 1 for the first version'),
    valid_to: instant('Until when it holds, not included; the year 9999 for the current version'),
    is_current: flag('Whether it is the current version'),
  },
  indexes: [['product_key', 'valid_from']],
  tests: [
    references('product_key', dim_product),
    ...versionsOf('product_key'),
    returnsNone(
      'every product has a version',
      (self) => sql`
        select product.product_key
        from ${dim_product} product
        where not exists (select from ${self} version where version.product_key = product.product_key)`,
    ),
  ],
  unknownMember: {
    product_version_key: -1,
    product_key: -1,
    product_id: 'unknown',
    product_name: 'Unknown product',
    version_number: 1,
    ...alwaysValid,
    is_current: true,
  },
  query: sql`
    with versions as (
      select
        product.product_key,
        product.product_id,
        product.product_name,
        listed.list_price,
        listed.highest_list_price,
        listed.recorded_at,
        coalesce(listed.valid_from, ${beginning}) as valid_from,
        coalesce(listed.valid_to, ${ending}) as valid_to
      from ${dim_product} product
      left join (${listPrices}) listed on listed.product_key = product.conformed_product_key
      where product.product_key <> -1
    )
    select
      ops.key_of('product version', product_key::text, extract(epoch from valid_from)::text)
        as product_version_key,
      product_key,
      product_id,
      product_name,
      (row_number() over (partition by product_key order by valid_from))::integer as version_number,
      list_price,
      highest_list_price,
      recorded_at,
      valid_from,
      valid_to,
      valid_to = ${ending} as is_current
    from versions`,
})
