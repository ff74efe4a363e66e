import { sql } from '../../../engine/sql.ts'
import { transform } from '../../../engine/transform.ts'
import { profile } from '../../canonical/profile.ts'
import { loyalty } from '../../sources/loyalty.ts'

/** Who left stays a person: the ledger still names the member. */
export const stg_loyalty__members = transform('staging.stg_loyalty__members', {
  description: 'Members of the loyalty programme, past ones included.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  query: sql`
    select ops.key_of('loyalty', 'member', member_id) as record_key, 'loyalty' as source, member_id as record_id,
      nullif(trim(concat_ws(' ', given_name, family_name)), '') as full_name,
      nullif(regexp_replace(lower(trim(email)), '\+[^@]*@', '@'), '') as email,
      nullif(trim(phone), '') as phone, nullif(trim(country), '') as country,
      joined_at::timestamptz as created_at, updated_at::timestamptz as updated_at
    from ${loyalty.members}`,
})
