import type { ClientBase } from 'pg'
import pg from 'pg'
import { forbiddenSql } from '../pairs/conditions.ts'
import type { IdentitySettings } from '../settings/declare.ts'

/**
 * The links that sources gave, as far as the settings believe them: not those of a record that is linked to more
 * others than the cap of its kind, such as a browser that several people logged in on, nor those that a cannot-link
 * rule forbids.
 */
export async function loadLinks(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
  links: string,
): Promise<void> {
  const kinds = Object.entries(settings.links).map(
    ([kind, { cap }]) => `(${pg.escapeLiteral(kind)}, ${cap ?? 'null::integer'})`,
  )
  if (kinds.length === 0) return
  await client.query(
    `insert into ${schema}.link (a, b, link_type)
     with believed (link_type, cap) as (values ${kinds.join(', ')}),
     given as (
       select distinct record_key_a, record_key_b, link_type from (${links}) l
       where record_key_a <> record_key_b
     ), ends as (
       select record_key_a as record_key, link_type, record_key_b as other from given
       union
       select record_key_b, link_type, record_key_a from given
     ), counted as (
       select record_key, link_type, count(*) as others from ends group by 1, 2
     )
     select distinct on (a, b) least(l.id, r.id) as a, greatest(l.id, r.id) as b, g.link_type
     from given g
     join believed using (link_type)
     join counted x on x.record_key = g.record_key_b and x.link_type = g.link_type
     join ${schema}.record l on l.record_key = g.record_key_a
     join ${schema}.record r on r.record_key = g.record_key_b
     where (cap is null or x.others <= cap) and (${forbiddenSql(settings)}) is null
     order by a, b, g.link_type`,
  )
}

export async function loadDecisions(client: ClientBase, schema: string, decisions: string): Promise<void> {
  await client.query(
    `insert into ${schema}.decision (a, b, verdict)
     select least(l.id, r.id), greatest(l.id, r.id), d.verdict
     from (${decisions}) d
     join ${schema}.record l on l.record_key = d.record_key_a
     join ${schema}.record r on r.record_key = d.record_key_b
     where l.id <> r.id`,
  )
  await client.query(`analyze ${schema}.decision`)
}
