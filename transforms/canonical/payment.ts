import { canonical, decimal, flag, id, instant, key, text } from '#engine'

/**
 * Money asked for, paid and paid back, each a type of its own: an invoice says what is owed, a charge that it
 * was paid, so the types are never added together. Net receipts are succeeded charges plus refunds.
 */
export const payment = canonical('payment', {
  description: 'An invoice, charge or refund, as one source has it',
  columns: {
    payment_key: key('Surrogate key of the payment'),
    record_key: key('Profile record of who pays').orNull(),
    source: id('Source system'),
    payment_id: id('Identifier in its source'),
    payment_type: text('invoice, charge or refund'),
    status: text('pending, succeeded, failed or cancelled; an invoice that is paid has succeeded'),
    method: text('What it was paid with: card, cash, bank …').orNull(),
    amount: decimal('In pounds, euros and the like; negative for refunds'),
    currency: text('Currency of the amount (ISO 4217)'),
    occurred_at: instant('When it was issued, charged or given back'),
    related_payment_key: key('The invoice a charge pays, or the charge a refund gives back').orNull(),
    order_key: key('Order it pays for').orNull(),
    subscription_key: key('Subscription an invoice is for').orNull(),
    failure_reason: text('Why it failed, in the words of the source').orNull(),
    is_test: flag('Whether no money moved because somebody was only trying'),
  },
})
