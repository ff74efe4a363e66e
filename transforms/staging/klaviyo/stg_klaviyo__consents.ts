import { sql, transform } from '#engine'
import { consent } from '../../canonical/consent.ts'
import { klaviyo } from '../../sources/klaviyo/klaviyo.ts'

/**
 * A profile only has the last decision of a person. If it has none, the person was never asked. If the decision has no
 * time, it was made at the latest when the profile last changed.
 */
export const stg_klaviyo__consents = transform('staging.stg_klaviyo__consents', {
  description: 'The last decisions of people about emails and text messages from Klaviyo.',
  grain: ['consent_key'],
  conformsTo: consent,
  columns: consent.columns,
  query: sql`
    with decisions as (
      select
        profile.id as profile_id,
        channel.name as channel_name,
        marketing.*,
        coalesce(
          profile.attributes ->> 'updated',
          profile.attributes ->> 'created'
        )::timestamptz as profile_changed_at
      from ${klaviyo.profiles} profile
      cross join (values ('email'), ('sms')) as channel(name)
      cross join lateral jsonb_to_record(
        nullif(profile.attributes #> array['subscriptions', channel.name, 'marketing'], 'null')
      ) as marketing(
        consent text, consent_timestamp timestamptz, last_updated timestamptz, method text,
        method_detail text
      )
    )
    select
      ops.key_of('klaviyo', 'consent', profile_id, channel_name) as consent_key,
      ops.key_of('klaviyo', 'profile', profile_id) as record_key,
      'klaviyo' as source,
      profile_id || ':' || channel_name as consent_id,
      channel_name || '_marketing' as purpose,
      'consent' as legal_basis,
      case consent when 'SUBSCRIBED' then 'granted' else 'withdrawn' end as status,
      coalesce(consent_timestamp, last_updated, profile_changed_at) as decided_at,
      last_updated as recorded_at,
      lower(nullif(trim(method), '')) as channel,
      'klaviyo' as recorded_by,
      null::text as policy_version,
      nullif(trim(method_detail), '') as evidence
    from decisions
    where consent in ('SUBSCRIBED', 'UNSUBSCRIBED')`,
})
