import { keyed, sql, transform, withDeleted } from '#engine'
import { membership } from '../../canonical/membership.ts'
import { loyalty } from '../../sources/loyalty/loyalty.ts'
import { personKey } from '../person-key.ts'

export const stg_loyalty__memberships = transform('staging.stg_loyalty__memberships', {
  description: 'Memberships of the loyalty programme, including those that have ended.',
  grain: ['membership_key'],
  conformsTo: membership,
  columns: membership.columns,
  query: sql`
    select
      ${keyed(sql`ops.key_of('loyalty', 'membership', member_id)`)} as membership_key,
      ${personKey('loyalty', 'member', sql`member_id`)} as record_key,
      'loyalty' as source,
      _is_deleted as is_deleted,
      joined_at::timestamptz as joined_at,
      left_at::timestamptz as left_at,
      updated_at::timestamptz as updated_at
    from ${withDeleted(loyalty.members)}`,
})
