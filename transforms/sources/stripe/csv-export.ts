import { cell, minorUnits, secondsOfUtc, truth, wholeNumber } from '#engine'

/*
 * The dashboard's exports. Each row becomes an object as the API gives it. In the exports amounts are decimal and times
 * are in UTC. There is no export of refunds: a payment says how much of it was refunded.
 */

type Row = Readonly<Record<string, string>>

/** Older and newer exports use different names for the same column. */
const first = (row: Row, ...names: readonly string[]) =>
  names.map((name) => row[name]).find((value) => value !== undefined)

/** Exports of test data say so in one of these columns; the others are of what is real. */
const isLive = (row: Row) =>
  cell(row.Mode)?.toLowerCase() !== 'test' && cell(row.Livemode)?.toLowerCase() !== 'false'

const money = (row: Row, name: string) => minorUnits(row[name], row.Currency ?? '')

export const customerExport = {
  header: ['id', 'Description', 'Email', 'Name'],
  record: ([row = {}]: readonly Row[]) => ({
    id: row.id,
    created: secondsOfUtc(first(row, 'Created (UTC)', 'Created date (UTC)')),
    name: cell(row.Name),
    description: cell(row.Description),
    email: cell(row.Email),
    phone: cell(row.Phone),
    address: {
      line1: cell(first(row, 'Address Line1', 'Card Address Line1')),
      line2: cell(first(row, 'Address Line2', 'Card Address Line2')),
      city: cell(first(row, 'Address City', 'Card Address City')),
      state: cell(first(row, 'Address State', 'Card Address State')),
      postal_code: cell(first(row, 'Address Postal Code', 'Card Address Zip')),
      country: cell(first(row, 'Address Country', 'Card Address Country')),
    },
    currency: cell(row.Currency),
    delinquent: truth(row.Delinquent),
  }),
}

export const subscriptionExport = {
  header: ['id', 'Customer ID', 'Plan', 'Quantity', 'Currency', 'Interval', 'Amount', 'Status'],
  decimals: ['Amount'],
  record: ([row = {}]: readonly Row[]) => {
    const [interval = '', count] = (row.Interval ?? '').trim().split(' ').reverse()
    const created = secondsOfUtc(first(row, 'Created (UTC)', 'Created date (UTC)'))
    return {
      id: row.id,
      created,
      customer: row['Customer ID'],
      status: cell(row.Status),
      currency: row.Currency,
      start_date: secondsOfUtc(first(row, 'Start (UTC)', 'Start Date (UTC)')) ?? created,
      current_period_end: secondsOfUtc(row['Current Period End (UTC)']),
      trial_start: secondsOfUtc(row['Trial Start (UTC)']),
      trial_end: secondsOfUtc(row['Trial End (UTC)']),
      cancel_at_period_end: truth(row['Cancel At Period End']),
      canceled_at: secondsOfUtc(row['Canceled At (UTC)']),
      ended_at: secondsOfUtc(row['Ended At (UTC)']),
      cancellation_details: { reason: cell(row['Cancellation Reason']) },
      items: {
        data: [
          {
            quantity: wholeNumber(row.Quantity),
            price: {
              id: row.Plan,
              product: cell(row.Product),
              unit_amount: money(row, 'Amount'),
              recurring: {
                interval: interval.replace(/s$/, ''),
                interval_count: wholeNumber(count) ?? 1,
              },
            },
          },
        ],
      },
      livemode: isLive(row),
    }
  },
}

export const invoiceExport = {
  header: ['id', 'Amount Due', 'Amount Paid', 'Currency', 'Customer', 'Subtotal', 'Total', 'Status'],
  decimals: ['Subtotal', 'Total', 'Amount Due', 'Amount Paid', 'Amount Remaining'],
  record: ([row = {}]: readonly Row[]) => ({
    id: row.id,
    created: secondsOfUtc(first(row, 'Date (UTC)', 'Created (UTC)')),
    number: cell(row.Number),
    customer: cell(row.Customer),
    customer_email: cell(row['Customer Email']),
    customer_name: cell(row['Customer Name']),
    description: cell(row.Description),
    status: cell(row.Status),
    currency: row.Currency,
    subtotal: money(row, 'Subtotal'),
    total: money(row, 'Total'),
    amount_due: money(row, 'Amount Due'),
    amount_paid: money(row, 'Amount Paid'),
    amount_remaining: money(row, 'Amount Remaining'),
    due_date: secondsOfUtc(row['Due Date (UTC)']),
    subscription: cell(row.Subscription),
    livemode: isLive(row),
  }),
}

const outcomes = new Map([
  ['paid', 'succeeded'],
  ['refunded', 'succeeded'],
  ['partial refund', 'succeeded'],
  ['failed', 'failed'],
  ['blocked', 'failed'],
  ['canceled', 'failed'],
  ['uncaptured', 'succeeded'],
  ['pending', 'pending'],
])

export const chargeExport = {
  header: ['id', 'Amount', 'Amount Refunded', 'Currency', 'Status', 'Customer ID'],
  decimals: ['Amount', 'Amount Refunded'],
  record: ([row = {}]: readonly Row[]) => {
    const status = cell(row.Status)
    return {
      id: row.id,
      created: secondsOfUtc(first(row, 'Created (UTC)', 'Created date (UTC)')),
      customer: cell(row['Customer ID']),
      amount: money(row, 'Amount'),
      amount_refunded: money(row, 'Amount Refunded') ?? 0,
      refunded_at: secondsOfUtc(first(row, 'Refunded date (UTC)', 'Refunded (UTC)')),
      currency: row.Currency,
      status: outcomes.get(status?.toLowerCase() ?? '') ?? status,
      captured: truth(row.Captured) ?? !['failed', 'uncaptured'].includes(status?.toLowerCase() ?? ''),
      description: cell(row.Description),
      invoice: cell(row['Invoice ID']),
      payment_intent: cell(row['PaymentIntent ID']),
      failure_code: cell(row['Decline Reason']),
      receipt_email: cell(row['Customer Email']),
      billing_details: { name: cell(row['Card Name']) },
      livemode: isLive(row),
    }
  },
}
