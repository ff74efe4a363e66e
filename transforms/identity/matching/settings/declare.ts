import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ClienteleError, hashCode } from '#engine'
import type { Level } from '../../../../analytics/fellegi-sunter/types.ts'
import { matchingCode } from '../code.ts'
import { nonsense } from './problems.ts'

/** How a prepared column comes from columns of a record. */
const preparedColumn = z.strictObject({
  /** Columns of the record; of several, all must be there, and they are joined by a blank. */
  from: z.union([z.string(), z.array(z.string()).min(1)]),
  /**
   * text: as it is; letters: letters and digits only, small; digits: digits only; start: the first `length`
   * characters; sound: the first Daitch-Mokotoff code; sounds: all of them; words: a list of words; day and number: for distances.
   */
  as: z.enum(['text', 'letters', 'digits', 'start', 'sound', 'sounds', 'words', 'day', 'number']),
  length: z.int().positive().optional(),
  /** Missing unless each of these columns of the record has one of the values. */
  only: z.record(z.string(), z.array(z.string()).min(1)).optional(),
})

const identifier = z.strictObject({
  kind: z.string().min(1),
  column: z.string(),
  /** `joins`: sharing it makes two records one person; `supports`: it makes them worth comparing. */
  trust: z.enum(['joins', 'supports']),
  /** A value is over-shared, and joins nobody, when more people or more records than this have it. */
  cap: z.strictObject({ people: z.int().positive(), records: z.int().min(2).max(2000) }),
  blocked: z
    .strictObject({
      values: z.array(z.string()).default([]),
      /** Regular expressions as Postgres reads them. */
      patterns: z.array(z.string()).default([]),
    })
    .default({ values: [], patterns: [] }),
  /** Whether the model may learn from the pairs it gives; not where many of them are relatives. */
  trains: z.boolean().default(true),
})

const level: z.ZodType<Level> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('exact'), columns: z.array(z.string()).min(1) }),
    z.strictObject({ kind: z.literal('swapped'), columns: z.tuple([z.string(), z.string()]) }),
    z.strictObject({ kind: z.literal('prefix'), column: z.string(), length: z.int().positive() }),
    z.strictObject({ kind: z.literal('levenshtein'), column: z.string(), atMost: z.int().positive() }),
    z.strictObject({ kind: z.literal('trigram'), column: z.string(), atLeast: z.number().gt(0).max(1) }),
    z.strictObject({ kind: z.literal('overlap'), column: z.string() }),
    z.strictObject({ kind: z.literal('days'), column: z.string(), atMost: z.int().nonnegative() }),
    z.strictObject({ kind: z.literal('dayMonthSwapped'), column: z.string() }),
    z.strictObject({ kind: z.literal('number'), column: z.string(), atMost: z.number().nonnegative() }),
    z.strictObject({ kind: z.literal('all'), of: z.array(level).min(1) }),
    z.strictObject({ kind: z.literal('any'), of: z.array(level).min(1) }),
  ]),
)

/**
 * What cannot-link rules say besides levels. `differs`: both have the column, and not the same; `not`: both have
 * what the level looks at, and it does not hold; `unless`: it does not hold, or one of them lacks what it looks at.
 */
export type Condition =
  | Level
  | { readonly kind: 'differs'; readonly column: string }
  | { readonly kind: 'not' | 'unless'; readonly level: Level }

const condition: z.ZodType<Condition> = z.union([
  z.strictObject({ kind: z.literal('differs'), column: z.string() }),
  z.strictObject({ kind: z.enum(['not', 'unless']), level }),
  level,
])

const comparison = z.strictObject({
  name: z.string().min(1),
  requires: z.array(z.string()).min(1),
  levels: z
    .array(z.strictObject({ label: z.string().min(1), when: level, termFrequency: z.string().optional() }))
    .min(1),
})

const settingsSchema = z.strictObject({
  columns: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), preparedColumn),
  /** Prepared columns in which two people would differ: what counts the people behind a shared value. */
  peopleBy: z.array(z.string()).min(1),
  identifiers: z.array(identifier).max(12),
  /** The kinds of link that are believed when a source gives them; `cap` is how many records one may be linked to. */
  links: z.record(z.string(), z.strictObject({ cap: z.int().positive().optional() })),
  /** Pairs that are two people whatever else they share; the conditions of one rule must all hold. */
  cannotLink: z.array(
    z.strictObject({
      name: z.string().min(1),
      when: z.array(condition).min(1),
    }),
  ),
  blocking: z.strictObject({
    /** Records that agree on all columns of a rule are compared. */
    rules: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          on: z.array(z.string()).min(1),
          trains: z.boolean().default(true),
          /** For a rule by which alone many strangers agree: smaller than that of all rules. */
          maxBlock: z.int().min(2).optional(),
        }),
      )
      .max(12),
    /** A block of more records than this is left out, and reported. */
    maxBlock: z.int().min(2),
    /** More pairs than this, times the records, and the run is refused before it begins. */
    maxPairsPerRecord: z.number().positive(),
  }),
  comparisons: z.array(comparison).min(1),
  /** A pair is linked by its weight only if it agrees, somehow, in one of these comparisons. None: by weight alone. */
  linkNeedsOneOf: z.array(z.string()).default([]),
  /** Match weights in bits: pairs are kept, sent to review, linked from these on. */
  thresholds: z.strictObject({
    keep: z.number(),
    review: z.number(),
    link: z.number(),
    /** A lone link between two groups of records must be stronger than this. */
    bridge: z.number(),
  }),
  maxClusterSize: z.int().min(2),
  training: z.strictObject({
    randomPairs: z.int().positive(),
    pairsPerRule: z.int().positive(),
    /** Raised to train anew. */
    round: z.int().nonnegative().default(0),
  }),
})

const codeHash = hashCode(matchingCode)

export type IdentitySettings = z.infer<typeof settingsSchema>
/** What a person writes: defaults may be left out. */
export type IdentitySettingsInput = z.input<typeof settingsSchema>
export type PreparedColumn = z.infer<typeof preparedColumn>

/**
 * Declares how records are matched.
 *
 * Errors: `identity-settings`, naming every place that makes no sense.
 */
export function identitySettings(written: IdentitySettingsInput): IdentitySettings {
  const parsed = settingsSchema.safeParse(written)
  const problems = parsed.success
    ? nonsense(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (parsed.success && problems.length === 0) return parsed.data
  throw new ClienteleError(
    'identity-settings',
    `The settings of identity make no sense:\n${problems.map((p) => `  ${p}`).join('\n')}`,
    { problems },
  )
}

/** What was matched, or learnt, under other settings or by other code is not gone on with. */
export function settingsHash(settings: IdentitySettings): string {
  return createHash('sha256').update(codeHash).update(JSON.stringify(settings)).digest('hex').slice(0, 12)
}
