import { type Sql, sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { shopify } from '../../sources/shopify/shopify.ts'
import { firstValue } from '../first-value.ts'
import { knownId, personKey } from '../person-key.ts'
import { ownAddress } from './own-address.ts'

const newest = (column: Sql) => firstValue(column, sql`seen_at desc, visit_id`)

/** An order says who placed it. Once the record of the customer is loaded, it takes the place of this one. */
export const stg_shopify__buyers = transform('staging.stg_shopify__buyers', {
  description:
    'Customers whom orders and checkouts of the online shop name, while their own records are missing.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: [
      'given_name_written',
      'family_name_written',
      'company_written',
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
        customer,
        email,
        phone,
        billing_address,
        processed_at::timestamptz as seen_at,
        id as visit_id
      from ${shopify.orders}
      union all
      select
        customer,
        email,
        phone,
        billing_address,
        created_at::timestamptz,
        id
      from ${shopify.checkouts}
    ),
    typed as (
      select
        customer ->> 'id' as customer_id,
        nullif(trim(coalesce(customer ->> 'first_name', billing_address ->> 'first_name')), '') as given_name,
        nullif(trim(coalesce(customer ->> 'last_name', billing_address ->> 'last_name')), '') as family_name,
        nullif(trim(coalesce(customer ->> 'email', email)), '') as email,
        nullif(trim(coalesce(customer ->> 'phone', phone)), '') as phone,
        coalesce(
          ${ownAddress(
            sql`customer ->> 'first_name'`,
            sql`customer ->> 'last_name'`,
            sql`nullif(customer -> 'default_address', 'null')`,
          )},
          nullif(billing_address, 'null')
        ) as address,
        seen_at,
        visit_id
      from visits
      where ${knownId(sql`customer ->> 'id'`)} is not null
    ),
    buyers as (
      select
        customer_id,
        ${newest(sql`given_name`)} as given_name,
        ${newest(sql`family_name`)} as family_name,
        ${newest(sql`email`)} as email,
        ${newest(sql`phone`)} as phone,
        ${newest(sql`address`)} as address,
        min(seen_at) as first_at,
        max(seen_at) as last_at
      from typed
      where customer_id not in (select id::text from ${withDeleted(shopify.customers)})
      group by customer_id
    )
    select
      ${personKey('shopify', 'customer', sql`customer_id`)} as record_key,
      'shopify' as source,
      'customer' as record_kind,
      customer_id as record_id,
      false as is_deleted,
      given_name as given_name_written,
      family_name as family_name_written,
      address ->> 'company' as company_written,
      email as email_written,
      phone as phone_written,
      concat_ws(', ', address ->> 'address1', address ->> 'address2') as address_written,
      address ->> 'city' as city_written,
      address ->> 'province' as region_written,
      address ->> 'zip' as postcode_written,
      coalesce(nullif(trim(address ->> 'country'), ''), address ->> 'country_code') as country_written,
      first_at as created_at,
      last_at as updated_at
    from buyers`,
})
