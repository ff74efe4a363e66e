import type { ClientBase } from 'pg'
import type { IdentitySettings } from './declare.ts'

/** Whether a pair of two clusters is worth a look. Its index has the very same words. */
export function asksSql({ thresholds: { review, link } }: IdentitySettings): string {
  return `(forbidden is null and identifier is null and weight >= ${review}
    or forbidden is not null and (identifier is not null or weight >= ${link}))`
}

/**
 * Adds to `review`, besides what guards cut: pairs that weigh enough for a look and were not linked, and pairs that
 * share an identifier or score as one person where a cannot-link rule forbids it. What a steward has decided is not
 * asked again. With `region`, a table of ids, only pairs with a record in it.
 */
export async function writeReview(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
  region: string | null,
): Promise<void> {
  const asks = asksSql(settings)
  const pairs =
    region === null
      ? `select * from ${schema}.pair where ${asks}`
      : `select p.* from ${region} i join ${schema}.pair p on p.a = i.id where ${asks}
         union all
         select p.* from ${region} i join ${schema}.pair p on p.b = i.id
         where ${asks} and p.a not in (select id from ${region})`
  await client.query(
    `insert into ${schema}.review (a, b, record_key_a, record_key_b, weight, reason)
     select p.a, p.b, least(l.record_key, r.record_key), greatest(l.record_key, r.record_key), p.weight,
       coalesce('cannot-link: ' || p.forbidden, 'weight')
     from (${pairs}) p
     join ${schema}.cluster a on a.id = p.a join ${schema}.cluster b on b.id = p.b
     join ${schema}.record l on l.id = p.a join ${schema}.record r on r.id = p.b
     where a.root <> b.root`,
  )
  await client.query(
    `delete from ${schema}.review v using ${schema}.decision d where d.a = v.a and d.b = v.b`,
  )
}
