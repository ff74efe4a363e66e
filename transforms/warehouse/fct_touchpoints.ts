import { day, decimal, id, instant, key, money, oneOf, references, sql, text, transform } from '#engine'
import { dayOf } from './calendar/times.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { contacts } from './touchpoints/contacts.ts'

/**
 * Nothing appears twice: each fact says in touchpoints/ which of its moments are contacts, and leaves out what another
 * fact shows, such as the payment of an order. Tests, drafts and what software did by itself are left out. Who the customer
 * is follows from identity, so a contact moves with its record; a late one takes its place in time.
 */
export const fct_touchpoints = transform('warehouse.fct_touchpoints', {
  description:
    'One row for each contact between the company and a customer, in any channel: the timeline of the customer. A fact such as an order can have several, one of each type.',
  grain: ['touchpoint_key'],
  columns: {
    touchpoint_key: key('Surrogate key of the contact'),
    customer_key: key('The customer; contacts with nobody who is known are left out'),
    occurred_at: instant('When it happened'),
    occurred_date: day('The day of that, in the time zone of the company'),
    touchpoint_type: text('What happened, such as order placed, parcel delivered or ticket opened'),
    channel: text(
      'Where: web, store, email, phone, the carrier of a parcel …; missing if there is none',
    ).orNull(),
    direction: oneOf('From the customer, from the company, or among its people', [
      'inbound',
      'outbound',
      'internal',
    ]),
    sentence: text('The contact in words, without personal data').notPersonal(
      'made of types, numbers and amounts; nothing that the customer wrote',
    ),
    original_amount: decimal(
      'Money it is about, in its currency. Not additive: an order and its return are both here',
    ).orNull(),
    currency: id('Currency of that amount, ISO 4217').orNull(),
    value_amount: money('The same in the reporting currency; missing without a rate. Not additive').orNull(),
    fact: id('Fact that it comes from, such as fct_orders'),
    fact_key: key('Key of its row in that fact'),
  },
  indexes: [['customer_key', 'occurred_at']],
  tests: [references('customer_key', dim_customer), references('occurred_date', dim_date, 'date_day')],
  query: sql`
    with contacts as (${contacts})
    select
      ops.key_of('touchpoint', fact, fact_key::text, touchpoint_type) as touchpoint_key,
      customer_key,
      occurred_at,
      ${dayOf(sql`occurred_at`)} as occurred_date,
      touchpoint_type,
      channel,
      direction,
      sentence,
      original_amount,
      currency,
      amount as value_amount,
      fact,
      fact_key
    from contacts`,
})
