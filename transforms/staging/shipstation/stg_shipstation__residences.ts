import { keyed, sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedResident } from '../../../normalise/resident.ts'
import { residence } from '../../canonical/residence.ts'
import { personKey } from '../person-key.ts'
import { parties } from './parties.ts'

/** A parcel shows where its recipient lives; if that is not the buyer, the bill shows where the buyer does. */
export const stg_shipstation__residences = transform('staging.stg_shipstation__residences', {
  description: 'Names and addresses on bills and parcels, each with its first and last order.',
  grain: ['residence_key'],
  conformsTo: residence,
  columns: residence.columns,
  derive: normalisedResident({
    region: company.phoneRegion,
    junk: company.junk,
    from: [
      'full_name_written',
      'address_written',
      'city_written',
      'region_written',
      'postcode_written',
      'country_written',
    ],
  }),
  query: sql`
    with parties as (${parties}
    ),
    addressed as (
      select
        person.recipient_id,
        person.address,
        parties.seen_at
      from parties
      cross join lateral (
        values
          (parties.recipient_id, parties.ship),
          (case when not parties.is_buyer then parties.buyer_id end, parties.bill)
      ) person(recipient_id, address)
      where person.recipient_id is not null
    ),
    written as (
      select
        recipient_id,
        nullif(trim(address ->> 'name'), '') as full_name_written,
        nullif(
          concat_ws(
            ', ',
            nullif(trim(address ->> 'street1'), ''),
            nullif(trim(address ->> 'street2'), ''),
            nullif(trim(address ->> 'street3'), '')
          ),
          ''
        ) as address_written,
        address ->> 'city' as city_written,
        address ->> 'state' as region_written,
        address ->> 'postalCode' as postcode_written,
        address ->> 'country' as country_written,
        min(seen_at) as first_seen_at,
        max(seen_at) as last_seen_at
      from addressed
      group by 1, 2, 3, 4, 5, 6, 7
    ),
    identified as (
      -- keys are dear, so each is made once for a name and an address
      select
        *,
        ${personKey('shipstation', 'recipient', sql`recipient_id`)} as record_key
      from written
    )
    select
      ${keyed(sql`ops.key_of('shipstation', 'residence', to_jsonb(array[
        recipient_id,
        full_name_written,
        address_written,
        city_written,
        region_written,
        postcode_written,
        country_written
      ])::text)`)} as residence_key,
      record_key,
      'shipstation' as source,
      full_name_written,
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
