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
    case 'lacks':
      return `(${l} is null or ${r} is null)`
    case 'not':
      return `not (${conditionSql(condition.level)})`
    case 'unless':
      return `(${conditionSql(condition.level)}) is not true`
    case 'swapped': {
      const [one, other] = condition.columns.map(quoted)
      const isSwapped = (a: string, b: string) =>
        `${a}.${one} = ${b}.${other} and ${isNearly(`${a}.${other}`, `${b}.${one}`)}`
      return `(${isSwapped('l', 'r')} or ${isSwapped('r', 'l')})`
    }
    case 'prefix':
      return `left(${l}, ${condition.length}) = left(${r}, ${condition.length})`
    case 'begins':
      return `(starts_with(${l}, ${r}) or starts_with(${r}, ${l}))`
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

/** Whether one value begins with the other, or they are one letter apart and not too short for that. */
function isNearly(x: string, y: string): string {
  return `(starts_with(${x}, ${y}) or starts_with(${y}, ${x})
    or length(${x}) > 3 and levenshtein_less_equal(${x}, ${y}, 1) <= 1)`
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

/**
 * The name of the first cannot-link rule that forbids `l` and `r`, or null. `linkType` is the kind of link between them
 * from a source, in SQL: it outweighs the rules that say so.
 */
export function forbiddenSql({ cannotLink }: IdentitySettings, linkType = 'null::text'): string {
  if (cannotLink.length === 0) return 'null::text'
  const cases = cannotLink.map(({ name, when, unlessLinkedBy }) => {
    const conditions = when.map((condition) => `(${conditionSql(condition)})`)
    const links = unlessLinkedBy.map((kind) => pg.escapeLiteral(kind)).join(', ')
    if (links) conditions.push(`(${linkType} in (${links})) is not true`)
    return `when ${conditions.join(' and ')} then ${pg.escapeLiteral(name)}`
  })
  return `case ${cases.join(' ')} end`
}
