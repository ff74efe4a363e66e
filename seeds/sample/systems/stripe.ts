import { company } from '#settings'
import { stripe } from '../../../transforms/sources/stripe/stripe.ts'
import { day, minute, seconds } from '../calendar.ts'
import type { CompanyOptions } from '../company.ts'
import { feed, latest } from '../feed.ts'
import { firmsOf } from '../firms.ts'
import type { Life } from '../life-events.ts'
import { places } from '../places.ts'
import { writtenIn } from '../written.ts'
import { type Bill, billingOf, billsOf, month } from './stripe-billing.ts'

/** Monthly boxes: who pays for them, how long, and what went wrong with the card. */
export const stripeFeeds = [
  feed(stripe.customers, { company: firms, life: customers }),
  feed(stripe.subscriptions, { life: subscriptionOf }),
  feed(stripe.invoices, { life: invoices }),
  feed(stripe.charges, { life: charges }),
  feed(stripe.refunds, { life: refunds }),
]

function* firms(options: CompanyOptions) {
  const [place] = places
  for (const { id, personId, name, email, street, since } of firmsOf(options)) {
    yield {
      at: since,
      personId,
      record: {
        id,
        object: 'customer',
        created: seconds(since),
        name,
        email,
        phone: null,
        address: {
          line1: street,
          city: place.city,
          postal_code: `${place.area} 1AA`,
          country: place.countryCode,
        },
        currency: company.currency.toLowerCase(),
        delinquent: false,
        livemode: true,
        metadata: {},
      },
    }
  }
}

function* customers(life: Life) {
  const billing = billingOf(life)
  if (!billing) return
  const { customer: id, deletedAt, startsAt } = billing
  if (deletedAt <= life.today) {
    yield { at: deletedAt, record: { id, object: 'customer', deleted: true } }
    return
  }
  const createdAt = startsAt - minute
  const written = writtenIn(life, 'stripe', createdAt)
  yield {
    at: latest(life.today, createdAt, written.changedAt),
    record: {
      id,
      object: 'customer',
      created: seconds(createdAt),
      name: `${written.givenName} ${written.familyName}`,
      email: written.email,
      phone: written.phone,
      address: {
        line1: written.street,
        city: written.city,
        postal_code: written.postcode,
        country: written.countryCode,
      },
      currency: company.currency.toLowerCase(),
      delinquent: false,
      livemode: true,
      metadata: {},
    },
  }
}

function* subscriptionOf(life: Life) {
  const billing = billingOf(life)
  if (!billing) return
  const { startsAt, endsAt, plan } = billing
  const periods = Math.max(0, Math.floor((Math.min(life.today, endsAt - 1) - startsAt) / month))
  const cancelledAt = endsAt - 5 * day
  const isCancelled = cancelledAt <= life.today
  const isEnded = endsAt <= life.today
  const periodEnd = seconds(startsAt + (periods + 1) * month)
  const { id, name, amount } = plan
  const recurring = { interval: 'month' as const, interval_count: 1 }
  yield {
    at: latest(life.today, startsAt, startsAt + periods * month, cancelledAt, endsAt),
    record: {
      id: billing.subscription,
      object: 'subscription',
      created: seconds(startsAt),
      customer: billing.customer,
      status: isEnded ? ('canceled' as const) : ('active' as const),
      currency: company.currency.toLowerCase(),
      start_date: seconds(startsAt),
      current_period_end: periodEnd,
      cancel_at_period_end: isCancelled && !isEnded,
      canceled_at: isCancelled ? seconds(cancelledAt) : null,
      ended_at: isEnded ? seconds(endsAt) : null,
      items: {
        data: [
          {
            quantity: 1,
            current_period_end: periodEnd,
            price: {
              id,
              nickname: name,
              product: id.replace('price', 'prod'),
              unit_amount: amount,
              recurring,
            },
          },
        ],
      },
      livemode: true,
    },
  }
}

function* invoices(life: Life) {
  for (const { billing, id, at, paidAt } of billsOf(life)) {
    const { amount } = billing.plan
    const isPaid = paidAt <= life.today
    const written = writtenIn(life, 'stripe', billing.startsAt - minute, 0, at)
    yield {
      at: isPaid ? paidAt : at,
      record: {
        id: `in_${id}`,
        object: 'invoice',
        created: seconds(at),
        number: id.toUpperCase(),
        customer: billing.customer,
        customer_email: written.email,
        customer_name: `${written.givenName} ${written.familyName}`,
        status: isPaid ? ('paid' as const) : ('open' as const),
        currency: company.currency.toLowerCase(),
        subtotal: amount,
        total: amount,
        amount_due: amount,
        amount_paid: isPaid ? amount : 0,
        amount_remaining: isPaid ? 0 : amount,
        billing_reason: at === billing.startsAt ? 'subscription_create' : 'subscription_cycle',
        parent: {
          type: 'subscription_details',
          subscription_details: { subscription: billing.subscription },
        },
        livemode: true,
      },
    }
  }
}

function* charges(life: Life) {
  for (const bill of billsOf(life)) {
    if (bill.isDeclined) yield { at: bill.at + minute, record: chargeOf(life, bill, bill.at + minute, true) }
    yield {
      at: latest(life.today, bill.paidAt, bill.refundedAt),
      record: chargeOf(life, bill, bill.paidAt, false),
    }
  }
}

function chargeOf(life: Life, { billing, id, refundedAt }: Bill, at: number, isFailed: boolean) {
  const { amount } = billing.plan
  const isRefunded = !isFailed && refundedAt !== null && refundedAt <= life.today
  return {
    id: `ch_${id}${isFailed ? 'f' : ''}`,
    object: 'charge',
    created: seconds(at),
    customer: billing.customer,
    amount,
    amount_captured: isFailed ? 0 : amount,
    amount_refunded: isRefunded ? amount : 0,
    currency: company.currency.toLowerCase(),
    status: isFailed ? ('failed' as const) : ('succeeded' as const),
    captured: !isFailed,
    description: billing.plan.name,
    invoice: `in_${id}`,
    payment_intent: `pi_${id}`,
    failure_code: isFailed ? 'card_declined' : null,
    failure_message: isFailed ? 'Your card was declined.' : null,
    payment_method_details: { type: 'card', card: { brand: 'visa' } },
    livemode: true,
  }
}

function* refunds(life: Life) {
  for (const { id, billing, refundedAt } of billsOf(life)) {
    if (refundedAt === null) continue
    yield {
      at: refundedAt,
      record: {
        id: `re_${id}`,
        object: 'refund',
        created: seconds(refundedAt),
        charge: `ch_${id}`,
        payment_intent: `pi_${id}`,
        amount: billing.plan.amount,
        currency: company.currency.toLowerCase(),
        status: 'succeeded' as const,
        reason: 'requested_by_customer',
      },
    }
  }
}
