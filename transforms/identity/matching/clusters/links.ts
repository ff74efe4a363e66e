import type { MatchingRun } from '../runs/run.ts'
import type { IdentitySettings } from '../settings/schema.ts'

type Linking = Pick<MatchingRun, 'tables' | 'settings'>

/**
 * How strongly two records are joined: in bits if the model links them. Shared identifiers, links from a source and
 * stewards' decisions outrank the model and each other, so their strengths are of other orders of magnitude.
 */
export const strength = { identifier: 1e3, link: 1e6, decision: 1e9 } as const

/** Whether the model links a pair of table `pair`. */
export function isLinkedSql({ thresholds, linkRequiresAgreementOn, comparisons }: IdentitySettings): string {
  const agreements = linkRequiresAgreementOn.map((name) => {
    const index = comparisons.findIndex((comparison) => comparison.name === name)
    return `levels[${index + 1}] between 1 and ${comparisons[index]?.levels.length ?? 0}`
  })
  const agrees = agreements.length === 0 ? '' : ` and (${agreements.join(' or ')})`
  return `(weight >= ${thresholds.link}${agrees})`
}

/** The same settings with another threshold for linking. */
export function withLinkThreshold(settings: IdentitySettings, link: number): IdentitySettings {
  return { ...settings, thresholds: { ...settings.thresholds, link } }
}

/** Everything that joins two records and is not forbidden: `a`, `b`, `strength`, `joined_by`. */
export function allLinks(run: Linking): string {
  return linksWhere(run, run.tables.pair, { pairs: 'true', others: 'true' })
}

/** The links whose first record is in a table of ids. */
export function linksFrom(run: Linking, ids: string): string {
  const isAmong = `link.a = any (array(select id from ${ids}))`
  return linksWhere(run, run.tables.pair, { pairs: isAmong, others: isAmong })
}

/** The links of the records in a table of ids, if all their pairs are in the table or query `pairs`. */
export function linksOf(run: Linking, pairs: string, ids: string): string {
  const isAmong = `(link.a in (select id from ${ids}) or link.b in (select id from ${ids}))`
  return linksWhere(run, pairs, { pairs: 'true', others: isAmong })
}

function linksWhere(
  { tables, settings }: Linking,
  pairs: string,
  condition: { readonly pairs: string; readonly others: string },
): string {
  const isUndecided = `not exists (
        select
        from ${tables.decision}
        where decision.a = link.a and decision.b = link.b and verdict in ('different', 'unsure')
      )`
  return `
    select
      a,
      b,
      case when identifier is null then weight else ${strength.identifier} + weight end as strength,
      coalesce(identifier, 'model') as joined_by
    from ${pairs} link
    where forbidden is null
      and (identifier is not null or ${isLinkedSql(settings)})
      and ${isUndecided}
      and ${condition.pairs}
    union all
    select
      a,
      b,
      ${strength.link},
      'link'
    from ${tables.link} link
    where ${isUndecided}
      and ${condition.others}
    union all
    select
      a,
      b,
      ${strength.decision},
      'decision'
    from ${tables.decision} link
    where verdict = 'same'
      and ${condition.others}`
}
