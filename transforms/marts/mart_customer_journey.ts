import {
  day,
  holds,
  instant,
  integer,
  key,
  money,
  oneOf,
  references,
  returnsNone,
  sql,
  text,
  transform,
} from '#engine'
import { dim_campaign } from '../warehouse/dim_campaign.ts'
import { dim_channel } from '../warehouse/dim_channel.ts'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { fct_customer_acquisitions } from '../warehouse/fct_customer_acquisitions.ts'
import { customerJourneys } from './experience/customer-journeys.ts'
import { devices } from './experience/devices.ts'
import { mart_cart } from './mart_cart.ts'

/** People whom no browser was ever attached to have no visits, which does not say that they never came. */
export const mart_customer_journey = transform('marts.mart_customer_journey', {
  description:
    'How each customer and prospect came, and where they are now: first channel and campaign, visits, last device, and the ' +
    'cart that is open, one row for each.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The customer or prospect'),
    first_channel_key: key(
      'Channel of the first contact; of sales if nothing was seen before, -1 if unknown',
    ),
    first_channel_name: text('Name of that channel'),
    first_campaign_key: key('Campaign of that contact; -2 for none'),
    first_campaign_name: text('Name of that campaign'),
    first_evidence: fct_customer_acquisitions.columns.evidence,
    first_contact_date: day('The day of that contact').orNull(),
    visit_count: integer('Visits that are known to be theirs. Additive'),
    visits_30_days: integer('Of these, visits that began in the last 30 days. Additive'),
    device_count: integer('Kinds of devices that they visited with, the app counting as one. Not additive'),
    last_visit_at: instant('When the last visit began').orNull(),
    days_since_visit: integer('Days from the last visit to the as-of day').orNull(),
    last_visit_channel_name: text('Channel that brought the last visit').orNull(),
    last_device: oneOf('What the last visit was made with', devices).orNull(),
    cart_count: integer(
      'Visits with something in the cart, and checkouts that only the shop reports. Additive',
    ),
    abandoned_cart_count: integer('Of these, carts that no purchase followed in time. Additive'),
    moved_cart_count: integer(
      'Of these, carts that were left on one device and paid for on another. Additive',
    ),
    open_cart_key: key('The cart that is open and was changed last').orNull(),
    open_cart_since_at: instant('When something was put into it').orNull(),
    open_cart_device: oneOf('Where it was left', devices).orNull(),
    open_cart_amount: money(
      'Its value in the reporting currency; missing if nobody reports it. Additive',
    ).orNull(),
    as_of_date: day('The day as of which this holds'),
  },
  tests: [
    references('customer_key', dim_customer),
    references('first_channel_key', dim_channel, 'channel_key'),
    references('first_campaign_key', dim_campaign, 'campaign_key'),
    references('open_cart_key', mart_cart, 'cart_key'),
    holds('a visit has a last visit', sql`(visit_count > 0) = (last_visit_at is not null)`),
    returnsNone(
      'every customer and prospect has a row',
      (self) => sql`
        select customer_key
        from ${dim_customer}
        left join ${self} present using (customer_key)
        where is_counted
          and present.customer_key is null`,
    ),
  ],
  query: customerJourneys,
})
