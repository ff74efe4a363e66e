import type { ClientBase } from 'pg'
import type { Transform } from '#engine'

/**
 * Which records count:
 * - counted: one person is behind the record, and it says something by which it could be found
 * - shared: several people are behind it, such as a telephone of a family; no single answer would be right
 * - silent: it says nothing of the person, and no source links it to a record that does, such as a browser in
 *   which nobody ever logged in; no one could tell whose it is
 * - unknown: nobody knows who is behind it
 */
export interface Standing {
  readonly counted: number
  readonly shared: number
  readonly silent: number
  readonly unknown: number
}

/** What a profile says of a person; kinds and ids of records say nothing. */
const telling = ['full_name', 'email', 'phone', 'street', 'city', 'postcode', 'birth_date']

/**
 * Makes the temporary table `known`: every profile record with its id in matching, the customer it was taken for,
 * the person behind it where it counts, and its standing. `behind` gives rows of `record_key, person_id`.
 */
export async function placeKnownRecords(
  client: ClientBase,
  profiles: readonly Transform[],
  links: readonly Transform[],
  behind: string,
): Promise<Standing> {
  const says = profiles.map(sayingSomething).join(' union all ')
  const linked = links
    .map(({ name }) => `select record_key, other_record_key from ${name}`)
    .join(' union all ')
  await client.query(`
    create temp table known on commit drop as
    with behind as (
      select record_key, min(person_id) as person_id, count(*) as person_count from (${behind}) each group by record_key
    ), linked as (${linked || 'select null::bigint as record_key, null::bigint as other_record_key where false'}),
    audible as (
      ${says}
      union select record_key from linked union select other_record_key from linked
    )
    select m.record_key, r.id, m.customer_key,
      behind.person_id,
      case
        when behind.person_id is null then 'unknown'
        when person_count > 1 then 'shared'
        when audible.record_key is null then 'silent'
        else 'counted'
      end as standing
    from identity.map_identity m
    left join matching.record r using (record_key)
    left join behind using (record_key)
    left join audible using (record_key);
    create index on known (id);
    create index on known (person_id) where standing = 'counted';
    analyze known`)
  const { rows } = await client.query<{ standing: keyof Standing; count: number }>(
    'select standing, count(*)::int from known group by standing',
  )
  const none: Standing = { counted: 0, shared: 0, silent: 0, unknown: 0 }
  return { ...none, ...Object.fromEntries(rows.map(({ standing, count }) => [standing, count])) }
}

function sayingSomething({ shortName }: Transform): string {
  const said = telling.map((column) => `${column}::text`).join(', ')
  return `select record_key from pii.${shortName} where coalesce(${said}) is not null`
}
