import { id, key, text } from '../../engine/columns.ts'
import { sql } from '../../engine/sql.ts'
import { every, transform } from '../../engine/transform.ts'
import { profile } from '../canonical/profile.ts'

/**
 * The first, deterministic stage only: records that share a mailbox are one person, and the key is a hash of
 * what joined them, so that it does not depend on the order in which records arrived. Mailboxes of a function
 * (info@) and throw-away ones join nobody.
 */
export const map_identity = transform('identity.map_identity', {
  description: 'Which person each profile record belongs to, and why.',
  grain: ['record_key'],
  columns: {
    record_key: key('Surrogate key of the profile record'),
    source: id('Source system of the record'),
    customer_key: key('The person'),
    joined_by: text('What joined the record to the person: email, or nothing but itself'),
  },
  indexes: [['customer_key']],
  query: sql`
    select record_key, source,
      case when is_own_mailbox then ops.key_of('person', 'email', email_match)
        else ops.key_of('person', 'record', record_key::text) end as customer_key,
      case when is_own_mailbox then 'email' else 'record' end as joined_by
    from (
      select *, email_match is not null and email_kind in ('personal', 'business') as is_own_mailbox
      from ${every(profile)} every_profile
    ) profile`,
})
