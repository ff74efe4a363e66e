import { keyed, sql, transform, withDeleted } from '#engine'
import { company_contact } from '../../canonical/company_contact.ts'
import { zendesk } from '../../sources/zendesk/zendesk.ts'
import { personKey } from '../person-key.ts'

/** The help desk calls a business an organisation, and gives users and tickets only its number. */
export const stg_zendesk__company_contacts = transform('staging.stg_zendesk__company_contacts', {
  description: 'Organisations of the help desk that its users belong to, or that they wrote for.',
  grain: ['contact_key'],
  conformsTo: company_contact,
  columns: company_contact.columns,
  query: sql`
    with said as (
      select
        id as user_id,
        organization_id,
        created_at::timestamptz as created_at,
        updated_at::timestamptz as updated_at,
        _is_deleted as is_deleted
      from ${withDeleted(zendesk.users)}
      where role = 'end-user'
      union all
      select
        requester_id,
        organization_id,
        created_at::timestamptz,
        updated_at::timestamptz,
        _is_deleted
      from ${withDeleted(zendesk.tickets)}
      where requester_id not in (
        select id from ${withDeleted(zendesk.users)} where role <> 'end-user'
      )
    )
    select
      ${keyed(sql`ops.key_of('zendesk', 'member', user_id::text, organization_id::text)`)} as contact_key,
      ${personKey('zendesk', 'user', sql`user_id::text`)} as record_key,
      ops.key_of('zendesk', 'organization', organization_id::text) as company_key,
      'zendesk' as source,
      'member' as contact_role,
      min(created_at) as observed_from,
      max(updated_at) as observed_to,
      bool_and(is_deleted) as is_deleted
    from said
    where organization_id is not null
    group by user_id, organization_id`,
})
