import { every, flag, oneOf, sql, text, transform } from '#engine'
import { profile } from '../../canonical/profile.ts'
import { touchpoint } from '../../canonical/touchpoint.ts'

/**
 * An address that was only full, or that a later message reached, has no fault. Messages are taken to have gone to the
 * address that their profile record has now, so a corrected address is without fault once a message reaches it.
 */
export const contact_fault = transform('identity.contact_fault', {
  description:
    'Email addresses and phone numbers that messages do not reach, or whose owners marked one as spam.',
  grain: ['attribute', 'value_match'],
  columns: {
    attribute: oneOf('Kind of contact', ['email', 'phone']),
    value_match: text('The address in its comparable form, or the number').pii('contact'),
    is_bounced: flag('Whether the last message was rejected for good'),
    is_complained: flag('Whether a message was marked as spam'),
  },
  query: sql`
    with sent as (
      select
        record_key,
        channel,
        max(occurred_at) filter (where touchpoint_type = 'bounced' and detail is distinct from 'soft') as bounced_at,
        max(occurred_at) filter (where touchpoint_type in ('delivered', 'opened', 'clicked')) as reached_at,
        max(occurred_at) filter (where touchpoint_type = 'complained') as complained_at
      from ${every(touchpoint)} t
      where channel in ('email', 'sms')
      group by record_key, channel
    ), contact as (
      select
        case channel when 'email' then 'email' else 'phone' end as attribute,
        case channel when 'email' then coalesce(email_match, email) else phone end as value_match,
        max(bounced_at) as bounced_at,
        max(reached_at) as reached_at,
        max(complained_at) as complained_at
      from sent
      join ${every(profile)} p using (record_key)
      group by 1, 2
    ), judged as (
      select
        attribute,
        value_match,
        coalesce(bounced_at >= coalesce(reached_at, bounced_at), false) as is_bounced,
        complained_at is not null as is_complained
      from contact
      where value_match is not null
    )
    select
      attribute,
      value_match,
      is_bounced,
      is_complained
    from judged
    where is_bounced or is_complained`,
})
