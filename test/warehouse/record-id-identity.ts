import { every, key, sql, transform } from '#engine'
import { profile } from '../../transforms/canonical/profile.ts'

/** Stands for identity where it is not what is tested: a record is of the person that its `record_id` says. */
export const map_identity = transform('identity.map_identity', {
  description: 'Made up',
  grain: ['record_key'],
  columns: { record_key: key('Record'), customer_key: key('Person') },
  query: sql`select record_key, record_id::bigint as customer_key from ${every(profile)} p`,
})
