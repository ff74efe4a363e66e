import type { ClientBase } from 'pg'
import type { MembersOf } from '#engine'
import { knownRecords } from './queries.ts'

/**
 * The number of records by standing:
 * - counted: the record belongs to one known person, and holds something to match it by
 * - shared: it belongs to several people, such as a family's telephone, so no single answer would be right; or it has no name,
 *   and only a mailbox or telephone that several people use
 * - silent: it holds nothing about the person, and no source links it to a record that does, such as a browser
 *   in which nobody logged in; nobody could match it
 * - unknown: it is not known whose it is
 */
export interface Standing {
  readonly counted: number
  readonly shared: number
  readonly silent: number
  readonly unknown: number
}

/**
 * Creates the temporary table `known`: every profile record with its id in matching, its customer, its person if
 * known, and its standing.
 */
export async function placeKnownRecords(client: ClientBase, membersOf: MembersOf): Promise<Standing> {
  await client.query(`
    create temp table known on commit drop as
    select
      k.record_key,
      r.id,
      k.customer_key,
      k.person_id,
      k.standing
    from (${knownRecords.text(membersOf)}) k
    left join matching.record r using (record_key);
    create index on known (id);
    create index on known (person_id) where standing = 'counted';
    analyze known`)
  const { rows } = await client.query<{ standing: keyof Standing; count: number }>(
    'select standing, count(*)::int from known group by standing',
  )
  const none: Standing = { counted: 0, shared: 0, silent: 0, unknown: 0 }
  return { ...none, ...Object.fromEntries(rows.map(({ standing, count }) => [standing, count])) }
}
