import pg from 'pg'
import { forbiddenSql } from '../pairs/conditions.ts'
import type { MatchingRun } from '../runs/run.ts'

/**
 * Table `link`: the links from sources that the settings trust, without those that a cannot-link rule forbids and
 * those to a record with more links than the cap of their kind, such as a browser in which several people logged in.
 * If a source links two records in several ways, the first kind in the settings counts.
 */
export async function loadLinks({ client, tables, settings, input }: MatchingRun): Promise<void> {
  const kinds = Object.entries(settings.links).map(
    ([kind, { cap }], place) => `(${pg.escapeLiteral(kind)}, ${cap ?? 'null::integer'}, ${place})`,
  )
  if (kinds.length === 0) return
  await client.query(
    `insert into ${tables.link} (a, b, link_type)
     with trusted (link_type, cap, place) as (
       values ${kinds.join(', ')}
     ), source_link as (
       select distinct record_key_a, record_key_b, link_type
       from (${input.links}) l
       where record_key_a <> record_key_b
     ), link_end as (
       select record_key_a as record_key, link_type, record_key_b as other
       from source_link
       union
       select record_key_b, link_type, record_key_a
       from source_link
     ), linked_record as (
       select record_key, link_type, count(*) as links
       from link_end
       group by 1, 2
     )
     select distinct on (a, b)
       least(l.id, r.id) as a,
       greatest(l.id, r.id) as b,
       source_link.link_type
     from source_link
     join trusted using (link_type)
     join linked_record
       on linked_record.record_key = source_link.record_key_b and linked_record.link_type = source_link.link_type
     join ${tables.record} l on l.record_key = source_link.record_key_a
     join ${tables.record} r on r.record_key = source_link.record_key_b
     where (cap is null or links <= cap)
       and (${forbiddenSql(settings, 'source_link.link_type')}) is null
     order by a, b, trusted.place`,
  )
}

/** Table `decision`: what stewards decided about records that exist. */
export async function loadDecisions({ client, tables, input }: MatchingRun): Promise<void> {
  await client.query(
    `insert into ${tables.decision} (a, b, verdict)
     select
       least(l.id, r.id),
       greatest(l.id, r.id),
       decided.verdict
     from (${input.decisions}) decided
     join ${tables.record} l on l.record_key = decided.record_key_a
     join ${tables.record} r on r.record_key = decided.record_key_b
     where l.id <> r.id;
     analyze ${tables.decision}`,
  )
}
