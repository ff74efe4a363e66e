import { id, instant, key, text } from '../../engine/columns.ts'
import { accepted } from '../../engine/expectations.ts'
import { type ProcedureContext, procedure } from '../../engine/procedure.ts'
import { sql } from '../../engine/sql.ts'
import { every, transform } from '../../engine/transform.ts'
import { profile } from '../canonical/profile.ts'
import { record_link } from '../canonical/record_link.ts'

/**
 * The first, deterministic stage only: records that share a mailbox, or that a source links, are one person, and
 * so is all that hangs together by such links. Mailboxes of a function (info@) and throw-away ones join nobody,
 * nor does a browser that several people logged in on. The key follows from the records, not from their order.
 */
export const identity_cluster = transform('identity.identity_cluster', {
  description: 'Which profile records are one person, and what joined each of them to the others.',
  grain: ['record_key'],
  columns: {
    record_key: key('Surrogate key of the profile record'),
    source: id('Source system of the record'),
    cluster_key: key('The lowest record key among the records of the person'),
    known_since: instant('When the source first knew the person').orNull(),
    joined_by: text('What joined the record to others: email, link, or nothing'),
  },
  indexes: [['cluster_key']],
  tests: [accepted('joined_by', ['email', 'link', 'nothing'])],
  query: procedure({
    reads: [every(profile), every(record_link)],
    code: [import.meta.filename],
    run: resolve,
  }),
})

async function resolve({ execute, into }: ProcedureContext): Promise<void> {
  await execute(sql`
    create temp table node on commit drop as
    select record_key, record_key as root,
      case when email_kind in ('personal', 'business') then email_match end as mailbox
    from ${every(profile)} every_profile`)
  await execute(sql`
    create temp table edge on commit drop as
    with login as (
      select *, count(*) over (partition by other_record_key, link_type) as user_count from ${every(record_link)} l
    ), joined as (
      select record_key as a, min(record_key) over (partition by mailbox) as b, 'email' as joined_by
      from node where mailbox is not null
      union all
      select record_key, other_record_key, 'link' from login where link_type <> 'login' or user_count = 1
    )
    select a, b, joined_by from joined where a <> b
    union
    select b, a, joined_by from joined where a <> b`)
  await execute(sql`create index on node (record_key)`)
  await execute(sql`analyze node, edge`)
  // Each record takes the lowest root among its neighbours, then the root of that root, until nothing changes.
  while (
    (await execute(sql`
      update node set root = found.root
      from (
        select e.a as record_key, min(far.root) as root
        from edge e join node other on other.record_key = e.b join node far on far.record_key = other.root
        group by e.a
      ) found
      where node.record_key = found.record_key and found.root < node.root`)) > 0
  );
  await execute(sql`
    insert into ${into} (record_key, source, cluster_key, known_since, joined_by)
    select p.record_key, p.source, min(p.record_key) over (partition by node.root), p.created_at,
      coalesce((select min(e.joined_by) from edge e where e.a = p.record_key), 'nothing') as joined_by
    from ${every(profile)} p join node using (record_key)`)
}
