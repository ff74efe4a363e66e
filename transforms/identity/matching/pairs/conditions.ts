import pg from 'pg'
import type { Comparison } from '../../../../analytics/fellegi-sunter/types.ts'
import { quoted } from '../prepare/columns.ts'
import { bigintArray, type OverSharedColumns } from '../prepare/over-shared.ts'
import type { Condition } from '../settings/conditions.ts'
import type { IdentitySettings } from '../settings/schema.ts'

/** A condition on the prepared records `l` and `r`; null if a value is missing. */
function conditionSql(condition: Condition): string {
  const [first = ''] = 'column' in condition ? [condition.column] : []
  const l = `l.${quoted(first)}`
  const r = `r.${quoted(first)}`
  switch (condition.kind) {
    case 'exact':
      return condition.columns.map((column) => `l.${quoted(column)} = r.${quoted(column)}`).join(' and ')
    case 'differs':
      return `${l} <> ${r}`
    case 'not':
      return `not (${conditionSql(condition.level)})`
    case 'unless':
      return `(${conditionSql(condition.level)}) is not true`
    case 'swapped': {
      const [one, other] = condition.columns
      return `l.${quoted(one)} = r.${quoted(other)} and l.${quoted(other)} = r.${quoted(one)}`
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
 * The number of the level that a comparison of `l` and `r` reaches: 0 if a value is missing or over-shared, the last if
 * none of its levels holds.
 */
export function levelSql({ requires, levels }: Comparison, overShared: OverSharedColumns): string {
  const isMissing = requires.flatMap((column) => [
    `l.${quoted(column)} is null or r.${quoted(column)} is null`,
    ...(overShared.get(column) ?? []).flatMap(({ hashColumn, hashes }) => [
      `l.${hashColumn} = any (${bigintArray(hashes)})`,
      `r.${hashColumn} = any (${bigintArray(hashes)})`,
    ]),
  ])
  const cases = levels.map(({ when }, index) => `when ${conditionSql(when)} then ${index + 1}`)
  return `(case when ${isMissing.join(' or ')} then 0 ${cases.join(' ')} else ${levels.length + 1} end)::smallint`
}

/** The name of the first cannot-link rule that forbids `l` and `r`, or null. */
export function forbiddenSql({ cannotLink }: IdentitySettings): string {
  if (cannotLink.length === 0) return 'null::text'
  const cases = cannotLink.map(({ name, when }) => {
    const all = when.map((condition) => `(${conditionSql(condition)})`).join(' and ')
    return `when ${all} then ${pg.escapeLiteral(name)}`
  })
  return `case ${cases.join(' ')} end`
}
