import { every, sql } from '#engine'
import { membership } from '../../canonical/membership.ts'
import { membership_version } from '../../canonical/membership_version.ts'
import { map_identity } from '../../identity/map_identity.ts'

/**
 * When customers joined the loyalty programme, changed their level, and left. A version of a record says which level holds
 * from then on; before the first one the level is unknown. Of several memberships the one that changed last counts.
 */
export const tierChanges = sql`
      with moments as (
        select
          membership_key,
          1 as place,
          joined_at as valid_from,
          'unknown' as tier
        from ${every(membership)} joined
        union all
        select
          membership_key,
          2,
          greatest(version.changed_at, member.joined_at),
          coalesce(version.tier, 'unknown')
        from ${every(membership_version)} version
        join ${every(membership)} member using (membership_key)
        where not member.is_deleted
          or version.changed_at < coalesce(member.left_at, member.updated_at)
        union all
        select
          membership_key,
          3,
          greatest(coalesce(left_at, updated_at), joined_at),
          'none'
        from ${every(membership)} former
        where is_deleted
      )
      select distinct on (i.customer_key, moments.valid_from)
        i.customer_key,
        moments.valid_from,
        moments.tier
      from moments
      join ${every(membership)} member using (membership_key)
      join ${map_identity} i using (record_key)
      order by
        i.customer_key,
        moments.valid_from,
        moments.place desc,
        membership_key`
