import { sql } from '../../../engine/sql.ts'
import { transform } from '../../../engine/transform.ts'
import { profile } from '../../canonical/profile.ts'
import { hubspot } from '../../sources/hubspot.ts'

/** Archived contacts stay: that the CRM threw a record away does not undo what it tells about a person. */
export const stg_hubspot__contacts = transform('staging.stg_hubspot__contacts', {
  description: 'Contacts of the CRM.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  query: sql`
    select ops.key_of('hubspot', 'contact', id) as record_key, 'hubspot' as source, id as record_id,
      nullif(trim(concat_ws(' ', properties ->> 'firstname', properties ->> 'lastname')), '') as full_name,
      nullif(regexp_replace(lower(trim(properties ->> 'email')), '\+[^@]*@', '@'), '') as email,
      nullif(trim(coalesce(properties ->> 'phone', properties ->> 'mobilephone')), '') as phone,
      nullif(trim(properties ->> 'country'), '') as country,
      "createdAt"::timestamptz as created_at, "updatedAt"::timestamptz as updated_at
    from ${hubspot.contacts}`,
})
