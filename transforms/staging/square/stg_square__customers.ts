import { sql } from '../../../engine/sql.ts'
import { transform } from '../../../engine/transform.ts'
import { profile } from '../../canonical/profile.ts'
import { square } from '../../sources/square.ts'

export const stg_square__customers = transform('staging.stg_square__customers', {
  description: 'People in the customer directory of the tills.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  query: sql`
    select ops.key_of('square', 'customer', id) as record_key, 'square' as source, id as record_id,
      nullif(trim(concat_ws(' ', given_name, family_name)), '') as full_name,
      nullif(regexp_replace(lower(trim(email_address)), '\+[^@]*@', '@'), '') as email,
      nullif(trim(phone_number), '') as phone, nullif(trim(address ->> 'country'), '') as country,
      created_at::timestamptz as created_at, updated_at::timestamptz as updated_at
    from ${square.customers}`,
})
