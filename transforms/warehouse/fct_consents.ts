import {
  day,
  every,
  flag,
  holds,
  id,
  instant,
  key,
  references,
  returnsNone,
  sql,
  text,
  transform,
  unknownKey,
} from '#engine'
import { consent } from '../canonical/consent.ts'
import { dayOf } from './calendar/times.ts'
import { conserves } from './conserves.ts'
import { customerOfRecord } from './customers/customer-of-record.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'

/**
 * Decisions of all sources about a purpose follow each other: the last one before a moment applies, wherever it was
 * made. Of two at the same moment the one that does not allow applies, and the other has an empty period. A decision
 * that arrives late takes its place by the time it was made, and the period before it ends there. Decisions of people
 * who are no customers follow each other within a record.
 */
export const fct_consents = transform('warehouse.fct_consents', {
  description:
    'Decisions about what the company may do with personal data, one row for each decision, with the period in which it ' +
    'applies: from then until the next one of the same customer about the same purpose.',
  grain: ['consent_key'],
  columns: {
    consent_key: key('Surrogate key of the decision'),
    customer_key: key('The customer who decided; -1 while unknown'),
    record_key: key('Profile record of the person').orNull(),
    source: id('Source system'),
    purpose: consent.columns.purpose,
    legal_basis: consent.columns.legal_basis,
    status: consent.columns.status,
    is_allowed: flag('Whether it allows the purpose: granted, and neither withdrawn nor unclear'),
    is_change: flag(
      'Whether the decision before it was another one; a copy of it in a second source is no change',
    ),
    channel: consent.columns.channel,
    policy_version: text('Version of the policy that the person saw').orNull(),
    decided_at: instant('When it was decided'),
    decided_date: day('The day of that, in the time zone of the company'),
    valid_from: instant('From when it applies: when it was decided'),
    valid_to: instant('When the next decision took its place; missing while it applies').orNull(),
    is_current: flag('Whether it is the last decision of the customer about the purpose'),
  },
  indexes: [['customer_key', 'purpose'], ['decided_date']],
  tests: [
    references('customer_key', dim_customer),
    references('decided_date', dim_date, 'date_day'),
    holds('no period ends before it begins', sql`valid_to >= valid_from`),
    conserves(consent),
    returnsNone(
      'one decision of a customer about a purpose is current',
      (self) => sql`
        select
          customer_key,
          purpose
        from ${self}
        where customer_key > 0
        group by customer_key, purpose
        having count(*) filter (where is_current) <> 1`,
    ),
  ],
  query: sql`
    with decisions as (
      select
        decided.*,
        coalesce(i.customer_key, ${unknownKey}) as customer_key,
        coalesce(i.customer_key, decided.record_key, decided.consent_key) as decider_key
      from ${every(consent)} decided
      left join (${customerOfRecord}) i using (record_key)
    )
    select
      consent_key,
      customer_key,
      record_key,
      source,
      purpose,
      legal_basis,
      status,
      status = 'granted' as is_allowed,
      (lag(status) over of_purpose) is distinct from status as is_change,
      channel,
      policy_version,
      decided_at,
      ${dayOf(sql`decided_at`)} as decided_date,
      decided_at as valid_from,
      lead(decided_at) over of_purpose as valid_to,
      lead(decided_at) over of_purpose is null as is_current
    from decisions
    window of_purpose as (
      partition by
        decider_key,
        purpose
      order by
        decided_at,
        status = 'granted' desc,
        consent_key
    )`,
})
