import { id, key, text } from '../../engine/columns.ts'
import { sql } from '../../engine/sql.ts'
import { transform } from '../../engine/transform.ts'
import { identity_cluster } from './identity_cluster.ts'

export const map_identity = transform('identity.map_identity', {
  description: 'Which person each profile record belongs to, and what joined it.',
  grain: ['record_key'],
  columns: {
    record_key: key('Surrogate key of the profile record'),
    source: id('Source system of the record'),
    customer_key: key('The person'),
    joined_by: text('What joined the record to others'),
  },
  indexes: [['customer_key']],
  query: sql`
    select record_key, source, ops.key_of('person', 'record', cluster_key::text) as customer_key, joined_by
    from ${identity_cluster} c`,
})
