import {
  day,
  decimal,
  every,
  flag,
  holds,
  id,
  instant,
  key,
  money,
  notNegative,
  oneOf,
  references,
  returnsNone,
  sql,
  text,
  transform,
  unknownKey,
} from '#engine'
import { payment } from '../canonical/payment.ts'
import { dim_currency } from './dim_currency.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { countedPayments } from './money/counted-payments.ts'
import { hasRates } from './money/exchange.ts'

/**
 * An invoice says what is owed, a charge that it was paid, and a refund that it was paid back, so each has a measure of
 * its own. Net receipts are the charges that succeeded less the refunds that did; tests, payments dated after the as-of
 * day, and whatever is pending, failed or cancelled are worth nothing. A payment that arrives before its order, invoice or
 * charge gets the keys of these as soon as they are there.
 */
export const fct_payments = transform('warehouse.fct_payments', {
  description: 'Payments, one row for each invoice, charge and refund of a payment provider or till.',
  grain: ['payment_key'],
  columns: {
    payment_key: key('Surrogate key of the payment'),
    customer_key: key('The customer who pays; -1 while unknown'),
    record_key: key('Profile record of that person').orNull(),
    order_key: key('Order that it pays for, as in fct_orders; missing if it pays for none').orNull(),
    subscription_key: key('Subscription that it pays for; missing if it pays for none').orNull(),
    related_payment_key: key('The invoice that a charge pays, or the charge that a refund returns').orNull(),
    source: id('Source system'),
    payment_id: id('Identifier in its source'),
    payment_type: payment.columns.payment_type,
    status: payment.columns.status,
    method: text('Method of payment: card, cash, bank …').orNull(),
    failure_reason: text('Why it failed, as the source says').orNull(),
    is_test: flag('Whether it was a test, so that no money moved'),
    is_receipt: flag('Whether it is in net receipts: a charge or refund that succeeded, and no test'),
    excluded_because: oneOf('Why it is worth nothing; missing if it is not', ['test', 'future']).orNull(),
    occurred_at: instant('When it was issued, charged or refunded'),
    occurred_date: day('The day of that, in the time zone of the company'),
    currency: id('Currency of the original amount, ISO 4217'),
    original_amount: decimal(
      'Amount in that currency, negative for refunds. Additive within one currency and type',
    ),
    invoiced_amount: money('Invoices that were issued and not cancelled, with tax. Additive').orNull(),
    charged_amount: money('Charges that succeeded, with tax and tips. Additive').orNull(),
    refunded_amount: money('Refunds that succeeded. Additive').orNull(),
    net_receipts_amount: money('Charges less refunds. Additive').orNull(),
  },
  indexes: [['customer_key'], ['order_key']],
  tests: [
    references('customer_key', dim_customer),
    references('occurred_date', dim_date, 'date_day'),
    references('currency', dim_currency),
    notNegative('refunded_amount'),
    holds(
      'net receipts are charges less refunds',
      sql`net_receipts_amount = charged_amount - refunded_amount`,
    ),
    holds('a test is worth nothing', sql`not is_test or invoiced_amount + net_receipts_amount = 0`),
    hasRates(sql`occurred_date`, sql`original_amount`, sql`invoiced_amount + net_receipts_amount`),
    returnsNone(
      'every staged payment is present',
      (self) => sql`
        select payment_type, currency, count(*) as row_count, sum(amount) as original_amount
        from ${every(payment)} staged
        group by payment_type, currency
        except
        select payment_type, currency, count(*), sum(original_amount)
        from ${self}
        group by payment_type, currency`,
    ),
  ],
  query: sql`
    select
      payment_key,
      coalesce(customer_key, ${unknownKey}) as customer_key,
      record_key,
      order_key,
      subscription_key,
      related_payment_key,
      source,
      payment_id,
      payment_type,
      status,
      method,
      failure_reason,
      is_test,
      is_charged or is_refunded as is_receipt,
      excluded_because,
      occurred_at,
      occurred_date,
      currency,
      original_amount,
      case when is_invoiced then worth else 0 end as invoiced_amount,
      case when is_charged then worth else 0 end as charged_amount,
      case when is_refunded then -worth else 0 end as refunded_amount,
      case when is_charged or is_refunded then worth else 0 end as net_receipts_amount
    from (${countedPayments}) counted`,
})
