import { keyed, sql, transform, withDeleted } from '#engine'
import { record_link } from '../../canonical/record_link.ts'
import { zendesk } from '../../sources/zendesk/zendesk.ts'
import { knownId, personKey } from '../person-key.ts'

export const stg_zendesk__record_links = transform('staging.stg_zendesk__record_links', {
  description: 'Shop accounts that users of the help desk have as their external id.',
  grain: ['link_key'],
  conformsTo: record_link,
  columns: record_link.columns,
  query: sql`
    select
      ${keyed(sql`ops.key_of('zendesk', 'reference', id::text, external_id)`)} as link_key,
      ${personKey('zendesk', 'user', sql`id::text`)} as record_key,
      ${personKey('shopify', 'customer', sql`external_id`)} as other_record_key,
      'zendesk' as source,
      'reference' as link_type,
      created_at::timestamptz as linked_at
    from ${withDeleted(zendesk.users)}
    where
      role = 'end-user'
      and ${knownId(sql`id::text`)} is not null
      and ${knownId(sql`external_id`)} is not null`,
})
