import { type Literal, type Relation, type Sql, sql } from '#engine'

/**
 * What publication appends: an entry for every record whose key is not the ledger's, then where keys went that
 * nobody has any more. It asks the ledger itself, so that no change can pass it by.
 */
export function appendToLedger(map: Relation, cluster: Relation, runId: Literal): readonly Sql[] {
  return [
    sql`
      insert into ops.identity_ledger (run_id, event, record_key, customer_key, former_customer_key, reason)
      select ${runId},
        case
          when was.customer_key is null or was.customer_key = now.customer_key then 'assign'
          when exists (select from ${map} other where other.former_customer_key = now.customer_key) then 'merge'
          else 'split'
        end,
        now.record_key, now.customer_key, was.customer_key,
        case
          when was.customer_key is null then format('first seen in %s', now.source)
          when was.customer_key = now.customer_key then format('seen in %s again', now.source)
          else coalesce(now.reason, 'the ledger said otherwise')
        end
      from ${map} now left join ops.identity_current was using (record_key)
      where was.customer_key is distinct from now.customer_key
        or exists (select from ops.identity_retired retired where retired.customer_key = now.customer_key)
      order by now.record_key`,
    sql`
      insert into ops.identity_ledger (run_id, event, customer_key, former_customer_key, reason)
      select distinct on (moved.former_customer_key) ${runId}, 'redirect', moved.customer_key,
        moved.former_customer_key, 'no record has it any more; its longest-known one went there'
      from ops.identity_ledger moved join ${cluster} c using (record_key)
      where moved.run_id = ${runId} and moved.event in ('merge', 'split') and moved.recorded_at = now()
        and not exists (select from ${map} holder where holder.customer_key = moved.former_customer_key)
      order by moved.former_customer_key, c.known_since, c.record_key`,
  ]
}
