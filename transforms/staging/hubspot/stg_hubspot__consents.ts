import { keyed, sql, transform, withDeleted } from '#engine'
import { consent } from '../../canonical/consent.ts'
import { hubspot } from '../../sources/hubspot/hubspot.ts'
import { personKey } from '../person-key.ts'

/** Not having opted out is no consent, so only those who did are here. */
export const stg_hubspot__consents = transform('staging.stg_hubspot__consents', {
  description: 'Contacts of the CRM who opted out of all marketing emails.',
  grain: ['consent_key'],
  conformsTo: consent,
  columns: consent.columns,
  query: sql`
    with opted as (
      select
        id,
        lower(trim(properties ->> 'hs_email_optout')) as word,
        "updatedAt"::timestamptz as changed_at
      from ${withDeleted(hubspot.contacts)}
    )
    select
      ops.key_of('hubspot', 'consent', ${keyed(sql`ops.key_of('hubspot', 'who decides', id)`)}::text, 'email') as consent_key,
      ${personKey('hubspot', 'contact', sql`id`)} as record_key,
      'hubspot' as source,
      id || ':email' as consent_id,
      'email_marketing' as purpose,
      'consent' as legal_basis,
      case when word in ('true', 'yes') then 'withdrawn' else 'unknown' end as status,
      changed_at as decided_at,
      changed_at as recorded_at,
      null::text as channel,
      'hubspot' as recorded_by,
      null::text as policy_version,
      case when word not in ('true', 'yes') then 'word of the source: ' || word end as evidence
    from opted
    where word not in ('false', 'no', '')`,
})
