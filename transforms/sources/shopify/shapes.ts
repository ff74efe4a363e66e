import { z } from 'zod'
import { instantText } from '#engine'

/*
 * The nested parts of Shopify's records. Money is text in most places and a number in refunds.
 */

/** The parts of a record are identified by their ids. */
const haveUniqueIds = (parts: readonly { readonly id: number }[]) =>
  new Set(parts.map(({ id }) => id)).size === parts.length

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

const lineItem = z.looseObject({
  id: gid,
  product_id: gid.nullable(),
  variant_id: gid.nullable().optional(),
  sku: text,
  title: z.string(),
  quantity: z.int().nonnegative(),
  price: amount,
  total_discount: amount.optional(),
  discount_allocations: z.array(z.looseObject({ amount, discount_application_index: z.int() })).optional(),
  gift_card: z.boolean().nullable().optional(),
  tip_payment_gateway: text,
  tax_lines: z.array(z.looseObject({ title: z.string(), price: amount, rate: z.number() })).optional(),
})

export const lineItems = z.array(lineItem).min(1).refine(haveUniqueIds, 'two lines have the same id')

/** A line of a checkout may be identified by a key only. */
export const checkoutLine = lineItem.extend({ id: gid.nullable().optional(), key: text })

const refund = z.looseObject({
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
  order_adjustments: z
    .array(z.looseObject({ amount, tax_amount: amount.nullable().optional(), kind: text, reason: text }))
    .optional(),
  transactions: z
    .array(z.looseObject({ kind: text, status: text, amount: amount.nullable().optional() }))
    .optional(),
})

export const refunds = z
  .array(refund)
  .refine(haveUniqueIds, 'two refunds have the same id')
  .refine(
    (all) => haveUniqueIds(all.flatMap((one) => one.refund_line_items)),
    'two lines of refunds have the same id',
  )

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

export const fulfillments = z.array(fulfillment).refine(haveUniqueIds, 'two fulfillments have the same id')
export const variants = z.array(variant).min(1).refine(haveUniqueIds, 'two variants have the same id')

/** The customer as given in an order or a checkout. */
export const buyer = z.looseObject({ id: gid, email: text, first_name: text, last_name: text, phone: text })
