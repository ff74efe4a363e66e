import { z } from 'zod'
import { instantText, source } from '#engine'

const recordKey = () => z.string().refine(isKey, 'not the key of a record')
const text = z.string().min(1)
const figure = z.number().nullable().optional()
const share = z.number().min(0).max(1).nullable().optional()
const number = z.int().nonnegative().nullable().optional()

/**
 * Decisions of stewards, and evaluations of identity. They are loaded like records of any other source, so that they
 * survive rebuilds and a build processes new ones.
 */
export const stewardship = source('stewardship', {
  system: 'Clerical review',
  entities: {
    decisions: {
      description: 'Decisions of stewards about pairs of profile records',
      // every decision stays: if the newest about a pair is undone, the one before is in force again
      key: ['decision', 'record_key_a', 'record_key_b'],
      eventTime: 'decided_at',
      changedAt: 'withdrawn_at',
      deletedWhen: { field: 'withdrawn_at', is: 'present' },
      pii: { reason: 'free text' },
      fields: {
        decision: text.describe('The decision: one verdict, or all pairs of a split'),
        record_key_a: recordKey().describe('Key of one record, the lower number'),
        record_key_b: recordKey().describe('Key of the other record'),
        verdict: z.enum(['same', 'different', 'unsure']).describe('Whether they are one person'),
        decided_at: instantText().describe('When it was decided'),
        decided_by: text.describe('Who decided'),
        reason: text.nullable().optional().describe('Why, in their own words'),
        command: z.enum(['review', 'decide', 'link', 'split']).describe('Command that made the decision'),
        withdrawn_at: instantText().nullable().optional().describe('When it was undone'),
        withdrawn_by: text.nullable().optional().describe('Who undid it'),
      },
    },
    evaluations: {
      description: 'Evaluations of identity against known or labelled records',
      key: ['evaluation_id', 'part', 'label'],
      eventTime: 'evaluated_at',
      changedAt: 'evaluated_at',
      fields: {
        evaluation_id: text.describe('The evaluation'),
        evaluated_at: instantText().describe('When it was measured'),
        measured_against: z
          .enum(['sample company', 'decisions', 'labels'])
          .describe('What it was measured against'),
        part: z.enum(['result', 'threshold', 'missed', 'false join']).describe('What the figures describe'),
        label: text.describe('The threshold or the reason; all for the result'),
        threshold: figure.describe('Match weight from which pairs are linked'),
        is_in_use: z.boolean().nullable().optional().describe('Whether the settings have this threshold'),
        precision: share.describe('Share of joined pairs that are one person'),
        recall: share.describe('Share of pairs of one person that are joined'),
        f1: share.describe('Harmonic mean of precision and recall'),
        bcubed_precision: share.describe('The same by record instead of by pair'),
        bcubed_recall: share.describe('The same by record instead of by pair'),
        bcubed_f1: share.describe('The same by record instead of by pair'),
        record_count: number.describe('Records whose person is known'),
        person_count: number.describe('People they belong to'),
        cluster_count: number.describe('Customers they became'),
        true_pair_count: number.describe('Pairs of records of one person'),
        joined_pair_count: number.describe('Pairs that were joined'),
        correct_pair_count: number.describe('Pairs of one person that were joined'),
        shared_record_count: number.describe('Records shared by several people, left out'),
        silent_record_count: number.describe('Records without identifying values, left out'),
        stranger_count: number.describe('People who share name and birthday with somebody else'),
        stranger_join_count: number.describe('Of those, how many were joined'),
        pair_count: number.describe('Pairs that were missed or falsely joined for this reason'),
      },
    },
  },
})

/** Whether the text is a whole number of 64 bits, as `ops.key_of` returns. */
function isKey(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
}
