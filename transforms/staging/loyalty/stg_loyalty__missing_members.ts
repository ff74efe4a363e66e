import { sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { loyalty } from '../../sources/loyalty/loyalty.ts'
import { knownId, personKey } from '../person-key.ts'

/** Only the id is known. Once the record is loaded, it takes the place of this one. */
export const stg_loyalty__missing_members = transform('staging.stg_loyalty__missing_members', {
  description: 'Members with movements of points, while their own records are missing.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({ region: company.phoneRegion, junk: company.junk, from: [] }),
  query: sql`
    select
      ${personKey('loyalty', 'member', sql`member_id`)} as record_key,
      'loyalty' as source,
      'member' as record_kind,
      member_id as record_id,
      false as is_deleted,
      min(occurred_at::timestamptz) as created_at,
      max(occurred_at::timestamptz) as updated_at
    from ${loyalty.movements}
    where
      member_id not in (select member_id from ${withDeleted(loyalty.members)})
      and ${knownId(sql`member_id`)} is not null
    group by member_id`,
})
