import { z } from 'zod'
import { instantText, source } from '#engine'
import { customerExport } from './csv-export.ts'
import { itemsExport } from './csv-item-sales.ts'
import { address, due, lines, money, refund, returns, rounding, serviceCharges, text } from './shapes.ts'

/**
 * Square: records of its Customers, Orders and Payments APIs, and the dashboard's exports of customers and item sales.
 */
export const square = source('square', {
  system: 'Square',
  entities: {
    customers: {
      description: 'People in the customer directory of the point of sale',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'updated_at',
      changedAt: 'updated_at',
      csv: customerExport,
      pii: {
        given_name: 'name',
        family_name: 'name',
        nickname: 'name',
        company_name: 'name',
        email_address: 'contact',
        phone_number: 'contact',
        birthday: 'birth',
        address: 'address',
        note: 'free text',
      },
      fields: {
        id: z.string().min(1).describe('Customer id'),
        created_at: instantText().nullable().optional().describe('When the customer was first seen'),
        updated_at: instantText().nullable().optional().describe('When the record last changed'),
        given_name: text.describe('Given name'),
        family_name: text.describe('Family name'),
        nickname: text.describe('Nickname'),
        company_name: text.describe('Company'),
        email_address: text.describe('Email address'),
        phone_number: text.describe('Phone number'),
        birthday: z
          .string()
          .regex(/^\d{4}-\d{2}-\d{2}$/, 'not a day like 1998-09-21')
          .nullable()
          .optional()
          .describe('Birthday; the year is 0000 if it was not given'),
        address: address.nullable().optional().describe('Address'),
        note: text.describe('Notes of staff about the customer'),
        reference_id: text.describe('Id of the customer in another system'),
        creation_source: text.describe('How the record was created, e.g. INSTANT_PROFILE after a card sale'),
        preferences: z
          .looseObject({ email_unsubscribed: z.boolean().optional(), email_subscription: text })
          .nullable()
          .optional()
          .describe('Whether the customer unsubscribed from marketing emails'),
      },
    },
    orders: {
      description:
        'Sales and returns at the point of sale, with lines, discounts, service charges and refunds',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'created_at',
      changedAt: 'updated_at',
      csv: itemsExport,
      pii: { fulfillments: 'address', customer_id: 'identifier', customer_name: 'name' },
      fields: {
        id: z.string().min(1).describe('Order id'),
        location_id: z.string().min(1).describe('Shop or stall'),
        customer_id: text.describe('Customer, if known'),
        customer_name: text.describe('Name of the customer; only in exports'),
        reference_id: text.describe('Id of the order in another system'),
        state: z.enum(['DRAFT', 'OPEN', 'COMPLETED', 'CANCELED']).describe('State of the order'),
        created_at: instantText().describe('When the order was created'),
        updated_at: instantText().describe('When the order last changed'),
        closed_at: instantText().nullable().optional().describe('When the order was completed or cancelled'),
        source: z.looseObject({ name: text }).nullable().optional().describe('Program that created it'),
        total_money: money.describe('What the customer has to pay'),
        net_amounts: z
          .looseObject({
            total_money: money,
            tax_money: money,
            discount_money: money,
            tip_money: money,
            service_charge_money: money.optional(),
          })
          .describe('Sales less returns'),
        line_items: lines.describe('Lines sold'),
        service_charges: serviceCharges.describe('Charges for service'),
        returns: returns.describe('Returned lines of earlier orders'),
        rounding_adjustment: rounding.nullable().optional().describe('Rounding of cash totals'),
        tenders: z
          .array(z.looseObject({ id: z.string(), type: text, customer_id: text, payment_id: text }))
          .nullable()
          .optional()
          .describe('How it was paid'),
        refunds: z.array(refund).nullable().optional().describe('Refunds'),
        fulfillments: z
          .array(z.looseObject({ type: text }))
          .nullable()
          .optional()
          .describe('Deliveries'),
      },
    },
    locations: {
      description: 'Shops, stalls and vans with a till',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24 * 7,
      eventTime: 'created_at',
      fields: {
        id: z.string().min(1).describe('Location id'),
        name: z.string().describe('Name of the location'),
        business_name: text.describe('Name of the company on receipts'),
        type: text.describe('PHYSICAL or MOBILE'),
        status: text.describe('ACTIVE or INACTIVE'),
        timezone: text.describe('Time zone (IANA)'),
        country: text.describe('Country (ISO 3166-1)'),
        currency: text.describe('Currency (ISO 4217)'),
        address: address.nullable().optional().describe('Address of the shop'),
        phone_number: text.describe('Telephone number of the shop'),
        created_at: instantText().nullable().optional().describe('When it was added'),
      },
    },
    payments: {
      description: 'Payments at the point of sale',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'created_at',
      changedAt: 'updated_at',
      pii: {
        customer_id: 'identifier',
        buyer_email_address: 'contact',
        billing_address: 'address',
        shipping_address: 'address',
        card_details: 'identifier',
        note: 'free text',
      },
      fields: {
        id: z.string().min(1).describe('Payment id'),
        created_at: instantText().describe('When the payment was created'),
        updated_at: instantText().describe('When the payment last changed'),
        status: z
          .enum(['APPROVED', 'PENDING', 'COMPLETED', 'CANCELED', 'FAILED'])
          .describe('State of the payment'),
        source_type: z.string().describe('CARD, CASH, WALLET, BANK_ACCOUNT, EXTERNAL …'),
        amount_money: due.describe('What was paid, without the tip'),
        tip_money: due.nullable().optional().describe('Tip'),
        total_money: due.describe('What was paid, with the tip'),
        refunded_money: due.nullable().optional().describe('What was refunded since then'),
        location_id: z.string().describe('Shop or stall'),
        order_id: text.describe('Order it pays for'),
        customer_id: text.describe('Customer, if known'),
        buyer_email_address: text.describe('Email address for the receipt'),
        billing_address: address.nullable().optional().describe('Billing address'),
        shipping_address: address.nullable().optional().describe('Delivery address'),
        card_details: z
          .looseObject({
            errors: z
              .array(z.looseObject({ code: z.string() }))
              .nullable()
              .optional(),
          })
          .nullable()
          .optional()
          .describe('The card with its last digits, and why it was declined'),
        note: text.describe('Notes of staff'),
      },
    },
  },
})
