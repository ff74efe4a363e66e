import type { ClientBase } from 'pg'
import { type IdentitySettings, isLinkedSql } from '../transforms/identity/matching/index.ts'
import type { PairCount } from './measured.ts'

/**
 * What joined records of different people. If a customer holds several people, the strongest evidence between a
 * record of one person and a record of another is the reason for all pairs between the two.
 */
export async function falseJoins(
  client: ClientBase,
  settings: IdentitySettings,
): Promise<readonly PairCount[]> {
  const { rows } = await client.query<PairCount>(`
    with person as (
      select customer_key, person_id, count(*) as records from known where standing = 'counted' group by 1, 2
    ), mixed as (
      select customer_key, one.person_id as a, other.person_id as b, one.records * other.records as pairs
      from person one join person other using (customer_key)
      where one.person_id < other.person_id
    ), evidence as (
      select a, b, 1 as rank, 'a decision' as label from matching.decision where verdict = 'same'
      union all select a, b, 2, 'link: ' || link_type from matching.link
      union all select a, b, 3, 'identifier: ' || identifier from matching.pair
        where identifier is not null and forbidden is null
      union all select a, b, 4, 'weight' from matching.pair
        where identifier is null and forbidden is null and ${isLinkedSql(settings)}
    ), joined as (
      select one.customer_key, least(one.person_id, other.person_id) as a,
        greatest(one.person_id, other.person_id) as b, (array_agg(label order by rank, label))[1] as label
      from evidence e
      join known one on one.id = e.a and one.standing = 'counted'
      join known other on other.id = e.b and other.standing = 'counted'
      where one.customer_key = other.customer_key and one.person_id <> other.person_id
      group by 1, 2, 3
    )
    select coalesce(label, 'through other records') as label, sum(pairs)::float8 as pairs
    from mixed left join joined using (customer_key, a, b)
    group by 1 order by pairs desc, label`)
  return rows
}

/** Planted strangers, and how many were joined with the person whose name and birthday they share. */
export async function joinedStrangers(
  client: ClientBase,
): Promise<{ readonly planted: number; readonly joined: number }> {
  const { rows } = await client.query<{ planted: number; joined: number }>(`
    select count(*)::int as planted, count(*) filter (where exists (
      select from known one join known other using (customer_key)
      where one.person_id = stranger.person_id and other.person_id = stranger.resembles_id
    ))::int as joined
    from ops.sample_people stranger where resembles_id is not null`)
  return rows[0] ?? { planted: 0, joined: 0 }
}
