import { day, hour, minute } from '../calendar.ts'
import type { Life } from '../life-events.ts'
import { type Plan, plans, subscriptions } from '../settings.ts'

export const month = 30 * day

export interface Billing {
  readonly customer: string
  readonly subscription: string
  readonly plan: Plan
  readonly startsAt: number
  /** May be in the future. */
  readonly endsAt: number
  /** When the person asked to be deleted. */
  readonly deletedAt: number
}

/** What somebody subscribed to, and for how long. */
export function billingOf(life: Life): Billing | null {
  const { billingId } = life.relations
  if (!billingId) return null
  const random = life.random('subscription')
  const startsAt = life.person.joinsAt + random.exponential(1 / subscriptions.startsAfterDays) * day + hour
  const plan = random.pick(plans)
  const isDeleted = random.chance(0.02)
  let months = 1
  while (months < 240 && !random.chance(hazardOf(months))) months += 1
  const endsAt = startsAt + months * month
  return {
    customer: billingId,
    subscription: `sub_${billingId.slice(4)}`,
    plan,
    startsAt,
    endsAt,
    deletedAt: isDeleted ? endsAt + 40 * day : Number.POSITIVE_INFINITY,
  }
}

/** The chance to cancel in a month, counted from 1. */
export function hazardOf(months: number): number {
  const { hazards } = subscriptions
  return hazards[Math.min(months, hazards.length) - 1] ?? 0
}

export interface Bill {
  readonly billing: Billing
  readonly id: string
  readonly at: number
  /** The first attempt may fail; the second, a day later, does not. */
  readonly isDeclined: boolean
  readonly paidAt: number
  readonly refundedAt: number | null
}

/** One bill a month. */
export function* billsOf(life: Life): Generator<Bill> {
  const billing = billingOf(life)
  if (!billing) return
  for (let at = billing.startsAt, number = 0; at < billing.endsAt - minute && at <= life.today; number++) {
    const random = life.random('bill', number)
    const isDeclined = random.chance(subscriptions.failedCharge)
    const paidAt = at + (isDeclined ? day : minute)
    const isRefunded = random.chance(subscriptions.refundedCharge)
    const refundedAt = isRefunded ? paidAt + random.integer(1, 9) * day : null
    yield { billing, id: `${billing.customer.slice(4)}${number}`, at, isDeclined, paidAt, refundedAt }
    at = billing.startsAt + (number + 1) * month
  }
}
