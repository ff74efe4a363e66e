import {
  decimal,
  instant,
  integer,
  key,
  notNegative,
  oneOf,
  references,
  returnsNone,
  sql,
  transform,
  warns,
} from '#engine'
import { dim_campaign } from '../warehouse/dim_campaign.ts'
import { dim_channel } from '../warehouse/dim_channel.ts'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { fct_consents } from '../warehouse/fct_consents.ts'
import { fct_orders } from '../warehouse/fct_orders.ts'
import { journeys } from './attribution/journeys.ts'
import { purposes } from './attribution/touches.ts'

/** The one place that decides which touches are before a purchase; all models read it. ADR 0020 says why it decides so. */
export const mart_attribution_touch = transform('marts.mart_attribution_touch', {
  description:
    'What customers saw of marketing before each purchase, within the look-back window, and in journeys without one: a row for ' +
    'each visit or click in a message, in order. A purchase before which nothing was seen has one row, of no channel.',
  grain: ['journey_key', 'touch_number'],
  columns: {
    journey_key: key('The purchase that ends the journey, or the first touch of a journey without one'),
    touch_number: integer('Place of the touch in the journey, from 1. Not additive'),
    touch_count: integer('Touches of the journey. Not additive'),
    order_key: key('The purchase; missing if the journey has none').orNull(),
    customer_key: key('The customer; -1 if the purchase names nobody'),
    journey_end: oneOf('How the journey ended; open as long as a purchase would still be put down to it', [
      'order',
      'no order',
      'open',
    ]),
    ended_at: instant('When the purchase was placed, or the last touch happened'),
    touch_type: oneOf('What it was; none stands for a purchase before which nothing was seen', [
      'visit',
      'click in a message',
      'none',
    ]),
    touch_key: key('The session or the response').orNull(),
    touched_at: instant('When it happened'),
    days_before: decimal('Days from the touch to the end of the journey. Not additive'),
    channel_key: key('Marketing channel of the touch; -2 for none'),
    campaign_key: key('Campaign of the touch; -2 for none'),
  },
  indexes: [['order_key']],
  tests: [
    references('customer_key', dim_customer),
    references('channel_key', dim_channel),
    references('campaign_key', dim_campaign),
    references('order_key', fct_orders),
    notNegative('days_before'),
    returnsNone(
      'every purchase has a journey',
      (self) => sql`
        select order_key
        from ${fct_orders}
        where is_purchase
        except
        select order_key
        from ${self}`,
    ),
    // the ledger may have another word for it, and then nobody's refusal would be found
    warns(
      returnsNone(
        'decisions about visits and clicks are recorded, if any are',
        (self) => sql`
          select touch_type, purpose
          from ${purposes} wanted(touch_type, purpose)
          where exists (select from ${fct_consents})
            and purpose not in (select purpose from ${fct_consents})
            and touch_type in (select touch_type from ${self})`,
      ),
    ),
    returnsNone(
      'no journey is of anything but a purchase',
      (self) => sql`
        select order_key
        from ${self}
        where order_key is not null
        except
        select order_key
        from ${fct_orders}
        where is_purchase`,
    ),
  ],
  query: sql`
    select
      journey_key,
      touch_number::integer,
      touch_count::integer,
      order_key,
      customer_key,
      journey_end,
      ended_at,
      touch_type,
      touch_key,
      touched_at,
      days_before,
      channel_key,
      campaign_key
    from (${journeys}) journey`,
})
