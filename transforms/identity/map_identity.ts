import { id, key, returnsNone, sql, text, transform } from '#engine'
import { stg_stewardship__decisions } from '../staging/stewardship/stg_stewardship__decisions.ts'
import { identity_cluster } from './identity_cluster.ts'
import { appendToLedger } from './ledger/append.ts'
import { assignKeys } from './ledger/assign-keys.ts'

/** Keys are durable: they come from the ledger, and changes are appended to it when this table is published. */
export const map_identity = transform('identity.map_identity', {
  description: 'Which person each profile record belongs to, and what joined it to others.',
  grain: ['record_key'],
  columns: {
    record_key: key('Surrogate key of the profile record'),
    source: id('Source system of the record'),
    customer_key: key('The person; does not change from build to build'),
    joined_by: text('What joined the record to others'),
    former_customer_key: key('Its key before this table was built; null if the record is new').orNull(),
    reason: text('Why its key has changed; null if it has not').orNull(),
  },
  indexes: [['customer_key']],
  tests: [
    returnsNone(
      'each key is one cluster, and each cluster one key',
      (self) => sql`
        with pair as (
          select distinct
            map.customer_key,
            cluster.cluster_key
          from ${self} map
          join ${identity_cluster} cluster using (record_key)
        )
        select
          customer_key,
          null as cluster_key
        from pair
        group by customer_key
        having count(*) > 1
        union all
        select
          null,
          cluster_key
        from pair
        group by cluster_key
        having count(*) > 1`,
    ),
  ],
  query: assignKeys(identity_cluster, stg_stewardship__decisions),
  onPublish: (self, runId) => appendToLedger(self, identity_cluster, runId),
})
