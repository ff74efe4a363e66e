import { type Procedure, type ProcedureContext, procedure, type Relation, sql, value } from '#engine'

/** Leaves out the sign: people copy these keys, and -1 is the unknown member. As text, for JavaScript would round it. */
const positive = value('9223372036854775807')

/**
 * Gives each cluster the key its records brought with them, or one they had before, or a fresh one; the rules are
 * in docs/adr/0005. The outcome depends on the clusters and the ledger, not on the order of rows.
 */
export function assignKeys(cluster: Relation, decisions: Relation): Procedure {
  return procedure({
    reads: [cluster, decisions],
    code: [import.meta.filename],
    async run(context) {
      await numberRecords(context, cluster)
      await matchKeys(context)
      await giveBack(context)
      await found(context)
      await fill(context, decisions)
    },
  })
}

/** `place` 1 is the longest-known record of all. */
async function numberRecords({ execute }: ProcedureContext, cluster: Relation): Promise<void> {
  await execute(sql`
    create temp table record on commit drop as
    select c.record_key, c.source, c.cluster_key, c.joined_by, was.customer_key as former_customer_key,
      row_number() over (order by c.known_since, c.record_key) as place
    from ${cluster} c left join ops.identity_current was using (record_key)`)
  await execute(sql`
    create temp table cluster on commit drop as
    select cluster_key, min(place) as place from record group by cluster_key`)
  await execute(
    sql`create temp table holder (cluster_key bigint, customer_key bigint, claim text) on commit drop`,
  )
  await execute(sql`analyze record, cluster`)
}

/**
 * Keys and clusters choose each other by the longest-known record they share. Whoever is first choice on both
 * sides is settled, and the others choose again among the rest.
 */
async function matchKeys({ execute }: ProcedureContext): Promise<void> {
  await execute(sql`
    create temp table shared on commit drop as
    select cluster_key, former_customer_key as customer_key, min(place) as place
    from record where former_customer_key is not null group by 1, 2`)
  const settle = sql`
    with choice as (
      select *, min(place) over (partition by customer_key) as first_of_key,
        min(place) over (partition by cluster_key) as first_of_cluster
      from shared
    )
    insert into holder
    select cluster_key, customer_key, 'kept' from choice where place = first_of_key and place = first_of_cluster`
  const others = sql`
    delete from shared where exists (select from holder h where h.customer_key = shared.customer_key)
      or exists (select from holder h where h.cluster_key = shared.cluster_key)`
  while ((await execute(settle)) > 0) await execute(others)
  await execute(sql`analyze holder`)
}

/** A key that lost all its records goes to the part that has the longest-known of those it lost last. */
async function giveBack({ execute }: ProcedureContext): Promise<void> {
  await execute(sql`
    with heir as (
      select distinct on (retired.customer_key) retired.customer_key, retired.ledger_id, r.cluster_key, r.place
      from ops.identity_retired retired
      join ops.identity_ledger lost on lost.former_customer_key = retired.customer_key
        and lost.run_id = retired.run_id and lost.recorded_at = retired.recorded_at
      join record r on r.record_key = lost.record_key
      where not exists (select from holder h where h.customer_key = retired.customer_key)
      order by retired.customer_key, r.place
    )
    insert into holder
    select distinct on (cluster_key) cluster_key, customer_key, 'given back'
    from heir where not exists (select from holder h where h.cluster_key = heir.cluster_key)
    order by cluster_key, place, ledger_id desc`)
}

/** Founded on the longest-known record, numbered on where the ledger has seen that key. */
async function found({ execute }: ProcedureContext): Promise<void> {
  await execute(sql`
    create temp table founded on commit drop as
    select c.cluster_key, r.record_key as founder_key, 0 as number,
      ops.key_of('person', r.record_key::text, '0') & ${positive}::bigint as customer_key
    from cluster c join record r using (place)
    where not exists (select from holder h where h.cluster_key = c.cluster_key)`)
  const next = sql`
    update founded set number = number + 1,
      customer_key = ops.key_of('person', founder_key::text, (number + 1)::text) & ${positive}::bigint
    where exists (select from ops.identity_ledger used where used.customer_key = founded.customer_key)`
  while ((await execute(next)) > 0);
  await execute(sql`insert into holder select cluster_key, customer_key, 'new' from founded`)
}

/** Where a decision took apart what had one key until now, it is the reason. */
async function fill({ execute, into }: ProcedureContext, decisions: Relation): Promise<void> {
  await execute(sql`
    create temp table decided on commit drop as
    select distinct on (part.cluster_key, part.former_customer_key)
      part.cluster_key, part.former_customer_key, d.decision
    from ${decisions} d
    join record a on a.record_key = d.record_key_a
    join record b on b.record_key = d.record_key_b
    cross join lateral (values
      (a.cluster_key, a.former_customer_key), (b.cluster_key, b.former_customer_key)
    ) part (cluster_key, former_customer_key)
    where d.verdict = 'different' and a.cluster_key <> b.cluster_key and a.former_customer_key = b.former_customer_key
    order by part.cluster_key, part.former_customer_key, d.decided_at desc, d.decision`)
  await execute(sql`
    insert into ${into} (record_key, source, customer_key, joined_by, former_customer_key, reason)
    select r.record_key, r.source, h.customer_key, r.joined_by, r.former_customer_key,
      case when r.former_customer_key <> h.customer_key then
        case when h.claim = 'kept' then format('one person with the records of %s (%s)', h.customer_key, r.joined_by)
        else format('no longer one person with %s%s; %s', r.former_customer_key, ' (decision ' || d.decision || ')',
          case h.claim when 'given back' then 'had this key before' else 'new key' end)
        end
      end
    from record r join holder h using (cluster_key) left join decided d using (cluster_key, former_customer_key)`)
}
