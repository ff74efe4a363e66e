import { keyed, sql, transform } from '#engine'
import { consent } from '../../canonical/consent.ts'
import { shopify } from '../../sources/shopify/shopify.ts'
import { personKey } from '../person-key.ts'

/**
 * A customer only has the last decision about each channel. Who was never asked, or has not confirmed yet, decided
 * nothing. If the decision has no time, it was made at the latest when the customer last changed or was loaded.
 */
export const stg_shopify__consents = transform('staging.stg_shopify__consents', {
  description: 'The last decisions of customers of the online shop about marketing messages.',
  grain: ['consent_key'],
  conformsTo: consent,
  columns: consent.columns,
  query: sql`
    with decisions as (
      select
        id::text as customer_id,
        channel.name as channel_name,
        lower(trim(channel.decision ->> 'state')) as word,
        coalesce(
          (channel.decision ->> 'consent_updated_at')::timestamptz,
          updated_at::timestamptz,
          created_at::timestamptz,
          _loaded_at
        ) as decided_at
      from ${shopify.customers}
      cross join lateral (
        values ('email', email_marketing_consent), ('sms', sms_marketing_consent)
      ) as channel(name, decision)
    )
    select
      ops.key_of('shopify', 'consent', ${keyed(sql`ops.key_of('shopify', 'who decides', customer_id)`)}::text, channel_name) as consent_key,
      ${personKey('shopify', 'customer', sql`customer_id`)} as record_key,
      'shopify' as source,
      customer_id || ':' || channel_name as consent_id,
      channel_name || '_marketing' as purpose,
      'consent' as legal_basis,
      case
        when word = 'subscribed' then 'granted'
        when word in ('unsubscribed', 'redacted') then 'withdrawn'
        else 'unknown'
      end as status,
      decided_at,
      null::timestamptz as recorded_at,
      null::text as channel,
      'shopify' as recorded_by,
      null::text as policy_version,
      case
        when word not in ('subscribed', 'unsubscribed', 'redacted') then 'word of the source: ' || word
      end as evidence
    from decisions
    where word not in ('not_subscribed', 'pending', 'invalid', '')`,
})
