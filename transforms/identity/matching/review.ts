import type { ClientBase } from 'pg'
import pg from 'pg'
import type { IdentitySettings } from './declare.ts'

/**
 * Adds to `review`, besides what guards cut: pairs that weigh enough for a look and were not linked, and pairs that share an identifier
 * or score as one person where a cannot-link rule forbids it. What a steward has decided is not asked again.
 */
export async function writeReview(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
  region: string | null,
): Promise<void> {
  const among = region === null ? '' : ` and p.a in (select id from ${region})`
  await client.query(
    `insert into ${schema}.review (record_key_a, record_key_b, weight, reason, component)
     select least(l.record_key, r.record_key), greatest(l.record_key, r.record_key), p.weight,
       coalesce(${pg.escapeLiteral('cannot-link: ')} || p.forbidden, 'weight'), a.component
     from ${schema}.pair p
     join ${schema}.cluster a on a.id = p.a join ${schema}.cluster b on b.id = p.b
     join ${schema}.record l on l.id = p.a join ${schema}.record r on r.id = p.b
     where a.root <> b.root${among}
       and (p.forbidden is null and p.identifier is null and p.weight >= ${settings.thresholds.review}
         or p.forbidden is not null and (p.identifier is not null or p.weight >= ${settings.thresholds.link}))`,
  )
  await client.query(
    `delete from ${schema}.review v
     using (
       select least(l.record_key, r.record_key) as a, greatest(l.record_key, r.record_key) as b
       from ${schema}.decision d join ${schema}.record l on l.id = d.a join ${schema}.record r on r.id = d.b
     ) decided
     where decided.a = v.record_key_a and decided.b = v.record_key_b`,
  )
}
