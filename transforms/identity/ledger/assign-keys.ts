import { type Procedure, type ProcedureContext, procedure, type Relation, sql } from '#engine'
import { foundKeys } from './found-keys.ts'

/**
 * Gives each cluster the key that its records had, or one that they had before, or a new one; docs/adr/0005 has the
 * rules. The result depends on the clusters and the ledger, not on the order of rows.
 */
export function assignKeys(cluster: Relation, decisions: Relation): Procedure {
  return procedure({
    reads: [cluster, decisions],
    code: [import.meta.filename, `${import.meta.dirname}/found-keys.ts`],
    async run(context) {
      await numberRecords(context, cluster)
      await keepKeys(context)
      await giveBackKeys(context)
      await foundKeys(context)
      await fillMap(context, decisions)
    },
  })
}

/** In temporary table `record`, `place` 1 is the longest-known record. */
async function numberRecords({ execute }: ProcedureContext, cluster: Relation): Promise<void> {
  await execute(sql`
    create temp table record on commit drop as
    select
      cluster.record_key,
      cluster.source,
      cluster.cluster_key,
      cluster.joined_by,
      former.customer_key as former_customer_key,
      row_number() over (order by cluster.known_since, cluster.record_key) as place
    from ${cluster} cluster
    left join ops.identity_current former using (record_key)`)
  await execute(sql`
    create temp table cluster on commit drop as
    select
      cluster_key,
      min(place) as place
    from record
    group by cluster_key`)
  await execute(
    sql`create temp table holder (cluster_key bigint, customer_key bigint, claim text) on commit drop`,
  )
  await execute(sql`analyze record, cluster`)
}

/**
 * Keys and clusters choose each other by the longest-known record that they share. Those that choose each other are
 * settled, and the others choose again among the rest.
 */
async function keepKeys({ execute }: ProcedureContext): Promise<void> {
  await execute(sql`
    create temp table shared on commit drop as
    select
      cluster_key,
      former_customer_key as customer_key,
      min(place) as place
    from record
    where former_customer_key is not null
    group by 1, 2`)
  const settle = sql`
    insert into holder
    with choice as (
      select
        *,
        min(place) over (partition by customer_key) as first_of_key,
        min(place) over (partition by cluster_key) as first_of_cluster
      from shared
    )
    select
      cluster_key,
      customer_key,
      'kept'
    from choice
    where place = first_of_key
      and place = first_of_cluster`
  const removeSettled = sql`
    delete from shared
    where exists (select from holder where holder.customer_key = shared.customer_key)
      or exists (select from holder where holder.cluster_key = shared.cluster_key)`
  while ((await execute(settle)) > 0) await execute(removeSettled)
  await execute(sql`analyze holder`)
}

/** A key that lost all its records goes to the cluster with the longest-known of the records that it lost last. */
async function giveBackKeys({ execute }: ProcedureContext): Promise<void> {
  await execute(sql`
    insert into holder
    with heir as (
      select distinct on (retired.customer_key)
        retired.customer_key,
        retired.ledger_id,
        record.cluster_key,
        record.place
      from ops.identity_retired retired
      join ops.identity_ledger lost
        on lost.former_customer_key = retired.customer_key
        and lost.run_id = retired.run_id
        and lost.recorded_at = retired.recorded_at
      join record on record.record_key = lost.record_key
      where not exists (select from holder where holder.customer_key = retired.customer_key)
      order by retired.customer_key, record.place
    )
    select distinct on (cluster_key)
      cluster_key,
      customer_key,
      'given back'
    from heir
    where not exists (select from holder where holder.cluster_key = heir.cluster_key)
    order by cluster_key, place, ledger_id desc`)
}

/** If a decision separated records that had one key, it is given as the reason. */
async function fillMap({ execute, into }: ProcedureContext, decisions: Relation): Promise<void> {
  await execute(sql`
    create temp table separation on commit drop as
    select distinct on (part.cluster_key, part.former_customer_key)
      part.cluster_key,
      part.former_customer_key,
      decided.decision
    from ${decisions} decided
    join record a on a.record_key = decided.record_key_a
    join record b on b.record_key = decided.record_key_b
    cross join lateral (values
      (a.cluster_key, a.former_customer_key),
      (b.cluster_key, b.former_customer_key)
    ) part (cluster_key, former_customer_key)
    where decided.verdict = 'different'
      and a.cluster_key <> b.cluster_key
      and a.former_customer_key = b.former_customer_key
    order by part.cluster_key, part.former_customer_key, decided.decided_at desc, decided.decision`)
  await execute(sql`
    insert into ${into} (record_key, source, customer_key, joined_by, former_customer_key, reason)
    select
      record.record_key,
      record.source,
      holder.customer_key,
      record.joined_by,
      record.former_customer_key,
      case
        when record.former_customer_key is null or record.former_customer_key = holder.customer_key then null
        when holder.claim = 'kept'
        then format('one person with the records of %s (%s)', holder.customer_key, record.joined_by)
        else format('no longer one person with %s%s; %s', record.former_customer_key,
          ' (decision ' || separation.decision || ')',
          case holder.claim when 'given back' then 'had this key before' else 'new key' end)
      end
    from record
    join holder using (cluster_key)
    left join separation using (cluster_key, former_customer_key)`)
}
