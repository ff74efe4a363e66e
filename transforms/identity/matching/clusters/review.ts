import type { ClientBase } from 'pg'
import pg from 'pg'
import { cutReasons } from '../../../../analytics/graph/guard.ts'
import { fence } from '../planner.ts'
import type { IdentitySettings } from '../settings/declare.ts'
import { strength } from './edges.ts'

/** Whether a pair of two clusters is worth a look. */
function asksSql({ thresholds: { review, link } }: IdentitySettings): string {
  return `(forbidden is null and identifier is null and weight >= ${review}
    or forbidden is not null and (identifier is not null or weight >= ${link}))`
}

/** Where review is written again: the pairs of records, a table of ids, and pairs that are in a table of their own. */
export interface ReviewAmong {
  readonly ids: string
  readonly pairs: string
}

/**
 * Adds to `review` what guards cut (table `cut`); pairs that weigh enough for a look and were not linked; and pairs
 * that share an identifier or score as one person where a cannot-link rule forbids it. What a steward has decided is
 * not asked again.
 */
export async function writeReview(
  client: ClientBase,
  schema: string,
  settings: IdentitySettings,
  among: ReviewAmong | null,
): Promise<void> {
  const pairs = among === null ? asking(settings, `${schema}.pair`) : askingAmong(schema, settings, among)
  await client.query(
    `insert into ${schema}.review (a, b, record_key_a, record_key_b, weight, reason)
     select q.a, q.b, least(a.record_key, b.record_key), greatest(a.record_key, b.record_key), q.weight, q.reason
     from (
       select p.a, p.b, weight, coalesce('cannot-link: ' || p.forbidden, 'weight') as reason, true as is_apart
       from (${pairs}) p
       union all
       select least(a, b), greatest(a, b), case when strength < ${strength.identifier} then strength end, reason, false
       from cut
     ) q join ${schema}.cluster a on a.id = q.a join ${schema}.cluster b on b.id = q.b
     where (not q.is_apart or a.root <> b.root)
       and not exists (select from ${schema}.decision d where d.a = q.a and d.b = q.b)`,
  )
}

function asking(settings: IdentitySettings, pairs: string): string {
  return `select p.a, p.b, p.weight, p.forbidden from ${pairs} p where ${asksSql(settings)}`
}

function askingAmong(schema: string, settings: IdentitySettings, { ids, pairs }: ReviewAmong): string {
  const ofIds = (end: string) =>
    asking(settings, `${ids} i, lateral (select * from ${schema}.pair where ${end} = i.id ${fence})`)
  return [asking(settings, pairs), ofIds('a'), ofIds('b')].join(' union ')
}

/** Takes out of `review` the pairs of records, a table of ids; pairs, a table `a`, `b`; and what guards cut in a region. */
export async function forgetReview(
  client: ClientBase,
  schema: string,
  { ids, pairs, region }: ReviewAmong & { readonly region: string },
): Promise<void> {
  const isCut = `reason in (${cutReasons.map(pg.escapeLiteral).join(', ')})`
  await client.query(
    `delete from ${schema}.review where a in (select id from ${ids}) or b in (select id from ${ids})
       or (a, b) in (select a, b from ${pairs}) or a in (select id from ${region}) and ${isCut}`,
  )
}
