import { type ProcedureContext, sql, value } from '#engine'

/** Clears the sign: people copy these keys, and -1 is the unknown member. As text, because JavaScript would round it. */
const positive = value('9223372036854775807')

/**
 * Gives each cluster without a key a new one: a hash of its longest-known record and of the first number for which the
 * ledger does not have the key.
 */
export async function foundKeys({ execute }: ProcedureContext): Promise<void> {
  await execute(sql`
    create temp table founded on commit drop as
    select
      cluster.cluster_key,
      record.record_key as founder_key,
      0 as number,
      ops.key_of('person', record.record_key::text, '0') & ${positive}::bigint as customer_key
    from cluster
    join record using (place)
    where not exists (select from holder where holder.cluster_key = cluster.cluster_key)`)
  const next = sql`
    update founded set
      number = number + 1,
      customer_key = ops.key_of('person', founder_key::text, (number + 1)::text) & ${positive}::bigint
    where exists (select from ops.identity_ledger used where used.customer_key = founded.customer_key)`
  while ((await execute(next)) > 0);
  await execute(sql`
    insert into holder
    select
      cluster_key,
      customer_key,
      'new'
    from founded`)
}
