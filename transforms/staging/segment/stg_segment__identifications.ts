import { sql, transform } from '#engine'
import { visitor_identification } from '../../canonical/visitor_identification.ts'
import { personKey } from '../person-key.ts'
import { stg_segment__aliases } from './stg_segment__aliases.ts'
import { stg_segment__identifies } from './stg_segment__identifies.ts'

/** Traits that name nobody, such as a first name alone, identify nobody. Neither does an alias of one user for another. */
export const stg_segment__identifications = transform('staging.stg_segment__identifications', {
  description: 'When somebody said who they are on a browser or in an installed app.',
  grain: ['event_key'],
  conformsTo: visitor_identification,
  columns: visitor_identification.columns,
  query: sql`
    select
      event_key,
      record_key,
      visitor_key,
      'segment' as source,
      case when user_id is null then 'form' else 'login' end as method,
      occurred_at
    from ${stg_segment__identifies}
    where record_key <> visitor_key
    union all
    select
      event_key,
      record_key,
      ${personKey('segment', 'anonymous', sql`previous_id`)},
      'segment',
      'alias',
      occurred_at
    from ${stg_segment__aliases}
    where previous_id <> user_id`,
})
