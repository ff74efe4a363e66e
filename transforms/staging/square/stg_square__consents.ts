import { keyed, sql, transform } from '#engine'
import { consent } from '../../canonical/consent.ts'
import { square } from '../../sources/square/square.ts'
import { personKey } from '../person-key.ts'

/** The API says only who unsubscribed, the export also who subscribed. Not having unsubscribed is no consent. */
export const stg_square__consents = transform('staging.stg_square__consents', {
  description: 'What customers of the tills decided about marketing emails.',
  grain: ['consent_key'],
  conformsTo: consent,
  columns: consent.columns,
  query: sql`
    with decisions as (
      select
        id as customer_id,
        coalesce(
          nullif(lower(trim(preferences ->> 'email_subscription')), ''),
          case when preferences ->> 'email_unsubscribed' = 'true' then 'unsubscribed' end
        ) as word,
        coalesce(updated_at::timestamptz, created_at::timestamptz, _loaded_at) as decided_at
      from ${square.customers}
    )
    select
      ops.key_of('square', 'consent', ${keyed(sql`ops.key_of('square', 'who decides', customer_id)`)}::text, 'email') as consent_key,
      ${personKey('square', 'customer', sql`customer_id`)} as record_key,
      'square' as source,
      customer_id || ':email' as consent_id,
      'email_marketing' as purpose,
      'consent' as legal_basis,
      case word when 'subscribed' then 'granted' when 'unsubscribed' then 'withdrawn' else 'unknown' end as status,
      decided_at,
      null::timestamptz as recorded_at,
      null::text as channel,
      'square' as recorded_by,
      null::text as policy_version,
      case when word not in ('subscribed', 'unsubscribed') then 'word of the source: ' || word end as evidence
    from decisions
    where word is not null`,
})
