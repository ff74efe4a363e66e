import { every, sql } from '#engine'
import { membership } from '../../canonical/membership.ts'
import { map_identity } from '../../identity/map_identity.ts'

/**
 * When customers joined the loyalty programme, had a level for the first time that is known, and left. A record says which
 * level holds now and not since when, so before its last change the level is unknown. Of several memberships the one
 * that changed last counts.
 */
export const tierChanges = sql`
      select distinct on (i.customer_key, moment.valid_from)
        i.customer_key,
        moment.valid_from,
        moment.tier
      from ${every(membership)} member
      join ${map_identity} i using (record_key)
      cross join lateral (
        values
          (1, member.joined_at, 'unknown'),
          (2, greatest(member.updated_at, member.joined_at), coalesce(member.tier, 'unknown')),
          (3, case when member.is_deleted then greatest(member.left_at, member.joined_at) end, 'none')
      ) moment(place, valid_from, tier)
      where moment.valid_from is not null
      order by
        i.customer_key,
        moment.valid_from,
        moment.place desc,
        member.membership_key`
