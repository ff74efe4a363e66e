import { canonical, decimal, flag, id, instant, integer, key, oneOf, text } from '#engine'

export const subscription = canonical('subscription', {
  description: 'An agreement to pay at intervals, as one source has it',
  columns: {
    subscription_key: key('Surrogate key of the subscription'),
    record_key: key('Profile record of the subscriber').orNull(),
    source: id('Source system'),
    subscription_id: id('Identifier in its source'),
    plan_id: id('Plan or price, of the first item where there are several').orNull(),
    plan_name: text('Name of the plan').orNull(),
    status: oneOf('State of the subscription', [
      'incomplete',
      'trialing',
      'active',
      'past_due',
      'paused',
      'cancelled',
    ]),
    amount: decimal('What one interval costs, all items together, before discounts and tax').orNull(),
    currency: text('Currency of the amount (ISO 4217)'),
    interval_unit: oneOf('Unit of the interval', ['day', 'week', 'month', 'year']).orNull(),
    interval_count: integer('How many units one interval has').orNull(),
    started_at: instant('When it began'),
    trial_ends_at: instant('When its trial ends or ended').orNull(),
    period_ends_at: instant('When the interval that is paid for ends').orNull(),
    cancelled_at: instant('When it was asked to end').orNull(),
    ended_at: instant('When it ended').orNull(),
    cancellation_reason: text('Why it was cancelled').orNull(),
    is_test: flag('Whether somebody was only trying'),
  },
})
