import type { IdentitySettings } from '../settings/declare.ts'

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

/** All that joins two records and that nothing forbids: `a`, `b`, `strength`, `joined_by`. */
export function edges(schema: string, settings: IdentitySettings): string {
  return edgesAmong(schema, settings, `${schema}.pair`, 'true', 'true')
}

/** Those with their first record in a table of ids. */
export function edgesFrom(schema: string, settings: IdentitySettings, ids: string): string {
  const among = `e.a = any(array(select id from ${ids}))`
  return edgesAmong(schema, settings, `${schema}.pair`, among, among)
}

/** Those of some records, a table of ids, whose pairs are in a table of their own. */
export function edgesOf(schema: string, settings: IdentitySettings, pairs: string, ids: string): string {
  const among = `(e.a in (select id from ${ids}) or e.b in (select id from ${ids}))`
  return edgesAmong(schema, settings, pairs, 'true', among)
}

function edgesAmong(
  schema: string,
  settings: IdentitySettings,
  pairs: string,
  amongPairs: string,
  among: string,
): string {
  const undecided = `not exists (select from ${schema}.decision d
    where d.a = e.a and d.b = e.b and d.verdict in ('different', 'unsure'))`
  return `select a, b, case when identifier is null then weight else ${strength.identifier} + weight end as strength,
      coalesce(identifier, 'model') as joined_by
    from ${pairs} e
    where forbidden is null and (identifier is not null or ${linksSql(settings)}) and ${undecided} and ${amongPairs}
    union all
    select a, b, ${strength.link}, 'link' from ${schema}.link e where ${undecided} and ${among}
    union all
    select a, b, ${strength.decision}, 'decision' from ${schema}.decision e where e.verdict = 'same' and ${among}`
}
