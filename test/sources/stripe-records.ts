/** Objects of Stripe's API. */

export const customer = {
  id: 'cus_NffrFeUfNV2Hib',
  object: 'customer',
  created: 1_780_000_000,
  name: 'Jenny Rosen',
  email: 'jennyrosen@example.com',
  phone: null,
  address: { line1: '10 Downing Street', city: 'London', postal_code: 'SW1A 2AA', country: 'GB' },
  currency: 'gbp',
  delinquent: false,
  livemode: true,
  metadata: {},
  invoice_prefix: '0759376C',
}

export const subscription = {
  id: 'sub_1MowQVLkdIwHu7ix',
  object: 'subscription',
  created: 1_780_000_100,
  customer: customer.id,
  status: 'canceled',
  currency: 'gbp',
  start_date: 1_780_000_000,
  trial_end: null,
  cancel_at_period_end: false,
  canceled_at: 1_782_000_000,
  ended_at: 1_782_592_000,
  cancellation_details: { comment: 'moving', feedback: 'too_expensive', reason: 'cancellation_requested' },
  items: {
    object: 'list',
    data: [
      {
        id: 'si_1',
        quantity: 2,
        current_period_end: 1_782_592_000,
        price: {
          id: 'price_box',
          nickname: 'Tea box',
          product: 'prod_box',
          unit_amount: 1250,
          recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
        },
      },
      {
        id: 'si_2',
        price: { id: 'price_extra', nickname: null, product: 'prod_extra', unit_amount: null },
      },
    ],
  },
  livemode: true,
}

export const invoice = {
  id: 'in_1MtHbELkdIwHu7ix',
  object: 'invoice',
  created: 1_780_000_200,
  number: 'A-0001',
  customer: customer.id,
  customer_email: customer.email,
  status: 'paid',
  currency: 'gbp',
  subtotal: 2500,
  total: 3000,
  amount_due: 3000,
  amount_paid: 3000,
  parent: { type: 'subscription_details', subscription_details: { subscription: subscription.id } },
  livemode: true,
}

export const charge = {
  id: 'ch_3MmlLrLkdIwHu7ix',
  object: 'charge',
  created: 1_780_000_300,
  customer: customer.id,
  amount: 3000,
  amount_captured: 3000,
  amount_refunded: 500,
  currency: 'gbp',
  status: 'succeeded',
  captured: true,
  invoice: invoice.id,
  failure_code: null,
  billing_details: { name: 'Jenny Rosen', email: null, phone: null, address: null },
  payment_method_details: { type: 'card', card: { brand: 'visa' } },
  livemode: true,
}

export const refund = {
  id: 're_1Nispe2eZvKYlo2C',
  object: 'refund',
  created: 1_780_100_000,
  charge: charge.id,
  amount: 500,
  currency: 'gbp',
  status: 'succeeded',
  reason: 'requested_by_customer',
}
