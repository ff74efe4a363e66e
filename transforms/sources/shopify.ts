import { z } from 'zod'
import { instantText } from '../../engine/contract-fields.ts'
import { source } from '../../engine/source.ts'

/** Shopify writes money as text in most places and as a number in refunds. */
const amount = z.union([z.string().regex(/^-?\d{1,20}(\.\d{1,6})?$/, 'not an amount'), z.number()])
const text = z.string().nullable().optional()
const gid = z.int().positive()

const address = z.looseObject({
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
  gift_card: z.boolean().optional(),
  tax_lines: z.array(z.looseObject({ title: z.string(), price: amount, rate: z.number() })).optional(),
})

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
  order_adjustments: z.array(z.looseObject({ amount, kind: text, reason: text })).optional(),
})

/** Until exchange rates are known, an amount in another currency cannot be added to the others. */
const reportingCurrency = z.string().refine((currency) => currency === 'GBP', {
  error: ({ input }) => `no exchange rate from ${String(input)} to GBP`,
  params: { code: 'no-exchange-rate' },
})

/** Shopify, as its Admin REST API and the exports built on it give records. */
export const shopify = source('shopify', {
  system: 'Shopify',
  entities: {
    customers: {
      description: 'Accounts and guests of the online shop',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'updated_at',
      pii: {
        email: 'contact',
        first_name: 'name',
        last_name: 'name',
        phone: 'contact',
        note: 'free text',
        default_address: 'address',
      },
      fields: {
        id: gid.describe('Customer id'),
        email: z.string().nullable().describe('Email address; missing where the customer gave a phone only'),
        first_name: z.string().nullable().describe('First name'),
        last_name: z.string().nullable().describe('Last name'),
        phone: z.string().nullable().describe('Phone number'),
        state: z.string().describe('State of the account: disabled, invited, enabled or declined'),
        verified_email: z.boolean().describe('Whether the email address was verified'),
        tags: z.string().describe('Tags, separated by commas'),
        note: z.string().nullable().describe('What the shop wrote about the customer'),
        currency: z.string().describe('Currency of the last order'),
        default_address: address.nullable().optional().describe('Main address'),
        created_at: instantText().describe('When the customer was first seen'),
        updated_at: instantText().describe('When the record last changed'),
      },
    },
    orders: {
      description: 'Orders of the online shop with lines, discounts, taxes and refunds',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'processed_at',
      pii: {
        email: 'contact',
        phone: 'contact',
        note: 'free text',
        customer: 'name',
        billing_address: 'address',
        shipping_address: 'address',
      },
      fields: {
        id: gid.describe('Order id'),
        name: z.string().describe('Order number as the customer sees it'),
        email: z.string().nullable().describe('Email address given at checkout'),
        phone: z.string().nullable().describe('Phone number given at checkout'),
        created_at: instantText().describe('When the order was created'),
        processed_at: instantText().describe('When the order was placed'),
        updated_at: instantText().describe('When the order last changed'),
        cancelled_at: instantText().nullable().describe('When the order was cancelled'),
        test: z.boolean().describe('Whether the order was a test'),
        currency: reportingCurrency.describe('Currency of the amounts'),
        financial_status: z.string().nullable().describe('paid, partially_refunded, refunded, pending …'),
        source_name: z.string().nullable().describe('Channel: web, pos, a number for an app …'),
        taxes_included: z.boolean().describe('Whether prices include tax'),
        total_line_items_price: amount.meta({ postgres: 'numeric' }).describe('Lines before discounts'),
        total_discounts: amount.meta({ postgres: 'numeric' }).describe('Discounts on lines and shipping'),
        subtotal_price: amount.meta({ postgres: 'numeric' }).describe('Lines after discounts'),
        total_tax: amount.meta({ postgres: 'numeric' }).describe('Taxes'),
        total_price: amount.meta({ postgres: 'numeric' }).describe('What the customer owes'),
        note: z.string().nullable().optional().describe('What the customer wrote'),
        customer: z
          .looseObject({ id: gid, email: text, first_name: text, last_name: text, phone: text })
          .nullable()
          .optional()
          .describe('The customer; missing for some point-of-sale orders'),
        billing_address: address.nullable().optional().describe('Billing address'),
        shipping_address: address.nullable().optional().describe('Shipping address'),
        line_items: z.array(lineItem).min(1).describe('Lines'),
        discount_codes: z
          .array(z.looseObject({ code: z.string(), amount, type: z.string() }))
          .optional()
          .describe('Discount codes used'),
        shipping_lines: z
          .array(z.looseObject({ title: z.string(), price: amount, discounted_price: amount.optional() }))
          .describe('Shipping charges'),
        tax_lines: z
          .array(z.looseObject({ title: z.string(), price: amount, rate: z.number() }))
          .optional()
          .describe('Taxes by kind'),
        refunds: z.array(refund).describe('Refunds, with the lines they give back'),
      },
    },
  },
})
