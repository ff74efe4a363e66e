import { z } from 'zod'
import { condition, level } from './conditions.ts'

/** A column that records are compared by, and how it is made from columns of the record. */
const preparedColumn = z.strictObject({
  /** Columns of the record. If there are several, all must have a value; they are joined with a space. */
  from: z.union([z.string(), z.array(z.string()).min(1)]),
  /**
   * - text: unchanged
   * - letters: letters and digits only, in lower case
   * - digits: digits only
   * - start: the first `length` characters
   * - domain: what follows the @ of an email address
   * - untagged: an email address without the tag that begins with a plus
   * - sound: the first Daitch-Mokotoff code; sounds: a list of all of them
   * - words: a list of the words
   * - day, number: for comparing distances
   */
  as: z.enum([
    'text',
    'letters',
    'digits',
    'start',
    'domain',
    'untagged',
    'sound',
    'sounds',
    'words',
    'day',
    'number',
  ]),
  length: z.int().positive().optional(),
  /** Null unless each of these columns of the record has one of the listed values. */
  only: z.record(z.string(), z.array(z.string()).min(1).readonly()).optional(),
})

const identifier = z.strictObject({
  kind: z.string().min(1),
  column: z.string(),
  /** `joins`: two records that share it are one person; `supports`: they are worth comparing. */
  trust: z.enum(['joins', 'supports']),
  /**
   * A value that more people or more records have is over-shared: it joins nobody. `unrelated` counts people without
   * relatives and misspellings: as many as there are different first letters in every column of `personSignature`.
   */
  cap: z.strictObject({
    people: z.int().positive(),
    unrelated: z.int().positive().optional(),
    records: z.int().min(2).max(2000),
  }),
  blocked: z
    .strictObject({
      values: z.array(z.string()).default([]),
      /** Regular expressions in the syntax of Postgres. */
      patterns: z.array(z.string()).default([]),
    })
    .default({ values: [], patterns: [] }),
  /** Whether the model learns from the pairs that share it. Set to false if many of them are relatives. */
  trains: z.boolean().default(true),
})

const blockingRule = z.strictObject({
  name: z.string().min(1),
  /** Records that agree on all of these columns are compared. */
  on: z.array(z.string()).min(1),
  /** Whether the model learns from the pairs that the rule finds. */
  trains: z.boolean().default(true),
  /** A lower limit than `blocking.maxBlock`, for a rule on which many strangers agree. */
  maxBlock: z.int().min(2).optional(),
})

const comparison = z.strictObject({
  name: z.string().min(1),
  requires: z.array(z.string()).min(1),
  levels: z
    .array(z.strictObject({ label: z.string().min(1), when: level, termFrequency: z.string().optional() }))
    .min(1),
})

export const settingsSchema = z.strictObject({
  columns: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), preparedColumn),
  /** Records that differ in one of these columns count as different people when a shared value is checked. */
  personSignature: z.array(z.string()).min(1),
  identifiers: z.array(identifier).max(12),
  /** The kinds of link from a source that are trusted. A link to a record with more than `cap` links is ignored. */
  links: z.record(z.string(), z.strictObject({ cap: z.int().positive().optional() })),
  /** Two records are different people, whatever they share, if all conditions of one of these rules hold. */
  cannotLink: z.array(
    z.strictObject({
      name: z.string().min(1),
      when: z.array(condition).min(1),
      /** The kinds of link that outweigh the rule: the source itself says that the two are one person. */
      unlessLinkedBy: z.array(z.string()).default([]),
    }),
  ),
  blocking: z.strictObject({
    rules: z.array(blockingRule).max(12),
    /** A block of more records is skipped and reported. */
    maxBlock: z.int().min(2),
    /** A run that would compare more pairs than this times the number of records is refused before it starts. */
    maxPairsPerRecord: z.number().positive(),
  }),
  comparisons: z.array(comparison).min(1),
  /**
   * A pair is linked by weight only if it agrees, on any level but the last, in one of these comparisons. If the list
   * is empty, the weight is enough.
   */
  linkRequiresAgreementOn: z.array(z.string()).default([]),
  /** Match weights in bits: from these weights on, pairs are kept, sent to review, and linked. */
  thresholds: z.strictObject({
    keep: z.number(),
    review: z.number(),
    link: z.number(),
    /** A single link that holds two groups of records together must have at least this weight. */
    bridge: z.number(),
  }),
  maxClusterSize: z.int().min(2),
  training: z.strictObject({
    randomPairs: z.int().positive(),
    pairsPerRule: z.int().positive(),
    /** The share of all records that may be new, changed or gone before the model is trained again. */
    drift: z.number().positive().max(1).default(0.1),
    /** Increase it to train the model again. */
    round: z.int().nonnegative().default(0),
  }),
})

export type IdentitySettings = z.infer<typeof settingsSchema>
/** What people write: values that have a default may be left out. */
export type IdentitySettingsInput = z.input<typeof settingsSchema>
export type PreparedColumn = z.infer<typeof preparedColumn>
