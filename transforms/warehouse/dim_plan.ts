import { every, id, integer, key, oneOf, sql, text, transform } from '#engine'
import { subscription } from '../canonical/subscription.ts'

/**
 * A plan is known from its subscriptions alone. If it is renamed or billed at other intervals, the newest subscription says
 * how (type 1). Its price is with each subscription, because that depends on quantity and currency.
 */
export const dim_plan = transform('warehouse.dim_plan', {
  description:
    'Plans that people subscribe to, one row for each price of each source, and the unknown member -1.',
  grain: ['plan_key'],
  columns: {
    plan_key: key('Surrogate key of the plan; -1 is the unknown member'),
    source: id('Source system'),
    plan_id: id('Plan or price in its source'),
    plan_name: text('Name of the plan'),
    interval_unit: oneOf('Unit of the interval at which it is billed', [
      'day',
      'week',
      'month',
      'year',
    ]).orNull(),
    interval_count: integer('Number of units in an interval').orNull(),
  },
  unknownMember: { plan_key: -1, source: 'unknown', plan_id: 'unknown', plan_name: 'Unknown' },
  query: sql`
    select distinct on (source, plan_id)
      ops.key_of(source, 'plan', plan_id) as plan_key,
      source,
      plan_id,
      coalesce(plan_name, plan_id) as plan_name,
      interval_unit,
      interval_count
    from ${every(subscription)} subscribed
    where plan_id is not null
    order by source, plan_id, started_at desc, subscription_key`,
})
