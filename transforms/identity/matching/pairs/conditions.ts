import pg from 'pg'
import type { Comparison } from '../../../../analytics/fellegi-sunter/types.ts'
import { named, type OverSharedColumns } from '../prepare/prepare.ts'
import type { Condition, IdentitySettings } from '../settings/declare.ts'

/** A condition on the prepared records `l` and `r`; unknown where a value is missing. */
function conditionSql(condition: Condition): string {
  const [first = ''] = 'column' in condition ? [condition.column] : []
  const l = `l.${named(first)}`
  const r = `r.${named(first)}`
  switch (condition.kind) {
    case 'exact':
      return condition.columns.map((column) => `l.${named(column)} = r.${named(column)}`).join(' and ')
    case 'differs':
      return `${l} <> ${r}`
    case 'not':
      return `not (${conditionSql(condition.level)})`
    case 'unless':
      return `(${conditionSql(condition.level)}) is not true`
    case 'swapped': {
      const [one, other] = condition.columns
      return `l.${named(one)} = r.${named(other)} and l.${named(other)} = r.${named(one)}`
    }
    case 'prefix':
      return `left(${l}, ${condition.length}) = left(${r}, ${condition.length})`
    case 'levenshtein':
      return `levenshtein_less_equal(${l}, ${r}, ${condition.atMost}) <= ${condition.atMost}`
    case 'trigram':
      return `similarity(${l}, ${r}) >= ${condition.atLeast}`
    case 'overlap':
      return `${l} && ${r}`
    case 'days':
      return `abs(${l} - ${r}) <= ${condition.atMost}`
    case 'dayMonthSwapped':
      return `to_char(${l}, 'YYYY-MM-DD') = to_char(${r}, 'YYYY-DD-MM')`
    case 'number':
      return `abs(${l} - ${r}) <= ${condition.atMost}`
    case 'all':
      return condition.of.map((one) => `(${conditionSql(one)})`).join(' and ')
    case 'any':
      return `(${condition.of.map((one) => `(${conditionSql(one)})`).join(' or ')})`
  }
}

/**
 * The number of the level that a comparison falls on: 0 where a value is missing, or over-shared, which says as
 * little; the last where no level holds.
 */
export function levelSql({ requires, levels }: Comparison, overShared: OverSharedColumns): string {
  const missing = requires.flatMap((column) => [
    `l.${named(column)} is null or r.${named(column)} is null`,
    ...(overShared.get(column) ?? []).flatMap(({ hashColumn, hashes }) => [
      `l.${hashColumn} = any ('{${hashes.join(',')}}'::bigint[])`,
      `r.${hashColumn} = any ('{${hashes.join(',')}}'::bigint[])`,
    ]),
  ])
  const cases = levels.map(({ when }, index) => `when ${conditionSql(when)} then ${index + 1}`)
  return `(case when ${missing.join(' or ')} then 0 ${cases.join(' ')} else ${levels.length + 1} end)::smallint`
}

/** The name of the first cannot-link rule that forbids a pair, or null. */
export function forbiddenSql({ cannotLink }: IdentitySettings): string {
  if (cannotLink.length === 0) return 'null::text'
  const cases = cannotLink.map(({ name, when }) => {
    const all = when.map((condition) => `(${conditionSql(condition)})`).join(' and ')
    return `when ${all} then ${pg.escapeLiteral(name)}`
  })
  return `case ${cases.join(' ')} end`
}
