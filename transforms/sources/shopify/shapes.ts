import { z } from 'zod'
import { amountFromZero, amountOfMoney, haveUniqueIds, instantText, partsOf, unitCount } from '#engine'

/*
 * The nested parts of Shopify's records. Money is text in most places and a number in refunds.
 */

export const amount = amountOfMoney()
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

const lineTaxes = z.array(z.looseObject({ title: z.string(), price: amountFromZero(), rate: z.number() }))

const lineShape = z.looseObject({
  id: gid,
  product_id: gid.nullable(),
  variant_id: gid.nullable().optional(),
  sku: text,
  title: z.string(),
  quantity: unitCount().nonnegative(),
  price: amount,
  total_discount: amountFromZero().optional(),
  discount_allocations: z
    .array(z.looseObject({ amount: amountFromZero(), discount_application_index: z.int() }))
    .optional(),
  gift_card: z.boolean().nullable().optional(),
  tip_payment_gateway: text,
  tax_lines: lineTaxes.optional(),
})

/** Prices may include the taxes of the line, so these are never more than the price. */
const taxesAreWithin = ({ quantity, price, tax_lines = [] }: z.infer<typeof lineShape>) => {
  const taxes = tax_lines.reduce((sum, tax) => sum + Number(tax.price), 0)
  // a price that is not a number is refused for that reason
  return !(taxes > Math.max(0, quantity * Number(price)) + 0.005)
}

export const lineItems = partsOf(
  lineShape.refine(taxesAreWithin, 'the taxes of a line are more than its price'),
  'lines',
).min(1)

/** A line of a checkout may be identified by a key only. */
export const checkoutLine = lineShape.extend({ id: gid.nullable().optional(), key: text })

const refund = z.looseObject({
  id: gid,
  created_at: instantText(),
  note: text,
  refund_line_items: partsOf(
    z.looseObject({
      id: gid,
      line_item_id: gid,
      quantity: unitCount().nonnegative(),
      restock_type: text,
      subtotal: amountFromZero(),
      total_tax: amountFromZero().optional(),
    }),
    'lines of a refund',
  ),
  order_adjustments: z
    .array(z.looseObject({ amount, tax_amount: amount.nullable().optional(), kind: text, reason: text }))
    .optional(),
  transactions: z
    .array(z.looseObject({ kind: text, status: text, amount: amount.nullable().optional() }))
    .optional(),
})

export const refunds = partsOf(refund, 'refunds').refine(
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
  line_items: z.array(z.looseObject({ id: gid, quantity: unitCount().nonnegative() })).optional(),
})

const variant = z.looseObject({
  id: gid,
  title: text,
  sku: text,
  barcode: text,
  price: amountFromZero(),
  compare_at_price: amountFromZero().nullable().optional(),
  position: z.int().nullable().optional(),
  inventory_quantity: z.int().nullable().optional(),
  created_at: instantText().nullable().optional(),
  updated_at: instantText().nullable().optional(),
})

export const fulfillments = z.array(fulfillment).refine(haveUniqueIds, 'two fulfillments have the same id')
export const variants = z.array(variant).min(1).refine(haveUniqueIds, 'two variants have the same id')

/** The customer as given in an order or a checkout. */
export const buyer = z.looseObject({ id: gid, email: text, first_name: text, last_name: text, phone: text })

/** Whether a customer agreed to marketing on one channel: subscribed, not_subscribed, pending, unsubscribed … */
export const marketingConsent = z
  .looseObject({ state: text, opt_in_level: text, consent_updated_at: instantText().nullable().optional() })
  .nullable()
  .optional()
