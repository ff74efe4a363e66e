import {
  asOfDay,
  day,
  decimal,
  every,
  flag,
  id,
  instant,
  integer,
  key,
  money,
  oneOf,
  recordKey,
  references,
  returnsNone,
  sql,
  transform,
  value,
} from '#engine'
import { checkout } from '../canonical/checkout.ts'
import { bdg_session_event } from './bdg_session_event.ts'
import { dim_campaign } from './dim_campaign.ts'
import { dim_channel } from './dim_channel.ts'
import { dim_currency } from './dim_currency.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { converted, exchangeRate, hasRates } from './money/exchange.ts'
import { checkoutStepNames } from './web/checkout-steps.ts'
import { stepsAndCheckouts } from './web/steps-and-checkouts.ts'

/**
 * A checkout that both the website and the shop report is one row. A step that arrives late belongs to the session of its
 * time. A checkout is abandoned if nothing was paid for by the end of its day; it stops being abandoned when it is paid.
 */
export const fct_checkout_steps = transform('warehouse.fct_checkout_steps', {
  description:
    'Steps from a product to an order, one row each time that somebody takes one on the website or in the app; and the ' +
    'checkouts of the shop for which the website reports no step.',
  grain: ['step_key'],
  columns: {
    step_key: key('Surrogate key of the event, or of the checkout if only the shop reports it'),
    session_key: key('Session in which it happened; missing if that is not known').orNull(),
    checkout_key: key('Checkout of the shop that started with it').orNull(),
    customer_key: key('The person whose session or checkout it is; -1 while unknown'),
    record_key: recordKey('Profile record of the visitor at that moment, named or anonymous').orNull(),
    channel_key: key('Marketing channel that brought the visitor'),
    campaign_key: key('Campaign that brought the visitor; -2 for none'),
    source: id('Source system'),
    step_name: oneOf('The step', checkoutStepNames),
    step_position: integer('Position of the step, 1 to 7. Not additive'),
    occurred_at: instant('When it was taken'),
    occurred_date: day('The day of that, in the time zone of the company'),
    is_abandoned: flag('Whether it started a checkout in which nothing was paid for by the end of its day'),
    line_count: integer('Lines of the checkout, if the shop reports it. Additive').orNull(),
    order_id: bdg_session_event.columns.order_id,
    currency: id('Currency of the value, ISO 4217').orNull().notPersonal('an ISO 4217 code'),
    original_value: decimal(
      'Value of the checkout or action in that currency. Additive within a currency and a step',
    ).orNull(),
    value_amount: money('The same in the reporting currency. Additive within a step').orNull(),
  },
  indexes: [['session_key']],
  tests: [
    references('customer_key', dim_customer),
    references('currency', dim_currency),
    references('channel_key', dim_channel),
    references('campaign_key', dim_campaign),
    references('occurred_date', dim_date, 'date_day'),
    hasRates(sql`occurred_date`, sql`original_value`, sql`value_amount`),
    returnsNone(
      'every step and every checkout is present once',
      (self) => sql`
        select
          (select count(*) from ${bdg_session_event} where step_position is not null) as steps,
          (select count(*) from ${every(checkout)} begun) as checkouts
        except
        select
          count(*) filter (where step_key is distinct from checkout_key),
          count(distinct checkout_key)
        from ${self}`,
    ),
  ],
  query: sql`
    select
      step_key,
      session_key,
      checkout_key,
      customer_key,
      record_key,
      channel_key,
      campaign_key,
      source,
      step_position,
      occurred_at,
      occurred_date,
      line_count,
      order_id,
      dated.currency,
      original_value,
      (${value([...checkoutStepNames])})[step_position] as step_name,
      step_position = 4 and is_unpaid and occurred_date < ${asOfDay} as is_abandoned,
      ${converted(sql`original_value`, sql`dated.currency`)} as value_amount
    from (${stepsAndCheckouts}) dated
    ${exchangeRate(sql`dated.currency`, sql`dated.occurred_date`)}`,
})
