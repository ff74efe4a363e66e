import { type Literal, type Relation, type Sql, sql } from '#engine'

/**
 * What publication appends to the ledger: an entry for every record whose key is not the one in the ledger, then a
 * redirect for every key that no record has any more. It compares with the ledger itself, so no change is missed.
 */
export function appendToLedger(map: Relation, cluster: Relation, runId: Literal): readonly Sql[] {
  return [
    sql`
      insert into ops.identity_ledger (run_id, event, record_key, customer_key, former_customer_key, reason)
      select
        ${runId},
        case
          when former.customer_key is null or former.customer_key = map.customer_key then 'assign'
          when exists (select from ${map} other where other.former_customer_key = map.customer_key) then 'merge'
          else 'split'
        end,
        map.record_key,
        map.customer_key,
        former.customer_key,
        case
          when former.customer_key is null then format('first seen in %s', map.source)
          when former.customer_key = map.customer_key then format('seen in %s again', map.source)
          else coalesce(map.reason, 'the ledger had another key')
        end
      from ${map} map
      left join ops.identity_current former using (record_key)
      where former.customer_key is distinct from map.customer_key
        or exists (select from ops.identity_retired retired where retired.customer_key = map.customer_key)
      order by map.record_key`,
    sql`
      insert into ops.identity_ledger (run_id, event, customer_key, former_customer_key, reason)
      select distinct on (moved.former_customer_key)
        ${runId},
        'redirect',
        moved.customer_key,
        moved.former_customer_key,
        'no record has this key any more; the longest-known one has the new key'
      from ops.identity_ledger moved
      join ${cluster} cluster using (record_key)
      where moved.run_id = ${runId}
        and moved.event in ('merge', 'split')
        and moved.recorded_at = now()
        and not exists (select from ${map} holder where holder.customer_key = moved.former_customer_key)
      order by moved.former_customer_key, cluster.known_since, cluster.record_key`,
  ]
}
