import type { IdentitySettings } from './declare.ts'

/**
 * How strongly two records are joined, in bits where the model says so. What outranks the model comes from another
 * order of magnitude: a shared identifier, a source's own word, a steward's decision.
 */
export const strength = { identifier: 1e3, link: 1e6, decision: 1e9 } as const

/** Whether the model links a pair of `pair`. */
export function linksSql({ thresholds, linkNeedsOneOf, comparisons }: IdentitySettings): string {
  const agreeing = linkNeedsOneOf.flatMap((name) => {
    const index = comparisons.findIndex((one) => one.name === name)
    return `levels[${index + 1}] between 1 and ${comparisons[index]?.levels.length ?? 0}`
  })
  const agrees = agreeing.length === 0 ? '' : ` and (${agreeing.join(' or ')})`
  return `(weight >= ${thresholds.link}${agrees})`
}

/** The same settings with another threshold from which pairs are linked. */
export function linkingFrom(settings: IdentitySettings, link: number): IdentitySettings {
  return { ...settings, thresholds: { ...settings.thresholds, link } }
}

/** Edges with this end in a table of ids. */
export interface Among {
  readonly ids: string
  readonly end: 'a' | 'b'
}

/** All that joins two records and that nothing forbids: `a`, `b`, `strength`, `joined_by`. */
export function edges(schema: string, settings: IdentitySettings, among: Among | null): string {
  const only = among === null ? '' : ` and e.${among.end} in (select id from ${among.ids})`
  const undecided = `not exists (select from ${schema}.decision d
    where d.a = e.a and d.b = e.b and d.verdict in ('different', 'unsure'))`
  return `select a, b, case when identifier is null then weight else ${strength.identifier} + weight end as strength,
      coalesce(identifier, 'model') as joined_by
    from ${schema}.pair e
    where forbidden is null and (identifier is not null or ${linksSql(settings)}) and ${undecided}${only}
    union all
    select a, b, ${strength.link}, 'link' from ${schema}.link e where ${undecided}${only}
    union all
    select a, b, ${strength.decision}, 'decision' from ${schema}.decision e where e.verdict = 'same'${only}`
}

/** Each record with the id of its cluster and the strongest of what joins it to another of the cluster, or null. */
export function joinedRecords(schema: string, settings: IdentitySettings): string {
  return `select r.record_key, c.root, s.joined_by
    from ${schema}.record r join ${schema}.cluster c on c.id = r.id
    left join (
      select distinct on (ends.id) ends.id, e.joined_by
      from (${edges(schema, settings, null)}) e
      join ${schema}.cluster x on x.id = e.a join ${schema}.cluster y on y.id = e.b and y.root = x.root,
      lateral (values (e.a), (e.b)) as ends (id)
      order by ends.id, e.strength desc, e.joined_by
    ) s on s.id = r.id`
}
