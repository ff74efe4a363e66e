import type { ClientBase } from 'pg'
import type { Transform } from '#engine'

/**
 * The number of records by standing:
 * - counted: the record belongs to one known person, and holds something to match it by
 * - shared: it belongs to several people, such as a family's telephone, so no single answer would be right
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

/** The profile columns that identify a person. Kinds and ids of records do not. */
const identifying = ['full_name', 'email', 'phone', 'street', 'city', 'postcode', 'birth_date']

/**
 * Creates the temporary table `known`: every profile record with its id in matching, its customer, its person if
 * known, and its standing. `behind` is a query for `record_key, person_id`.
 */
export async function placeKnownRecords(
  client: ClientBase,
  profiles: readonly Transform[],
  links: readonly Transform[],
  behind: string,
): Promise<Standing> {
  const identified = profiles.map(identifiedRecords).join(' union all ')
  const linked = links
    .map(({ name }) => `select record_key, other_record_key from ${name}`)
    .join(' union all ')
  await client.query(`
    create temp table known on commit drop as
    with behind as (
      select record_key, min(person_id) as person_id, count(*) as person_count
      from (${behind}) person_of_record
      group by record_key
    ), linked as (${linked || 'select null::bigint as record_key, null::bigint as other_record_key where false'}),
    matchable as (
      ${identified}
      union select record_key from linked union select other_record_key from linked
    )
    select
      m.record_key,
      r.id,
      m.customer_key,
      behind.person_id,
      case
        when behind.person_id is null then 'unknown'
        when person_count > 1 then 'shared'
        when matchable.record_key is null then 'silent'
        else 'counted'
      end as standing
    from identity.map_identity m
    left join matching.record r using (record_key)
    left join behind using (record_key)
    left join matchable using (record_key);
    create index on known (id);
    create index on known (person_id) where standing = 'counted';
    analyze known`)
  const { rows } = await client.query<{ standing: keyof Standing; count: number }>(
    'select standing, count(*)::int from known group by standing',
  )
  const none: Standing = { counted: 0, shared: 0, silent: 0, unknown: 0 }
  return { ...none, ...Object.fromEntries(rows.map(({ standing, count }) => [standing, count])) }
}

function identifiedRecords({ shortName }: Transform): string {
  const values = identifying.map((column) => `${column}::text`).join(', ')
  return `select record_key from pii.${shortName} where coalesce(${values}) is not null`
}
