import { keyed, type Sql, sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedResident } from '../../../normalise/resident.ts'
import { residence } from '../../canonical/residence.ts'
import { shopify } from '../../sources/shopify/shopify.ts'
import { knownEmail, knownId, knownPhone, mailbox, personKey } from '../person-key.ts'
import { ownAddress } from './own-address.ts'

const own = (address: Sql) =>
  ownAddress(sql`customer ->> 'first_name'`, sql`customer ->> 'last_name'`, address)

/** The address on the bill is the buyer's; that of the delivery only if it has the buyer's name. Tests say nothing. */
export const stg_shopify__residences = transform('staging.stg_shopify__residences', {
  description: 'Names and addresses on orders of the online shop, each with its first and last order.',
  grain: ['residence_key'],
  conformsTo: residence,
  columns: residence.columns,
  derive: normalisedResident({
    region: company.phoneRegion,
    junk: company.junk,
    from: [
      'given_name_written',
      'family_name_written',
      'address_written',
      'city_written',
      'region_written',
      'postcode_written',
      'country_written',
    ],
  }),
  query: sql`
    with addressed as (
      select
        customer ->> 'id' as customer_id,
        case
          when ${knownId(sql`customer ->> 'id'`)} is null
            then coalesce(${mailbox(knownEmail(sql`email`))}, ${knownPhone(sql`phone`)})
        end as guest_id,
        customer,
        coalesce(
          ${own(sql`nullif(billing_address, 'null')`)},
          ${own(sql`nullif(shipping_address, 'null')`)}
        ) as address,
        processed_at::timestamptz as seen_at
      from ${shopify.orders}
      where not test
    ),
    written as (
      select
        customer_id,
        guest_id,
        coalesce(nullif(trim(address ->> 'first_name'), ''), customer ->> 'first_name') as given_name_written,
        coalesce(nullif(trim(address ->> 'last_name'), ''), customer ->> 'last_name') as family_name_written,
        concat_ws(', ', address ->> 'address1', address ->> 'address2') as address_written,
        address ->> 'city' as city_written,
        address ->> 'province' as region_written,
        address ->> 'zip' as postcode_written,
        coalesce(nullif(trim(address ->> 'country'), ''), address ->> 'country_code') as country_written,
        min(seen_at) as first_seen_at,
        max(seen_at) as last_seen_at
      from addressed
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9
    ),
    identified as (
      -- keys are dear, so each is made once for a name and an address
      select
        *,
        coalesce(
          ${personKey('shopify', 'customer', sql`customer_id`)},
          ${personKey('shopify', 'guest', sql`guest_id`)}
        ) as record_key
      from written
    )
    select
      ${keyed(sql`ops.key_of('shopify', 'residence', to_jsonb(array[
        customer_id,
        guest_id,
        given_name_written,
        family_name_written,
        address_written,
        city_written,
        region_written,
        postcode_written,
        country_written
      ])::text)`)} as residence_key,
      record_key,
      'shopify' as source,
      given_name_written,
      family_name_written,
      address_written,
      city_written,
      region_written,
      postcode_written,
      country_written,
      first_seen_at,
      last_seen_at
    from identified
    where record_key is not null`,
})
