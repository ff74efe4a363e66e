import { sql, transform } from '#engine'
import { store } from '../../canonical/store.ts'
import { square } from '../../sources/square/square.ts'

export const stg_square__locations = transform('staging.stg_square__locations', {
  description: 'Shops, stalls and vans with a till.',
  grain: ['store_key'],
  conformsTo: store,
  columns: store.columns,
  query: sql`
    select
      ops.key_of('square', 'store', id) as store_key,
      'square' as source,
      id as store_id,
      coalesce(nullif(trim(name), ''), id) as store_name,
      coalesce(type = 'MOBILE', false) as is_mobile,
      coalesce(status <> 'INACTIVE', true) as is_active,
      nullif(trim(concat_ws(', ', address ->> 'address_line_1', address ->> 'address_line_2')), '') as street,
      nullif(trim(address ->> 'locality'), '') as city,
      nullif(trim(address ->> 'administrative_district_level_1'), '') as region,
      nullif(trim(address ->> 'postal_code'), '') as postcode,
      upper(coalesce(nullif(trim(country), ''), address ->> 'country')) as country,
      nullif(trim(timezone), '') as time_zone,
      created_at::timestamptz as opened_at
    from ${square.locations}`,
})
