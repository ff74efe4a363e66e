import { type Sql, sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { square } from '../../sources/square/square.ts'
import { firstValue } from '../first-value.ts'
import { knownEmail, knownId, personKey } from '../person-key.ts'
import { buyerOf } from './buyers.ts'

const newest = (column: Sql) => firstValue(column, sql`seen_at desc, visit_id`)

/** Once the record of the customer is loaded, it takes the place of this one. Without one, a receipt names the guest. */
export const stg_square__buyers = transform('staging.stg_square__buyers', {
  description:
    'Customers whom orders and payments at the tills name, while their own records are missing, and guests who got a receipt by email.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: [
      'given_name_written',
      'family_name_written',
      'full_name_written',
      'email_written',
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
        ${buyerOf.order} as customer_id,
        customer_name as full_name,
        null::text as email,
        null::jsonb as address,
        created_at::timestamptz as seen_at,
        id as visit_id
      from ${square.orders}
      union all
      select
        ${knownId(sql`customer_id`)},
        null,
        ${knownEmail(sql`buyer_email_address`)},
        nullif(billing_address, 'null'),
        created_at::timestamptz,
        id
      from ${square.payments}
    ),
    buyers as (
      select
        customer_id,
        case when customer_id is null then email end as guest_email,
        ${newest(sql`nullif(trim(full_name), '')`)} as full_name,
        ${newest(sql`email`)} as email,
        ${newest(sql`address`)} as address,
        min(seen_at) as first_at,
        max(seen_at) as last_at
      from visits
      where
        coalesce(customer_id, email) is not null
        and coalesce(customer_id not in (select id from ${withDeleted(square.customers)}), true)
      group by 1, 2
    )
    select
      coalesce(
        ${personKey('square', 'customer', sql`customer_id`)},
        ${personKey('square', 'guest', sql`guest_email`)}
      ) as record_key,
      'square' as source,
      case when customer_id is null then 'guest' else 'customer' end as record_kind,
      coalesce(customer_id, guest_email) as record_id,
      false as is_deleted,
      address ->> 'first_name' as given_name_written,
      address ->> 'last_name' as family_name_written,
      full_name as full_name_written,
      email as email_written,
      concat_ws(', ', address ->> 'address_line_1', address ->> 'address_line_2') as address_written,
      address ->> 'locality' as city_written,
      address ->> 'administrative_district_level_1' as region_written,
      address ->> 'postal_code' as postcode_written,
      address ->> 'country' as country_written,
      first_at as created_at,
      last_at as updated_at
    from buyers`,
})
