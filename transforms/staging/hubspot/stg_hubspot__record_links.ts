import { sql, transform, withDeleted } from '#engine'
import { record_link } from '../../canonical/record_link.ts'
import { hubspot } from '../../sources/hubspot/hubspot.ts'
import { knownId, personKey } from '../person-key.ts'
import { additionalEmailKey } from './additional-email-key.ts'
import { mergedIds } from './merged-ids.ts'

export const stg_hubspot__record_links = transform('staging.stg_hubspot__record_links', {
  description: 'Contacts that were merged in the CRM, and contacts with their additional email addresses.',
  grain: ['link_key'],
  conformsTo: record_link,
  columns: record_link.columns,
  query: sql`
    with merged as (${mergedIds(withDeleted(hubspot.contacts))}
    ),
    links as (
      select
        record_id,
        ${personKey('hubspot', 'contact', sql`former_id`)} as other_record_key
      from merged
      union
      select
        id,
        ${additionalEmailKey(sql`id`, sql`address`)}
      from ${withDeleted(hubspot.contacts)}
      cross join lateral regexp_split_to_table(properties ->> 'hs_additional_emails', '[;,]') as address
    )
    select
      ops.key_of(
        'hubspot',
        'merge',
        ${personKey('hubspot', 'contact', sql`record_id`)}::text,
        other_record_key::text
      ) as link_key,
      ${personKey('hubspot', 'contact', sql`record_id`)} as record_key,
      other_record_key,
      'hubspot' as source,
      'merge' as link_type,
      contact."updatedAt"::timestamptz as linked_at
    from links
    join ${withDeleted(hubspot.contacts)} contact on contact.id = links.record_id
    where other_record_key is not null and ${knownId(sql`record_id`)} is not null`,
})
