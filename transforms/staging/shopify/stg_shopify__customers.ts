import { sql } from '../../../engine/sql.ts'
import { transform } from '../../../engine/transform.ts'
import { profile } from '../../canonical/profile.ts'
import { shopify } from '../../sources/shopify.ts'

export const stg_shopify__customers = transform('staging.stg_shopify__customers', {
  description: 'Customers of the online shop.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  query: sql`
    select ops.key_of('shopify', 'customer', id::text) as record_key, 'shopify' as source, id::text as record_id,
      nullif(trim(concat_ws(' ', first_name, last_name)), '') as full_name,
      nullif(regexp_replace(lower(trim(email)), '\+[^@]*@', '@'), '') as email,
      nullif(trim(coalesce(phone, default_address ->> 'phone')), '') as phone,
      nullif(trim(default_address ->> 'country'), '') as country,
      created_at::timestamptz as created_at, updated_at::timestamptz as updated_at
    from ${shopify.customers}`,
})
