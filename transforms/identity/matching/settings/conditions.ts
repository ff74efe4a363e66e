import { z } from 'zod'
import type { Level } from '../../../../analytics/fellegi-sunter/types.ts'

const column = z.string()
const columns = z.array(column).min(1)

export const level: z.ZodType<Level> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('exact'), columns }),
    z.strictObject({ kind: z.literal('swapped'), columns: z.tuple([column, column]) }),
    z.strictObject({ kind: z.literal('prefix'), column, length: z.int().positive() }),
    z.strictObject({ kind: z.literal('begins'), column }),
    z.strictObject({ kind: z.literal('levenshtein'), column, atMost: z.int().positive() }),
    z.strictObject({ kind: z.literal('trigram'), column, atLeast: z.number().gt(0).max(1) }),
    z.strictObject({ kind: z.literal('overlap'), column }),
    z.strictObject({ kind: z.literal('days'), column, atMost: z.int().nonnegative() }),
    z.strictObject({ kind: z.literal('dayMonthSwapped'), column }),
    z.strictObject({ kind: z.literal('number'), column, atMost: z.number().nonnegative() }),
    z.strictObject({ kind: z.literal('all'), of: z.array(level).min(1) }),
    z.strictObject({ kind: z.literal('any'), of: z.array(level).min(1) }),
  ]),
)

/**
 * A condition of a cannot-link rule: a level, or one of four that only such rules use.
 * - `differs`: both records have the column, and the values differ
 * - `lacks`: at least one of the records lacks the column
 * - `not`: both records have the columns of the level, and it does not hold
 * - `unless`: the level does not hold, or one of the records lacks one of its columns
 */
export type Condition =
  | Level
  | { readonly kind: 'differs' | 'lacks'; readonly column: string }
  | { readonly kind: 'not' | 'unless'; readonly level: Level }

export const condition: z.ZodType<Condition> = z.union([
  z.strictObject({ kind: z.enum(['differs', 'lacks']), column }),
  z.strictObject({ kind: z.enum(['not', 'unless']), level }),
  level,
])

/** The prepared columns that a condition reads. */
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
