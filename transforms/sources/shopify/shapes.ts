import { z } from 'zod'
import { instantText } from '#engine'

/*
 * The nested parts of Shopify's records. Money is text in most places and a number in refunds.
 */

export const amount = z.union([z.string().regex(/^-?\d{1,20}(\.\d{1,6})?$/, 'not an amount'), z.number()])
export const text = z.string().nullable().optional()
export const gid = z.int().positive()

export const address = z.looseObject({
  first_name: text,
  last_name: text,
  company: text,
  address1: text,
  address2: text,
  city: text,
  province: text,
  zip: text,
  country: text,
  country_code: text,
  phone: text,
})

export const lineItem = z.looseObject({
  id: gid,
  product_id: gid.nullable(),
  variant_id: gid.nullable().optional(),
  sku: text,
  title: z.string(),
  quantity: z.int().nonnegative(),
  price: amount,
  total_discount: amount.optional(),
  discount_allocations: z.array(z.looseObject({ amount, discount_application_index: z.int() })).optional(),
  gift_card: z.boolean().optional(),
  tax_lines: z.array(z.looseObject({ title: z.string(), price: amount, rate: z.number() })).optional(),
})

/** A line of a checkout may be identified by a key only. */
export const checkoutLine = lineItem.extend({ id: gid.nullable().optional(), key: text })

export const refund = z.looseObject({
  id: gid,
  created_at: instantText(),
  note: text,
  refund_line_items: z.array(
    z.looseObject({
      id: gid,
      line_item_id: gid,
      quantity: z.int().nonnegative(),
      restock_type: text,
      subtotal: amount,
      total_tax: amount.optional(),
    }),
  ),
  order_adjustments: z.array(z.looseObject({ amount, kind: text, reason: text })).optional(),
})

const fulfillment = z.looseObject({
  id: gid,
  status: text,
  shipment_status: text,
  created_at: instantText(),
  updated_at: instantText().nullable().optional(),
  tracking_company: text,
  tracking_number: text,
  line_items: z.array(z.looseObject({ id: gid, quantity: z.int().nonnegative() })).optional(),
})

const variant = z.looseObject({
  id: gid,
  title: text,
  sku: text,
  barcode: text,
  price: amount,
  compare_at_price: amount.nullable().optional(),
  position: z.int().nullable().optional(),
  inventory_quantity: z.int().nullable().optional(),
  created_at: instantText().nullable().optional(),
  updated_at: instantText().nullable().optional(),
})

/** The parts of a record are identified by their ids. */
const haveUniqueIds = (parts: readonly { readonly id: number }[]) =>
  new Set(parts.map(({ id }) => id)).size === parts.length

export const fulfillments = z.array(fulfillment).refine(haveUniqueIds, 'two fulfillments have the same id')
export const variants = z.array(variant).min(1).refine(haveUniqueIds, 'two variants have the same id')

/** The customer as given in an order or a checkout. */
export const buyer = z.looseObject({ id: gid, email: text, first_name: text, last_name: text, phone: text })
