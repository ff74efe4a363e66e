import { z } from 'zod'
import { currencyCode, source, unixSeconds } from '#engine'
import { chargeExport, customerExport, invoiceExport, subscriptionExport } from './csv-export.ts'
import {
  address,
  amount,
  customer,
  invoiceParent,
  items,
  livemode,
  subscriptionStatus,
  text,
  time,
} from './shapes.ts'

/** Stripe: objects of its API, with money in the smallest unit of its currency and times in seconds since 1970. */
export const stripe = source('stripe', {
  system: 'Stripe',
  entities: {
    customers: {
      description: 'People and companies that receive invoices',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'created',
      deletedWhen: { field: 'deleted', is: true },
      finalWhen: { field: 'deleted', is: [true] },
      csv: customerExport,
      pii: {
        name: 'name',
        description: 'free text',
        email: 'contact',
        phone: 'contact',
        address: 'address',
        shipping: 'address',
      },
      fields: {
        id: z.string().startsWith('cus_', 'not the id of a customer').describe('Customer id'),
        created: time().describe('When the customer was created; missing after deletion'),
        deleted: z.boolean().nullable().optional().describe('Whether the customer was deleted'),
        name: text.describe('Name'),
        description: text.describe('Notes of the company about the customer'),
        email: text.describe('Email address'),
        phone: text.describe('Phone number'),
        address: address.nullable().optional().describe('Billing address'),
        shipping: z
          .looseObject({ name: text, phone: text, address: address.nullable().optional() })
          .nullable()
          .optional()
          .describe('Delivery address'),
        currency: text.describe('Currency of the subscriptions'),
        delinquent: z.boolean().nullable().optional().describe('Whether the last invoice is overdue'),
        livemode: livemode.nullable().optional(),
        metadata: z.record(z.string(), z.string()).nullable().optional().describe("The company's own fields"),
      },
    },
    subscriptions: {
      description: 'Agreements to be billed at intervals',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'created',
      finalWhen: { field: 'status', is: ['canceled', 'incomplete_expired'] },
      csv: subscriptionExport,
      pii: { cancellation_details: 'free text' },
      fields: {
        id: z.string().startsWith('sub_', 'not the id of a subscription').describe('Subscription id'),
        created: unixSeconds().describe('When the subscription was created'),
        customer: z.string().describe('Customer'),
        status: subscriptionStatus.describe('State of the subscription'),
        currency: currencyCode().describe('Currency'),
        start_date: time().describe('When it began'),
        current_period_end: time().describe('When the paid interval ends; part of the items since 2025'),
        trial_start: time().describe('When its trial began'),
        trial_end: time().describe('When its trial ends'),
        cancel_at: time().describe('When it will end'),
        cancel_at_period_end: z
          .boolean()
          .nullable()
          .optional()
          .describe('Whether it ends at the end of the interval'),
        canceled_at: time().describe('When it was cancelled'),
        ended_at: time().describe('When it ended'),
        cancellation_details: z
          .looseObject({ reason: text, feedback: text, comment: text })
          .nullable()
          .optional()
          .describe('Why it was cancelled'),
        items: items.describe('What is billed'),
        livemode,
      },
    },
    invoices: {
      description: 'Invoices sent to customers',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'created',
      finalWhen: { field: 'status', is: ['paid', 'void'] },
      csv: invoiceExport,
      pii: {
        customer_email: 'contact',
        customer_name: 'name',
        customer_address: 'address',
        customer_shipping: 'address',
        description: 'free text',
      },
      fields: {
        id: z.string().startsWith('in_', 'not the id of an invoice').describe('Invoice id'),
        created: unixSeconds().describe('When the invoice was created'),
        number: text.describe('Number the customer sees'),
        customer,
        customer_email: text.describe('Email address'),
        customer_name: text.describe('Name'),
        customer_address: address.nullable().optional().describe('Billing address'),
        customer_shipping: z.looseObject({}).nullable().optional().describe('Delivery address'),
        description: text.describe('Description by the company'),
        status: z
          .enum(['draft', 'open', 'paid', 'uncollectible', 'void'])
          .nullable()
          .describe('State of the invoice'),
        currency: currencyCode().describe('Currency of the amounts'),
        subtotal: amount().describe('Lines, before discounts and tax'),
        total: amount().describe('Lines, after discounts and tax'),
        amount_due: amount().describe('Amount due'),
        amount_paid: amount().describe('What was paid'),
        amount_remaining: amount().nullable().optional().describe('What remains to be paid'),
        due_date: time().describe('When it should be paid'),
        billing_reason: text.describe('Why it was created, e.g. subscription_cycle'),
        subscription: text.describe('Its subscription; part of `parent` since 2025'),
        parent: invoiceParent.nullable().optional().describe('What it was created for'),
        livemode,
      },
    },
    charges: {
      description: 'Attempted payments, successful or not',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'created',
      csv: chargeExport,
      pii: {
        billing_details: 'address',
        receipt_email: 'contact',
        shipping: 'address',
        description: 'free text',
      },
      fields: {
        id: z
          .string()
          .regex(/^(ch|py|pi)_/, 'not the id of a charge')
          .describe('Charge id'),
        created: unixSeconds().describe('When the attempt was made'),
        customer,
        amount: z.int().nonnegative().describe('Amount requested'),
        amount_captured: z.int().nonnegative().nullable().optional().describe('Amount captured'),
        amount_refunded: z.int().nonnegative().describe('Amount refunded since then'),
        refunded_at: time().describe('When it was last refunded; only the export has it'),
        currency: currencyCode().describe('Currency of the amounts'),
        status: z.enum(['succeeded', 'pending', 'failed']).describe('How the attempt ended'),
        captured: z.boolean().describe('Whether the money was captured or only authorised'),
        description: text.describe('What it was for'),
        invoice: text.describe('Invoice it pays'),
        payment_intent: text.describe('Payment that it attempts'),
        failure_code: text.describe('Why it failed'),
        failure_message: text.describe('Why it failed, in words'),
        receipt_email: text.describe('Email address for the receipt'),
        billing_details: z
          .looseObject({ name: text, email: text, phone: text, address: address.nullable().optional() })
          .nullable()
          .optional()
          .describe('Who paid'),
        shipping: z.looseObject({}).nullable().optional().describe('Delivery address'),
        payment_method_details: z
          .looseObject({ type: z.string() })
          .nullable()
          .optional()
          .describe('Payment method'),
        livemode,
      },
    },
    refunds: {
      description: 'Refunds of payments',
      key: ['id'],
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'created',
      finalWhen: { field: 'status', is: ['failed', 'canceled'] },
      fields: {
        id: z
          .string()
          .regex(/^(re|pyr)_/, 'not the id of a refund')
          .describe('Refund id'),
        created: unixSeconds().describe('When it was refunded'),
        charge: text.describe('Charge that it refunds'),
        payment_intent: text.describe('Payment that it refunds'),
        amount: z.int().nonnegative().describe('Amount refunded'),
        currency: currencyCode().describe('Currency of the amount'),
        status: z
          .enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled'])
          .nullable()
          .describe('State of the refund'),
        reason: text.describe('duplicate, fraudulent, requested_by_customer …'),
        failure_reason: text.describe('Why it failed'),
      },
    },
  },
})
