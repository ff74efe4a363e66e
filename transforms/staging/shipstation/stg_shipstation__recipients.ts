import { type Sql, sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { firstValue } from '../first-value.ts'
import { parties } from './parties.ts'

const newest = (column: Sql) => firstValue(column, sql`seen_at desc, order_id, shipment_id`)

/**
 * One record for each email address, with the name and address of its owner, and one for each recipient of another
 * name. The telephone number of the buyer is often given for the parcel, so it is not the recipient's.
 */
export const stg_shipstation__recipients = transform('staging.stg_shipstation__recipients', {
  description: 'People who ordered or received parcels.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: [
      'full_name_written',
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
    with parties as (${parties}
    ),
    people as (
      select
        buyer_key as record_key,
        buyer_id as record_id,
        is_buyer as is_recipient,
        email,
        case when is_buyer then ship else bill end as address,
        case when is_buyer then ship else bill end ->> 'phone' as phone,
        seen_at,
        order_id,
        shipment_id
      from parties
      where buyer_id is not null
      union all
      select
        recipient_key,
        recipient_id,
        true,
        null,
        ship,
        case
          when right(regexp_replace(ship ->> 'phone', '\D', '', 'g'), 9)
            is distinct from right(regexp_replace(bill ->> 'phone', '\D', '', 'g'), 9)
            then ship ->> 'phone'
        end,
        seen_at,
        order_id,
        shipment_id
      from parties
      where not is_buyer and recipient_id is not null
    ),
    typed as (
      select
        *,
        nullif(trim(address ->> 'name'), '') as name,
        nullif(trim(address ->> 'company'), '') as company,
        nullif(trim(phone), '') as plain_phone,
        case when trim(address ->> 'street1') <> '' then address end as place
      from people
    ),
    newest as (
      select
        record_key,
        min(record_id) as record_id,
        bool_or(is_recipient) as is_recipient,
        ${newest(sql`name`)} as name,
        ${newest(sql`company`)} as company,
        ${newest(sql`nullif(trim(email), '')`)} as email,
        ${newest(sql`plain_phone`)} as phone,
        coalesce(${newest(sql`place`)}, ${newest(sql`address`)}) as place,
        min(seen_at) as first_at,
        max(seen_at) as last_at
      from typed
      group by record_key
    )
    select
      record_key,
      'shipstation' as source,
      case when is_recipient then 'recipient' else 'buyer' end as record_kind,
      record_id,
      false as is_deleted,
      name as full_name_written,
      company as company_written,
      email as email_written,
      phone as phone_written,
      nullif(
        concat_ws(
          ', ',
          nullif(trim(place ->> 'street1'), ''),
          nullif(trim(place ->> 'street2'), ''),
          nullif(trim(place ->> 'street3'), '')
        ),
        ''
      ) as address_written,
      place ->> 'city' as city_written,
      place ->> 'state' as region_written,
      place ->> 'postalCode' as postcode_written,
      place ->> 'country' as country_written,
      first_at as created_at,
      last_at as updated_at
    from newest`,
})
