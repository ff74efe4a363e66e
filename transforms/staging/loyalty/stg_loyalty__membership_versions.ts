import { keyed, sql, transform, withDeleted } from '#engine'
import { membership_version } from '../../canonical/membership_version.ts'
import { loyalty } from '../../sources/loyalty/loyalty.ts'

/** Versions that loads have kept, and present records that were loaded before versions were kept. */
export const stg_loyalty__membership_versions = transform('staging.stg_loyalty__membership_versions', {
  description:
    'Levels of memberships of the loyalty programme, each from the version of a record that has it.',
  grain: ['membership_key', 'changed_at'],
  conformsTo: membership_version,
  columns: membership_version.columns,
  query: sql`
    with versions as (
      select
        record_key as member_id,
        kept ->> 'tier' as tier,
        changed_at
      from ops.record_versions
      where entity = 'loyalty.members'
        and isfinite(changed_at)
        and record_key in (select member_id from ${withDeleted(loyalty.members)})
      union
      select
        member_id,
        tier,
        updated_at::timestamptz
      from ${withDeleted(loyalty.members)} member
      where not exists (
        select
        from ops.record_versions v
        where v.entity = 'loyalty.members'
          and v.record_key = member.member_id
          and v.changed_at = member.updated_at::timestamptz
      )
    )
    select
      ${keyed(sql`ops.key_of('loyalty', 'membership', member_id)`)} as membership_key,
      'loyalty' as source,
      nullif(lower(trim(tier)), '') as tier,
      changed_at
    from versions`,
})
