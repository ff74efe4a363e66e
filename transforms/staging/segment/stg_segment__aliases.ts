import { id, instant, key, sql, transform } from '#engine'
import { segment } from '../../sources/segment/segment.ts'
import { knownId, personKey } from '../person-key.ts'

export const stg_segment__aliases = transform('staging.stg_segment__aliases', {
  description: "Changes of a visitor's id.",
  grain: ['event_key'],
  columns: {
    event_key: key('Surrogate key of the message'),
    record_key: key('Profile record of the person'),
    user_id: id('New id of the person').pii('identifier'),
    previous_id: id('Former id, of a user or anonymous').pii('identifier'),
    occurred_at: instant('When the id changed'),
  },
  query: sql`
    select
      ops.key_of('segment', 'alias', "messageId") as event_key,
      ${personKey('segment', 'user', sql`trim("userId")`)} as record_key,
      trim("userId") as user_id,
      trim("previousId") as previous_id,
      "timestamp"::timestamptz as occurred_at
    from ${segment.alias}
    where ${knownId(sql`trim("userId")`)} is not null and ${knownId(sql`trim("previousId")`)} is not null`,
})
