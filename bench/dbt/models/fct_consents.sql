{{ config(indexes=[{"columns":["consent_key"],"unique":True},{"columns":["customer_key","purpose"]},{"columns":["decided_date"]}]) }}
select
  "consent_key"::bigint as "consent_key",
  "customer_key"::bigint as "customer_key",
  "record_key"::bigint as "record_key",
  "source"::text as "source",
  "purpose"::text as "purpose",
  "legal_basis"::text as "legal_basis",
  "status"::text as "status",
  "is_allowed"::boolean as "is_allowed",
  "is_change"::boolean as "is_change",
  "channel"::text as "channel",
  "policy_version"::text as "policy_version",
  "decided_at"::timestamp with time zone as "decided_at",
  "decided_date"::date as "decided_date",
  "valid_from"::timestamp with time zone as "valid_from",
  "valid_to"::timestamp with time zone as "valid_to",
  "is_current"::boolean as "is_current"
from (
with decisions as (
      select
        decided.*,
        coalesce(i.customer_key, -1) as customer_key,
        coalesce(i.customer_key, decided.record_key, decided.consent_key) as decider_key
      from (select consent_key, record_key, source, consent_id, purpose, legal_basis, status, decided_at, recorded_at, channel, recorded_by, policy_version, evidence from {{ source('pii', 'stg_consent__decisions') }} union all select consent_key, record_key, source, consent_id, purpose, legal_basis, status, decided_at, recorded_at, channel, recorded_by, policy_version, evidence from {{ source('pii', 'stg_hubspot__consents') }} union all select consent_key, record_key, source, consent_id, purpose, legal_basis, status, decided_at, recorded_at, channel, recorded_by, policy_version, evidence from {{ source('pii', 'stg_klaviyo__consents') }} union all select consent_key, record_key, source, consent_id, purpose, legal_basis, status, decided_at, recorded_at, channel, recorded_by, policy_version, evidence from {{ source('pii', 'stg_shopify__consents') }} union all select consent_key, record_key, source, consent_id, purpose, legal_basis, status, decided_at, recorded_at, channel, recorded_by, policy_version, evidence from {{ source('pii', 'stg_square__consents') }}) decided
      left join (
  select
    i.record_key,
    i.customer_key
  from {{ source('identity', 'map_identity') }} i
  join {{ source('pii', 'dim_customer') }} using (customer_key)) i using (record_key)
    )
    select
      consent_key,
      customer_key,
      record_key,
      source,
      purpose,
      legal_basis,
      status,
      status = 'granted' as is_allowed,
      (lag(status) over of_purpose) is distinct from status as is_change,
      channel,
      policy_version,
      decided_at,
      (decided_at at time zone 'Europe/London')::date as decided_date,
      decided_at as valid_from,
      lead(decided_at) over of_purpose as valid_to,
      lead(decided_at) over of_purpose is null as is_current
    from decisions
    window of_purpose as (
      partition by
        decider_key,
        purpose
      order by
        decided_at,
        status = 'granted' desc,
        consent_key
    )
) query
