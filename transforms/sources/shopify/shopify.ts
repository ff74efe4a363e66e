import { z } from 'zod'
import { amountFromZero, currencyCode, instantText, source } from '#engine'
import { customersExport, ordersExport } from './csv-export.ts'
import {
  address,
  amount,
  buyer,
  checkoutLine,
  fulfillments,
  gid,
  lineItems,
  marketingConsent,
  refunds,
  text,
  variants,
} from './shapes.ts'

/**
 * Shopify: records of the Admin REST API, and the shop's own CSV exports of customers and orders. Fields that those
 * exports lack may be null.
 */
export const shopify = source('shopify', {
  system: 'Shopify',
  entities: {
    customers: {
      description: 'Accounts and guests of the online shop',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'updated_at',
      changedAt: 'updated_at',
      csv: customersExport,
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
        email: z
          .string()
          .nullable()
          .describe('Email address; missing if the customer gave only a phone number'),
        first_name: z.string().nullable().describe('First name'),
        last_name: z.string().nullable().describe('Last name'),
        phone: z.string().nullable().describe('Phone number'),
        state: z.string().nullable().describe('State of the account: disabled, invited, enabled or declined'),
        verified_email: z.boolean().nullable().describe('Whether the email address was verified'),
        tags: z.string().describe('Tags, separated by commas'),
        note: z.string().nullable().describe('Notes of the shop about the customer'),
        currency: z.string().nullable().describe('Currency of the last order'),
        default_address: address.nullable().optional().describe('Main address'),
        email_marketing_consent: marketingConsent.describe(
          'What the customer decided about marketing emails',
        ),
        sms_marketing_consent: marketingConsent.describe('What the customer decided about text messages'),
        created_at: instantText().nullable().describe('When the customer was first seen'),
        updated_at: instantText().nullable().describe('When the record last changed'),
      },
    },
    orders: {
      description: 'Orders of the online shop with lines, discounts, taxes and refunds',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'processed_at',
      changedAt: 'updated_at',
      csv: ordersExport,
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
        currency: currencyCode().describe('Currency of the amounts'),
        financial_status: z.string().nullable().describe('paid, partially_refunded, refunded, pending …'),
        location_id: gid
          .nullable()
          .optional()
          .describe('Location of the till, for orders of the point of sale'),
        source_name: z.string().nullable().describe('Channel: web, pos, a number for an app …'),
        taxes_included: z.boolean().describe('Whether prices include tax'),
        total_line_items_price: amount.meta({ postgres: 'numeric' }).describe('Lines before discounts'),
        total_discounts: amount.meta({ postgres: 'numeric' }).describe('Discounts on lines and shipping'),
        subtotal_price: amount.meta({ postgres: 'numeric' }).describe('Lines after discounts'),
        current_subtotal_price: amount
          .meta({ postgres: 'numeric' })
          .nullable()
          .optional()
          .describe('Lines after discounts, edits and refunds'),
        total_tax: amount.meta({ postgres: 'numeric' }).describe('Taxes'),
        total_price: amount.meta({ postgres: 'numeric' }).describe('What the customer has to pay'),
        note: z.string().nullable().optional().describe('What the customer wrote'),
        customer: buyer.nullable().optional().describe('The customer; missing for some point-of-sale orders'),
        billing_address: address.nullable().optional().describe('Billing address'),
        shipping_address: address.nullable().optional().describe('Shipping address'),
        line_items: lineItems.describe('Lines'),
        discount_codes: z
          .array(z.looseObject({ code: z.string(), amount, type: z.string() }))
          .optional()
          .describe('Discount codes used'),
        shipping_lines: z
          .array(
            z.looseObject({
              title: z.string(),
              price: amountFromZero(),
              discounted_price: amountFromZero().optional(),
            }),
          )
          .describe('Shipping charges'),
        tax_lines: z
          .array(z.looseObject({ title: z.string(), price: amount, rate: z.number() }))
          .optional()
          .describe('Taxes by kind'),
        refunds: refunds.describe('Refunds, with their lines'),
        fulfillments: fulfillments.optional().describe('Parcels, with their lines'),
      },
    },
    products: {
      description: 'Products of the online shop, with their variants',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'updated_at',
      changedAt: 'updated_at',
      keepsVersionsOf: ['variants'],
      fields: {
        id: gid.describe('Product id'),
        title: z.string().describe('Name'),
        handle: text.describe('Name in the URL of its page'),
        vendor: text.describe('Maker'),
        product_type: text.describe('Kind of product, as the shop calls it'),
        status: z.enum(['active', 'archived', 'draft', 'unlisted']).describe('Whether it is sold'),
        tags: z.string().describe('Tags, separated by commas'),
        variants: variants.describe('Variants such as sizes and colours, each with its price'),
        created_at: instantText().describe('When it was created'),
        updated_at: instantText().describe('When it last changed'),
        published_at: instantText().nullable().optional().describe('When it was put on sale'),
      },
    },
    checkouts: {
      description: 'Checkouts that customers began with an address and did not pay for at once',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'created_at',
      changedAt: 'updated_at',
      pii: {
        email: 'contact',
        phone: 'contact',
        note: 'free text',
        customer: 'name',
        billing_address: 'address',
        shipping_address: 'address',
        abandoned_checkout_url: 'identifier',
      },
      fields: {
        id: gid.describe('Checkout id'),
        token: z.string().describe('Token of the checkout'),
        cart_token: text.describe('Token of the cart it came from'),
        email: z.string().nullable().describe('Email address given'),
        phone: text.describe('Phone number given'),
        customer: buyer.nullable().optional().describe('The customer, if known'),
        billing_address: address.nullable().optional().describe('Billing address'),
        shipping_address: address.nullable().optional().describe('Shipping address'),
        currency: z.string().length(3).describe('Currency of the amounts'),
        line_items: z.array(checkoutLine).describe('Lines'),
        total_line_items_price: amountFromZero()
          .meta({ postgres: 'numeric' })
          .describe('Lines before discounts'),
        total_discounts: amountFromZero().meta({ postgres: 'numeric' }).describe('Discounts'),
        total_tax: amountFromZero().meta({ postgres: 'numeric' }).describe('Taxes'),
        total_price: amountFromZero()
          .meta({ postgres: 'numeric' })
          .describe('What the customer would have had to pay'),
        landing_site: text.describe('First page that the customer visited'),
        referring_site: text.describe('Site the customer came from'),
        abandoned_checkout_url: text.describe('URL at which the checkout can be continued'),
        note: text.describe('What the customer wrote'),
        created_at: instantText().describe('When it began'),
        updated_at: instantText().describe('When it last changed'),
        completed_at: instantText().nullable().optional().describe('When it was completed'),
        closed_at: instantText().nullable().optional().describe('When it was closed'),
      },
    },
  },
})
