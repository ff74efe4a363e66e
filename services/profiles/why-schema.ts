import { z } from 'zod'

const key = z.string().regex(/^-?\d+$/)
const bits = z.number().describe('In bits: one more doubles the odds that they are one person')

export const whySchema = z.object({
  customer_key: key,
  thresholds: z
    .object({ link: z.number(), review: z.number() })
    .describe('Pairs of at least the first weight are joined, those of at least the second are reviewed'),
  record_count: z.int().describe('Records of the customer'),
  records: z
    .array(
      z.object({
        record_key: key,
        source: z.string(),
        record_kind: z.string(),
        name: z.string().optional().describe('source/kind/identifier'),
        joined_by: z.string().nullable().describe('What joined it to the others'),
        attributes: z
          .record(z.string(), z.string().nullable())
          .describe('What the record says, as far as the reader may see it'),
      }),
    )
    .describe('The first 50 of them'),
  links: z
    .array(
      z.object({
        record_key_a: key,
        record_key_b: key,
        joined_by: z.string().describe('A decision, a link of a source, a shared identifier, or the model'),
        weight: bits.nullable(),
        probability: z.number().nullable(),
        prior_weight: bits.nullable().describe('In bits: what holds for any two records'),
        comparisons: z
          .array(
            z.object({
              comparison: z.string(),
              a: z.string().nullable().optional(),
              b: z.string().nullable().optional(),
              level: z.int().describe('0 if a value is missing, else 1 for the best agreement'),
              label: z.string().describe('The level in words'),
              m: z.number().describe('How often records of one person are on this level'),
              u: z.number().describe('How often records of two people are'),
              weight: bits,
              term_weight: bits.describe('In bits: what it adds that the value is rare'),
            }),
          )
          .describe('What the weight is made of; none if they were not compared'),
        shared: z
          .array(
            z.object({
              name: z.string(),
              kind: z.enum(['identifier', 'blocking rule']),
              joins: z.boolean().describe('Whether sharing it joins two records by itself'),
              outcome: z.string(),
              value: z.string().nullable().optional(),
              why: z.string().nullable().describe('Why a shared value is not used'),
            }),
          )
          .describe('What brought the two records together'),
      }),
    )
    .describe(
      'The strongest links that hold the records together. Fewer than records less one if matching has forgotten them until ' +
        'the next build',
    ),
  history: z
    .array(
      z.object({
        run_id: z.string(),
        recorded_at: z.iso.datetime(),
        event: z.string().describe('assign, merge, split or redirect'),
        record_key: key.nullable(),
        source: z.string().nullable(),
        customer_key: key,
        former_customer_key: key.nullable(),
        reason: z.string(),
      }),
    )
    .describe('What the ledger says about the key, oldest first'),
  withheld: z.array(z.string()).describe('What holds personal data that the reader may not see'),
})
export type Why = z.infer<typeof whySchema>
