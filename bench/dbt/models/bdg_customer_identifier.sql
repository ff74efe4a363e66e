{{ config(indexes=[{"columns":["customer_key","identifier_type","identifier_rank"],"unique":True}]) }}
select
  "customer_key"::bigint as "customer_key",
  "identifier_type"::text as "identifier_type",
  "identifier_rank"::integer as "identifier_rank",
  "identifier"::text as "identifier",
  "source_names"::text[] as "source_names",
  "record_count"::integer as "record_count",
  "customer_count"::integer as "customer_count",
  "is_deleted"::boolean as "is_deleted",
  "first_seen_at"::timestamp with time zone as "first_seen_at",
  "last_seen_at"::timestamp with time zone as "last_seen_at"
from (
with seen as (
      select
        record_key,
        min(first_at) as first_at,
        max(last_at) as last_at
      from (
      select
        record_key,
        min("ordered_at") as first_at,
        max("ordered_at") as last_at
      from (select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('staging', 'stg_online_retail__orders') }} union all select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('pii', 'stg_shopify__orders') }} union all select order_key, record_key, source, order_id, order_number, order_type, status, channel, store_id, ordered_at, currency, country, region, is_test from {{ source('staging', 'stg_square__orders') }}) event
      where record_key is not null
      group by record_key
      union all
      select
        record_key,
        min("started_at") as first_at,
        max("started_at") as last_at
      from (select checkout_key, record_key, source, checkout_id, status, started_at, updated_at, completed_at, line_count, quantity, goods, discount, total, currency, country, referrer_host from {{ source('pii', 'stg_shopify__checkouts') }}) event
      where record_key is not null
      group by record_key
      union all
      select
        record_key,
        min("occurred_at") as first_at,
        max("occurred_at") as last_at
      from (select payment_key, record_key, source, payment_id, payment_type, status, method, amount, currency, occurred_at, related_payment_key, order_key, subscription_key, failure_reason, is_test from {{ source('staging', 'stg_square__payments') }} union all select payment_key, record_key, source, payment_id, payment_type, status, method, amount, currency, occurred_at, related_payment_key, order_key, subscription_key, failure_reason, is_test from {{ source('staging', 'stg_square__refunds') }} union all select payment_key, record_key, source, payment_id, payment_type, status, method, amount, currency, occurred_at, related_payment_key, order_key, subscription_key, failure_reason, is_test from {{ source('staging', 'stg_stripe__charges') }} union all select payment_key, record_key, source, payment_id, payment_type, status, method, amount, currency, occurred_at, related_payment_key, order_key, subscription_key, failure_reason, is_test from {{ source('staging', 'stg_stripe__invoices') }} union all select payment_key, record_key, source, payment_id, payment_type, status, method, amount, currency, occurred_at, related_payment_key, order_key, subscription_key, failure_reason, is_test from {{ source('staging', 'stg_stripe__refund_payments') }}) event
      where record_key is not null
      group by record_key
      union all
      select
        record_key,
        min("requested_at") as first_at,
        max("requested_at") as last_at
      from (select return_key, record_key, source, return_id, status, order_number, authorisation, carrier, tracking_number, cost, currency, requested_at, cancelled_at from {{ source('pii', 'stg_shipstation__returns') }}) event
      where record_key is not null
      group by record_key
      union all
      select
        record_key,
        min("occurred_at") as first_at,
        max("occurred_at") as last_at
      from (select event_key, record_key, visitor_key, source, event_id, event_type, event_name, occurred_at, channel, visitor_id, page_host, page_path, referrer_host, campaign_source, campaign_medium, campaign_name, order_id, product_id, value, currency, properties from {{ source('pii', 'stg_segment__pages') }} union all select event_key, record_key, visitor_key, source, event_id, event_type, event_name, occurred_at, channel, visitor_id, page_host, page_path, referrer_host, campaign_source, campaign_medium, campaign_name, order_id, product_id, value, currency, properties from {{ source('pii', 'stg_segment__screens') }} union all select event_key, record_key, visitor_key, source, event_id, event_type, event_name, occurred_at, channel, visitor_id, page_host, page_path, referrer_host, campaign_source, campaign_medium, campaign_name, order_id, product_id, value, currency, properties from {{ source('pii', 'stg_segment__tracks') }}) event
      where record_key is not null
      group by record_key
      union all
      select
        record_key,
        min("opened_at") as first_at,
        max("opened_at") as last_at
      from (select case_key, record_key, source, case_id, channel, case_type, subject, status, priority, agent_id, opened_by, opened_at, first_replied_at, solved_at, closed_at, updated_at, reopen_count, message_count, satisfaction, is_spam, is_test, is_internal, is_deleted from {{ source('pii', 'stg_zendesk__tickets') }}) event
      where record_key is not null
      group by record_key
      union all
      select
        record_key,
        min("sent_at") as first_at,
        max("sent_at") as last_at
      from (select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_meta__mentions') }} union all select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_meta__messages') }} union all select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_zendesk__ticket_comments') }}) event
      where record_key is not null
      group by record_key
      union all
      select
        record_key,
        min("started_at") as first_at,
        max("started_at") as last_at
      from (select call_key, record_key, source, call_id, direction, phone, queue_id, agent_id, started_at, ended_at, wait_seconds, talk_seconds, hold_seconds, outcome, reason, is_internal, hung_up_by from {{ source('pii', 'stg_calls__conversations') }} union all select call_key, record_key, source, call_id, direction, phone, queue_id, agent_id, started_at, ended_at, wait_seconds, talk_seconds, hold_seconds, outcome, reason, is_internal, hung_up_by from {{ source('pii', 'stg_twilio__calls') }}) event
      where record_key is not null
      group by record_key
      union all
      select
        record_key,
        min("responded_at") as first_at,
        max("responded_at") as last_at
      from (select survey_response_key, record_key, source, response_id, survey_id, case_key, agent_id, survey_type, question, score, scale_min, scale_max, comment, responded_at, updated_at from {{ source('pii', 'stg_delighted__responses') }} union all select survey_response_key, record_key, source, response_id, survey_id, case_key, agent_id, survey_type, question, score, scale_min, scale_max, comment, responded_at, updated_at from {{ source('pii', 'stg_typeform__survey_responses') }} union all select survey_response_key, record_key, source, response_id, survey_id, case_key, agent_id, survey_type, question, score, scale_min, scale_max, comment, responded_at, updated_at from {{ source('pii', 'stg_zendesk__satisfaction_ratings') }}) event
      where record_key is not null
      group by record_key
      union all
      select
        record_key,
        min("decided_at") as first_at,
        max("decided_at") as last_at
      from (select consent_key, record_key, source, consent_id, purpose, legal_basis, status, decided_at, recorded_at, channel, recorded_by, policy_version, evidence from {{ source('pii', 'stg_consent__decisions') }} union all select consent_key, record_key, source, consent_id, purpose, legal_basis, status, decided_at, recorded_at, channel, recorded_by, policy_version, evidence from {{ source('pii', 'stg_hubspot__consents') }} union all select consent_key, record_key, source, consent_id, purpose, legal_basis, status, decided_at, recorded_at, channel, recorded_by, policy_version, evidence from {{ source('pii', 'stg_klaviyo__consents') }} union all select consent_key, record_key, source, consent_id, purpose, legal_basis, status, decided_at, recorded_at, channel, recorded_by, policy_version, evidence from {{ source('pii', 'stg_shopify__consents') }} union all select consent_key, record_key, source, consent_id, purpose, legal_basis, status, decided_at, recorded_at, channel, recorded_by, policy_version, evidence from {{ source('pii', 'stg_square__consents') }}) event
      where record_key is not null
      group by record_key
      union all
      select
        record_key,
        min("occurred_at") as first_at,
        max("occurred_at") as last_at
      from (select movement_key, record_key, source, movement_id, movement_type, points, order_key, occurred_at, expires_at, reason from {{ source('staging', 'stg_loyalty__movements') }}) event
      where record_key is not null
      group by record_key
      union all
      select
        record_key,
        min("registered_at") as first_at,
        max("registered_at") as last_at
      from (select device_key, record_key, source, device_id, model, product_id, firmware_version, registered_at, unregistered_at, updated_at, is_deleted from {{ source('pii', 'stg_devices__registrations') }}) event
      where record_key is not null
      group by record_key) sighting
      group by record_key
    ),
    records as (
      select
        i.customer_key,
        p.source,
        p.source || ' ' || p.record_kind as record_type,
        p.record_id,
        p.email,
        p.phone,
        p.is_deleted,
        least(p.created_at, seen.first_at) as first_seen_at,
        greatest(p.created_at, p.updated_at, seen.last_at) as last_seen_at
      from (select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_calls__callers') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_consent__subjects') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_delighted__people') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_devices__owners') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_hubspot__contact_emails') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_hubspot__contacts') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_hubspot__missing_contacts') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_klaviyo__missing_profiles') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_klaviyo__profiles') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_loyalty__members') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_loyalty__missing_members') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_meta__accounts') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_online_retail__customers') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_segment__people') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_shipstation__recipients') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_shopify__buyers') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_shopify__customers') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_shopify__guests') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_square__buyers') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_square__customers') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_stripe__customers') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_stripe__payers') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_twilio__callers') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_typeform__respondents') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_zendesk__requesters') }} union all select record_key, source, record_kind, record_id, party_type, organisation_name, organisation_name_match, full_name, given_name, family_name, name_suffix, given_name_match, family_name_match, email, email_match, email_kind, phone, phone_extension, phone_kind, street, house_number, unit, city, region, postcode, country, country_code, birth_date, birth_date_quality, is_deleted, created_at, updated_at from {{ source('pii', 'stg_zendesk__users') }}) p
      join {{ source('identity', 'map_identity') }} i using (record_key)
      left join seen using (record_key)
    ),
    identifiers as (
      select
        customer_key,
        each.identifier_type,
        each.identifier,
        array_agg(distinct source order by source) as source_names,
        count(*)::integer as record_count,
        bool_and(is_deleted) as is_deleted,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
      from records
      cross join lateral (values
        ('email', email),
        ('phone', phone),
        (record_type, record_id)
      ) each(identifier_type, identifier)
      where each.identifier is not null
      group by customer_key, each.identifier_type, each.identifier
    )
    select
      customer_key,
      identifier_type,
      row_number() over (
        partition by customer_key, identifier_type
        order by last_seen_at desc nulls last, identifier
      )::integer as identifier_rank,
      identifier,
      source_names,
      record_count,
      count(*) over (partition by identifier_type, identifier)::integer as customer_count,
      is_deleted,
      first_seen_at,
      last_seen_at
    from identifiers
) query
