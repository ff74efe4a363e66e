import type { ClientBase } from 'pg'
import {
  type IdentitySettings,
  isLinkedSql,
  pairSources,
  withLinkThreshold,
} from '../transforms/identity/matching/index.ts'
import type { PairCount } from './measured.ts'

/**
 * Why pairs of records of one person were not joined. If a person became several customers, the strongest evidence
 * between two of these customers is the reason for all pairs between them.
 */
export async function missedPairs(
  client: ClientBase,
  settings: IdentitySettings,
): Promise<readonly PairCount[]> {
  const { review } = settings.thresholds
  await client.query(`
    create temp table piece on commit drop as
    select person_id, customer_key, count(*) as records from known where standing = 'counted' group by 1, 2;

    create temp table missed on commit drop as
    select one.person_id, one.customer_key as a, other.customer_key as b, one.records * other.records as pairs
    from piece one join piece other on other.person_id = one.person_id and one.customer_key < other.customer_key;

    create temp table near on commit drop as
    select one.person_id, least(one.customer_key, other.customer_key) as a,
      greatest(one.customer_key, other.customer_key) as b, weight, is_linked, is_reviewed, forbidden, is_refused
    from (
      select a as id_a, b as id_b, weight, identifier is not null or ${isLinkedSql(settings)} as is_linked,
        ${isLinkedSql(withLinkThreshold(settings, review))} as is_reviewed, forbidden,
        false as is_refused
      from matching.pair
      union all select a, b, null, true, false, null, false from matching.link
      union all select a, b, null, verdict = 'same', false, null, verdict = 'different' from matching.decision
        where verdict <> 'unsure'
    ) evidence
    join known one on one.id = evidence.id_a and one.standing = 'counted'
    join known other on other.id = evidence.id_b and other.standing = 'counted'
    where one.person_id = other.person_id and one.customer_key <> other.customer_key;
    analyze missed, near`)
  const { rows } = await client.query<PairCount>(`
    with explained as (
      select person_id, a, b, bool_or(is_refused) as is_refused,
        bool_or(is_linked and forbidden is null) as is_cut,
        bool_or(is_reviewed and forbidden is null) as is_reviewed, max(weight) filter (where forbidden is null) as weight,
        min(forbidden) filter (where is_linked or weight >= ${review}) as forbidden
      from near group by person_id, a, b
    ), unexplained as (
      select m.person_id, m.a, m.b, ${sharedValueColumns(pairSources(settings).map(({ hashColumn }) => hashColumn))}
      from missed m
      join known l on l.person_id = m.person_id and l.customer_key = m.a and l.standing = 'counted'
      join known r on r.person_id = m.person_id and r.customer_key = m.b and r.standing = 'counted'
      left join matching.record rl on rl.id = l.id
      left join matching.record rr on rr.id = r.id
      where not exists (select from explained e where e.person_id = m.person_id and e.a = m.a and e.b = m.b)
      group by m.person_id, m.a, m.b
    )
    select
      case
        when is_refused then 'a steward decided against it'
        when is_cut then 'cut by a guard'
        when is_reviewed then 'below the threshold, in review'
        when weight >= ${review} then 'a link requires more agreement'
        when forbidden is not null then 'forbidden: ' || forbidden
        when explained.person_id is not null or was_compared then 'below the threshold'
        when is_shared then 'share only an over-shared value'
        when has_nothing_to_block_by then 'never compared: no values to block by'
        else 'never compared'
      end as label, sum(pairs)::float8 as pairs
    from missed
    left join explained using (person_id, a, b)
    left join unexplained using (person_id, a, b)
    group by label order by pairs desc, label`)
  return rows
}

/** Whether two records share an identifier or a block, share only over-shared values, or have no values to share. */
function sharedValueColumns(sources: readonly string[]): string {
  const shared = sources.map((source) => `case when rl.${source} = rr.${source} then rl.${source} end`)
  const all = (record: string) => `coalesce(${sources.map((source) => `${record}.${source}`).join(', ')})`
  return `
    bool_or(exists (select from unnest(array[${shared.join(', ')}]) as value
      where value is not null and value not in (select value_hash from matching.over_shared))) as was_compared,
    bool_or(coalesce(${shared.join(', ')}) is not null) as is_shared,
    bool_and(${all('rl')} is null or ${all('rr')} is null) as has_nothing_to_block_by`
}
