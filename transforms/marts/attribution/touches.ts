import { sql, unknownKey, value } from '#engine'
import { company } from '#settings'
import { channelKey } from '../../warehouse/campaigns/marketing-channel.ts'
import { dim_channel } from '../../warehouse/dim_channel.ts'
import { fct_campaign_responses } from '../../warehouse/fct_campaign_responses.ts'
import { fct_consents } from '../../warehouse/fct_consents.ts'
import { fct_sessions } from '../../warehouse/fct_sessions.ts'

const { visitPurpose = 'analytics', messagePurposes = {} } = company.attribution ?? {}

/** The purposes whose decisions are looked up, by the type of touch. */
export const purposes = sql`(values
      ('visit', ${value(visitPurpose)}),
      ('click in a message', ${value(messagePurposes.email ?? 'email_marketing')})
    )`

const messageKinds = ['email', 'sms', 'push', 'messenger'] as const

/** Whether consent lets a touch be used. */
export const consentStates = ['granted', 'not kept', 'not recorded', 'refused', 'nobody known'] as const

/** Direct visits were brought by no marketing, so they are credited only if nothing else was seen. */
export const directChannel = channelKey(sql`'direct'`)

/**
 * Visits and clicks in messages, with what the person had decided about their use at that moment. A visit is judged by its
 * end, because a banner is answered during the visit. `not recorded` are people without a decision, where the company records
 * decisions about that purpose; where it records none at all, consent is `not kept` in the warehouse. A click that the visit
 * of the same campaign follows within half an hour is that visit.
 */
export const touches = sql`
  with visits as (
    select
      customer_key,
      'visit' as touch_type,
      session_key as touch_key,
      started_at as touched_at,
      ended_at as judged_at,
      channel_key,
      campaign_key,
      ${value(visitPurpose)} as purpose
    from ${fct_sessions}
  ),
  clicks as (
    select
      clicked.customer_key,
      'click in a message' as touch_type,
      clicked.response_key as touch_key,
      clicked.responded_at as touched_at,
      clicked.responded_at as judged_at,
      clicked.channel_key,
      clicked.campaign_key,
      case channel.channel_name
        when 'email' then ${value(purposeOf('email'))}
        when 'sms' then ${value(purposeOf('sms'))}
        when 'push' then ${value(purposeOf('push'))}
        when 'messenger' then ${value(purposeOf('messenger'))}
      end as purpose
    from ${fct_campaign_responses} clicked
    join ${dim_channel} channel using (channel_key)
    where clicked.response_type = 'clicked'
      and not clicked.is_automatic
      and not exists (
        select
        from visits
        where visits.customer_key = clicked.customer_key
          and visits.customer_key <> ${unknownKey}
          and visits.campaign_key = clicked.campaign_key
          and visits.touched_at between clicked.responded_at and clicked.responded_at + interval '30 minutes'
      )
  ),
  seen as (
    select *
    from visits
    union all
    select *
    from clicks
  ),
  recorded_purposes as (
    select distinct purpose
    from ${fct_consents}
  )
  select
    seen.*,
    case
      when seen.customer_key = ${unknownKey} then 'nobody known'
      when decided.is_allowed then 'granted'
      when decided.consent_key is not null then 'refused'
      when recorded.purpose is not null then 'not recorded'
      else 'not kept'
    end as consent
  from seen
  left join ${fct_consents} decided
    on decided.customer_key = seen.customer_key
    and decided.purpose = seen.purpose
    and decided.valid_from <= seen.judged_at
    and (decided.valid_to > seen.judged_at or decided.valid_to is null)
    and seen.customer_key <> ${unknownKey}
  left join recorded_purposes recorded on recorded.purpose = seen.purpose`

function purposeOf(kind: (typeof messageKinds)[number]): string {
  return messagePurposes[kind] ?? `${kind}_marketing`
}
