import type { Condition } from './declare.ts'

/** The prepared columns a condition looks at. */
export function columnsOf(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'exact':
    case 'swapped':
      return condition.columns
    case 'all':
    case 'any':
      return condition.of.flatMap(columnsOf)
    case 'not':
    case 'unless':
      return columnsOf(condition.level)
    default:
      return [condition.column]
  }
}
