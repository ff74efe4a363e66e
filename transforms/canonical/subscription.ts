import { canonical, decimal, flag, id, instant, integer, key, oneOf, recordKey, text } from '#engine'

export const subscription = canonical('subscription', {
  description: 'A subscription, as one source has it',
  columns: {
    subscription_key: key('Surrogate key of the subscription'),
    record_key: recordKey('Profile record of the subscriber').orNull(),
    source: id('Source system'),
    subscription_id: id('Identifier in its source'),
    plan_id: id('Plan or price; that of the first item if there are several').orNull(),
    plan_name: text('Name of the plan').orNull(),
    status: oneOf(
      'Its state; one that is incomplete or expired waits for its first payment, or waited in vain',
      ['incomplete', 'expired', 'trialing', 'active', 'past_due', 'paused', 'cancelled'],
    ),
    amount: decimal('Price of one interval for all items, before discounts and tax').orNull(),
    currency: text('Currency of the amount (ISO 4217)'),
    interval_unit: oneOf('Unit of the interval', ['day', 'week', 'month', 'year']).orNull(),
    interval_count: integer('Number of units in an interval').orNull(),
    started_at: instant('When it started'),
    trial_started_at: instant('When its trial started').orNull(),
    trial_ends_at: instant('When its trial ends or ended').orNull(),
    period_ends_at: instant('When the paid period ends').orNull(),
    cancelled_at: instant('When it was cancelled; it may end later').orNull(),
    ended_at: instant('When it ended').orNull(),
    cancellation_reason: text('Why it was cancelled')
      .orNull()
      .notPersonal('a phrase of the payment provider'),
    is_test: flag('Whether it was a test'),
  },
})
