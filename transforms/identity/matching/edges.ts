import type { IdentitySettings } from './declare.ts'

/**
 * How strongly two records are joined, in bits where the model says so. What outranks the model comes from another
 * order of magnitude: a shared identifier, a source's own word, a steward's decision.
 */
export const strength = { identifier: 1e3, link: 1e6, decision: 1e9 } as const

/** All that joins two records and that nothing forbids: `a`, `b`, `strength`; of a table of ids only, where given. */
export function edges(schema: string, { thresholds }: IdentitySettings, region: string | null): string {
  const among = region === null ? '' : ` where e.a in (select id from ${region})`
  return `select e.a, e.b, e.strength from (
      select a, b, case when identifier is null then weight else ${strength.identifier} + weight end as strength
      from ${schema}.pair where forbidden is null and (identifier is not null or weight >= ${thresholds.link})
      union all
      select a, b, ${strength.link} from ${schema}.link
    ) e
    left join ${schema}.decision d on d.a = e.a and d.b = e.b and d.verdict in ('different', 'unsure')
    ${among === '' ? ' where' : `${among} and`} d.a is null
    union all
    select a, b, ${strength.decision} from ${schema}.decision e
    ${among === '' ? ' where' : `${among} and`} e.verdict = 'same'`
}
