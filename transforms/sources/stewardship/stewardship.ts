import { z } from 'zod'
import { instantText, source } from '#engine'

const recordKey = () => z.string().refine(isKey, 'not the key of a record')
const text = z.string().min(1)
const figure = z.number().nullable().optional()
const number = z.int().nonnegative().nullable().optional()

/**
 * What people decide about identity, and how well it was measured to do. Loaded like any other source, so that it
 * is never lost, is rebuilt from, and makes a build go to work.
 */
export const stewardship = source('stewardship', {
  system: 'Clerical review',
  entities: {
    decisions: {
      description: 'What stewards decided about pairs of profile records',
      // every decision stays: when the newest about a pair is withdrawn, the one before it holds again
      key: ['decision', 'record_key_a', 'record_key_b'],
      eventTime: 'decided_at',
      changedAt: 'withdrawn_at',
      deletedWhen: { field: 'withdrawn_at', is: 'present' },
      pii: { reason: 'free text' },
      fields: {
        decision: text.describe('What was decided at once: one verdict, or all pairs of a split'),
        record_key_a: recordKey().describe('Key of the one record; the lower number'),
        record_key_b: recordKey().describe('Key of the other'),
        verdict: z.enum(['same', 'different', 'unsure']).describe('Whether they are one person'),
        decided_at: instantText().describe('When it was decided'),
        decided_by: text.describe('Who decided'),
        reason: text.nullable().optional().describe('Why, in their own words'),
        command: z.enum(['review', 'decide', 'link', 'split']).describe('How it came about'),
        withdrawn_at: instantText().nullable().optional().describe('When it was taken back'),
        withdrawn_by: text.nullable().optional().describe('Who took it back'),
      },
    },
    evaluations: {
      description: 'How well identity finds what is known or labelled',
      key: ['evaluation_id', 'part', 'label'],
      eventTime: 'evaluated_at',
      changedAt: 'evaluated_at',
      fields: {
        evaluation_id: text.describe('What was measured at once'),
        evaluated_at: instantText().describe('When it was measured'),
        measured_against: z
          .enum(['sample company', 'decisions', 'labels'])
          .describe('What was held to be true'),
        part: z.enum(['result', 'threshold', 'missed', 'false join']).describe('What the figures are about'),
        label: text.describe('The threshold or the reason; all for the result'),
        threshold: figure.describe('Match weight from which pairs are linked'),
        is_in_use: z
          .boolean()
          .nullable()
          .optional()
          .describe('Whether that threshold is the one of the settings'),
        precision: figure.describe('Pairs rightly joined among pairs joined'),
        recall: figure.describe('Pairs rightly joined among pairs of one person'),
        f1: figure.describe('Harmonic mean of precision and recall'),
        bcubed_precision: figure.describe('The same by record instead of by pair'),
        bcubed_recall: figure.describe('The same by record instead of by pair'),
        bcubed_f1: figure.describe('The same by record instead of by pair'),
        record_count: number.describe('Records whose person is known'),
        person_count: number.describe('People they belong to'),
        cluster_count: number.describe('People they were taken for'),
        true_pair_count: number.describe('Pairs of records of one person'),
        joined_pair_count: number.describe('Pairs that were joined'),
        correct_pair_count: number.describe('Pairs of one person that were joined'),
        shared_record_count: number.describe('Records of several people, left out'),
        silent_record_count: number.describe('Records that say nothing of anybody, left out'),
        stranger_count: number.describe('Different people of one name and birthday that are known'),
        stranger_join_count: number.describe('Those of them that were joined'),
        pair_count: number.describe('Pairs that were missed or falsely joined for this reason'),
      },
    },
  },
})

/** A whole number of 64 bits, as `ops.key_of` gives them. */
function isKey(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
}
