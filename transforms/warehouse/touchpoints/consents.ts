import { sql } from '#engine'
import { dim_channel } from '../dim_channel.ts'
import { fct_campaign_responses } from '../fct_campaign_responses.ts'
import { fct_consents } from '../fct_consents.ts'
import { noAmount } from './no-amount.ts'

/**
 * Copies of a decision in other systems are no contacts, so only changes are shown, and none that the timeline shows as
 * a reaction to marketing on the same day.
 */
export const consentsTouchpoints = sql`
  select
    decided.customer_key,
    decided.decided_at as occurred_at,
    case decided.status
      when 'unknown' then 'consent unclear'
      else 'consent ' || decided.status
    end as touchpoint_type,
    decided.channel,
    'inbound' as direction,
    concat(
      case decided.status
        when 'granted' then 'Allowed '
        when 'withdrawn' then 'Forbade '
        else 'Made an unclear decision about '
      end,
      replace(replace(decided.purpose, '_', ' '), 'sms', 'SMS')
    ) as sentence,
    ${noAmount},
    'fct_consents' as fact,
    decided.consent_key as fact_key
  from ${fct_consents} decided
  where decided.customer_key > 0
    and decided.is_change
    and not exists (
      select
      from ${fct_campaign_responses} response
      join ${dim_channel} channel using (channel_key)
      where response.customer_key = decided.customer_key
        and channel.channel_name || '_marketing' = decided.purpose
        and response.response_type = case decided.status when 'granted' then 'subscribed' else 'unsubscribed' end
        and not response.is_automatic
        and response.responded_at between decided.decided_at - interval '1 day'
          and decided.decided_at + interval '1 day'
    )`
