import { keyed, sql, transform, withDeleted } from '#engine'
import { consent } from '../../canonical/consent.ts'
import { klaviyo } from '../../sources/klaviyo/klaviyo.ts'
import { personKey } from '../person-key.ts'

/**
 * A profile only has the last decision of a person. If it has none, the person was never asked. Somebody who is
 * suppressed, for example because of a complaint, gets no messages, although the last decision was to subscribe. If the
 * decision has no time, it was made at the latest when the profile last changed.
 */
export const stg_klaviyo__consents = transform('staging.stg_klaviyo__consents', {
  description: 'The last decisions of people about messages from Klaviyo.',
  grain: ['consent_key'],
  conformsTo: consent,
  columns: consent.columns,
  query: sql`
    with channels as (
      select
        profile.id as profile_id,
        channel.name as channel_name,
        upper(regexp_replace(trim(marketing.consent), '[ -]+', '_', 'g')) as word,
        marketing.*,
        coalesce(
          profile.attributes ->> 'updated',
          profile.attributes ->> 'created'
        )::timestamptz as profile_changed_at
      from ${withDeleted(klaviyo.profiles)} profile
      cross join (values ('email'), ('sms'), ('mobile_push'), ('whatsapp')) as channel(name)
      cross join lateral jsonb_to_record(
        nullif(profile.attributes #> array['subscriptions', channel.name, 'marketing'], 'null')
      ) as marketing(
        consent text, consent_timestamp timestamptz, last_updated timestamptz, method text,
        method_detail text, suppression jsonb, can_receive_email_marketing text,
        can_receive_sms_marketing text
      )
    ),
    decisions as (
      select
        channels.*,
        suppressions.reasons,
        suppressions.suppressed_at,
        coalesce(suppression_count, 0) > 0
          or (
            word = 'SUBSCRIBED'
            and 'false' in (can_receive_email_marketing, can_receive_sms_marketing)
          ) as is_suppressed
      from channels
      cross join lateral (
        select
          count(*) as suppression_count,
          string_agg(reason, ', ' order by timestamp, reason) as reasons,
          max(timestamp) as suppressed_at
        from jsonb_to_recordset(nullif(suppression, 'null')) as entry(reason text, timestamp timestamptz)
      ) suppressions
    )
    select
      ops.key_of('klaviyo', 'consent', ${keyed(sql`ops.key_of('klaviyo', 'who decides', profile_id)`)}::text, channel_name) as consent_key,
      ${personKey('klaviyo', 'profile', sql`profile_id`)} as record_key,
      'klaviyo' as source,
      profile_id || ':' || channel_name as consent_id,
      channel_name || '_marketing' as purpose,
      'consent' as legal_basis,
      case
        when is_suppressed then 'withdrawn'
        when word = 'SUBSCRIBED' then 'granted'
        when word = 'UNSUBSCRIBED' then 'withdrawn'
        else 'unknown'
      end as status,
      case
        when is_suppressed then coalesce(suppressed_at, last_updated, profile_changed_at, consent_timestamp)
        else coalesce(consent_timestamp, last_updated, profile_changed_at)
      end as decided_at,
      last_updated as recorded_at,
      lower(nullif(trim(method), '')) as channel,
      'klaviyo' as recorded_by,
      null::text as policy_version,
      case
        when is_suppressed then 'suppressed: ' || coalesce(reasons, 'cannot receive marketing')
        when word in ('SUBSCRIBED', 'UNSUBSCRIBED') then nullif(trim(method_detail), '')
        else 'word of the source: ' || consent
      end as evidence
    from decisions
    where is_suppressed or word not in ('NEVER_SUBSCRIBED', '')`,
})
