import {
  decimal,
  every,
  flag,
  holds,
  instant,
  integer,
  key,
  list,
  references,
  returnsNone,
  sql,
  transform,
} from '#engine'
import { company_contact } from '../canonical/company_contact.ts'
import { map_identity } from '../identity/map_identity.ts'
import { dim_company } from './dim_company.ts'
import { dim_customer } from './dim_customer.ts'

/**
 * A statement about a person who is no customer yet waits in staging. Statements of deleted records stay, so that facts
 * from before still find their business; is_current says which hold. A late statement widens the period.
 */
export const bdg_customer_company = transform('warehouse.bdg_customer_company', {
  description:
    'Which customers belong to a business, or deal for it: one row for each customer, business and role.',
  grain: ['customer_key', 'company_key', 'contact_role'],
  columns: {
    customer_key: key('The customer'),
    company_key: key('The business'),
    contact_role: company_contact.columns.contact_role,
    sources: list('Sources that say so, sorted by name'),
    record_count: integer('Records that say so. Additive'),
    observed_from: instant('When the first of them was created'),
    observed_to: instant('When the last of them changed'),
    is_current: flag('Whether a record that is not deleted says so'),
    weight: decimal(
      'Share of the row among those of its customer; multiply measures of the customer by it to spread them over ' +
        'businesses without counting twice. Additive: 1 for each customer',
    ),
  },
  indexes: [['company_key']],
  tests: [
    references('customer_key', dim_customer),
    references('company_key', dim_company),
    holds('the period does not end before it begins', sql`observed_from <= observed_to`),
    returnsNone(
      'every statement about a customer is present',
      (self) => sql`
        with staged as (
          select count(*) as record_count
          from ${every(company_contact)} contact
          join ${map_identity} i using (record_key)
          join ${dim_customer} using (customer_key)
        ),
        present as (
          select coalesce(sum(record_count), 0) as record_count
          from ${self}
        )
        select
          staged.record_count as staged_count,
          present.record_count as present_count
        from staged
        cross join present
        where staged.record_count <> present.record_count`,
    ),
  ],
  query: sql`
    with statements as (
      select
        i.customer_key,
        contact.*
      from ${every(company_contact)} contact
      join ${map_identity} i using (record_key)
      join ${dim_customer} using (customer_key)
    )
    select
      customer_key,
      company_key,
      contact_role,
      array_agg(distinct source order by source) as sources,
      count(*)::integer as record_count,
      min(observed_from) as observed_from,
      max(greatest(observed_from, observed_to)) as observed_to,
      bool_or(not is_deleted) as is_current,
      1 / (count(*) over (partition by customer_key))::numeric as weight
    from statements
    group by customer_key, company_key, contact_role`,
})
