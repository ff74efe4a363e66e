import { type Sql, sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { stripe } from '../../sources/stripe/stripe.ts'
import { firstValue } from '../first-value.ts'
import { knownEmail, knownId, personKey } from '../person-key.ts'

const newest = (column: Sql) => firstValue(column, sql`seen_at desc, visit_id`)

/** Once the record of the customer is loaded, it takes the place of this one. */
export const stg_stripe__payers = transform('staging.stg_stripe__payers', {
  description:
    'Customers whom charges, invoices and subscriptions name, while their own records are missing, and guests who paid without one.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: [
      'full_name_written',
      'email_written',
      'phone_written',
      'address_written',
      'city_written',
      'region_written',
      'postcode_written',
      'country_written',
    ],
  }),
  query: sql`
    with visits as (
      select
        ${knownId(sql`customer`)} as customer_id,
        billing_details ->> 'name' as name,
        coalesce(nullif(trim(billing_details ->> 'email'), ''), receipt_email) as email,
        billing_details ->> 'phone' as phone,
        nullif(billing_details -> 'address', 'null') as address,
        created as seen_at,
        id as visit_id
      from ${stripe.charges}
      union all
      select
        ${knownId(sql`customer`)},
        customer_name,
        customer_email,
        null,
        nullif(customer_address, 'null'),
        created,
        id
      from ${stripe.invoices}
      union all
      select
        ${knownId(sql`customer`)},
        null,
        null,
        null,
        null,
        created,
        id
      from ${stripe.subscriptions}
    ),
    payers as (
      select
        customer_id,
        case when customer_id is null then ${knownEmail(sql`email`)} end as guest_email,
        ${newest(sql`nullif(trim(name), '')`)} as name,
        ${newest(sql`nullif(trim(email), '')`)} as email,
        ${newest(sql`nullif(trim(phone), '')`)} as phone,
        ${newest(sql`address`)} as address,
        to_timestamp(min(seen_at)) as first_at,
        to_timestamp(max(seen_at)) as last_at
      from visits
      where
        coalesce(customer_id, ${knownEmail(sql`email`)}) is not null
        and coalesce(customer_id not in (select id from ${withDeleted(stripe.customers)}), true)
      group by 1, 2
    )
    select
      coalesce(
        ${personKey('stripe', 'customer', sql`customer_id`)},
        ${personKey('stripe', 'guest', sql`guest_email`)}
      ) as record_key,
      'stripe' as source,
      case when customer_id is null then 'guest' else 'customer' end as record_kind,
      coalesce(customer_id, guest_email) as record_id,
      false as is_deleted,
      name as full_name_written,
      email as email_written,
      phone as phone_written,
      concat_ws(', ', address ->> 'line1', address ->> 'line2') as address_written,
      address ->> 'city' as city_written,
      address ->> 'state' as region_written,
      address ->> 'postal_code' as postcode_written,
      address ->> 'country' as country_written,
      first_at as created_at,
      last_at as updated_at
    from payers`,
})
