import { canonical, decimal, flag, id, instant, key, oneOf, recordKey, text } from '#engine'

/**
 * An invoice says what is owed and a charge that it was paid, so never add payments of different types together, with
 * one exception: succeeded charges plus refunds are net receipts.
 */
export const payment = canonical('payment', {
  description: 'An invoice, charge or refund, as one source has it',
  columns: {
    payment_key: key('Surrogate key of the payment'),
    record_key: recordKey('Profile record of the person who pays').orNull(),
    source: id('Source system'),
    payment_id: id('Identifier in its source').notPersonal('numbered by the source, not by the person'),
    payment_type: oneOf('What it is', ['invoice', 'charge', 'refund']),
    status: oneOf('Its state; a paid invoice has succeeded, and a draft is not issued yet', [
      'draft',
      'pending',
      'succeeded',
      'failed',
      'cancelled',
    ]),
    method: text('Method of payment: card, cash, bank …').orNull(),
    amount: decimal('Amount in its currency; negative for refunds'),
    currency: text('Currency of the amount (ISO 4217)'),
    occurred_at: instant('When it was issued, charged or refunded'),
    related_payment_key: key('The invoice that a charge pays, or the charge that a refund returns').orNull(),
    order_key: key('Order that it pays for').orNull(),
    subscription_key: key('Subscription that an invoice is for').orNull(),
    failure_reason: text('Why it failed, as the source says')
      .orNull()
      .notPersonal('a phrase of the payment provider'),
    is_test: flag('Whether it was a test, so that no money moved'),
  },
})
