import { sql } from '../../../engine/sql.ts'
import { transform } from '../../../engine/transform.ts'
import { profile } from '../../canonical/profile.ts'
import { stripe } from '../../sources/stripe.ts'

/** Deleted customers stay: their charges name them, and what was known of them before may still be here. */
export const stg_stripe__customers = transform('staging.stg_stripe__customers', {
  description: 'People and companies that are billed.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  query: sql`
    select ops.key_of('stripe', 'customer', id) as record_key, 'stripe' as source, id as record_id,
      nullif(trim(name), '') as full_name,
      nullif(regexp_replace(lower(trim(email)), '\+[^@]*@', '@'), '') as email,
      nullif(trim(phone), '') as phone, nullif(trim(address ->> 'country'), '') as country,
      to_timestamp(created) as created_at, to_timestamp(created) as updated_at
    from ${stripe.customers}`,
})
