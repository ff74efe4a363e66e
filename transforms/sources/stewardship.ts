import { z } from 'zod'
import { instantText } from '../../engine/contract-fields.ts'
import { source } from '../../engine/source.ts'

const recordKey = () => z.string().refine(isKey, 'not the key of a record')
const text = z.string().min(1)

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
      description: 'Measures of how well identity finds what is known or labelled',
      key: 'content',
      eventTime: 'measured_at',
      fields: {
        evaluation_id: text.describe('What was measured at once'),
        measured_at: instantText().describe('When it was measured'),
        dataset: text.describe('What it was measured on, e.g. sample'),
        metric: text.describe('What was measured, e.g. pairwise_f1'),
        threshold: z.number().nullable().optional().describe('Match weight from which pairs were linked'),
        value: z.number().nullable().describe('What came out; null where there was nothing to divide by'),
        note: text.nullable().optional().describe('What to know about it'),
      },
    },
  },
})

/** A whole number of 64 bits, as `ops.key_of` gives them. */
function isKey(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)
}
