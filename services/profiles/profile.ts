import { z } from 'zod'
import type { Columns } from '#engine'
import { mart_customer_360 } from '../../transforms/marts/mart_customer_360.ts'
import { dim_customer } from '../../transforms/warehouse/dim_customer.ts'
import { fct_touchpoints } from '../../transforms/warehouse/fct_touchpoints.ts'
import { pick, rowSchema } from './json.ts'
import type { ListSection, Section } from './section.ts'
import { sections } from './sections.ts'

/* What the answers look like. OpenAPI, the client and the tests are made from these. */

const customerKey = z
  .string()
  .regex(/^-?\d+$/)
  .describe('The durable key of a customer')

function row<C extends Columns>({ columns, description }: Section<C>) {
  return rowSchema(columns).nullable().optional().describe(description)
}

function rows<C extends Columns>({ columns, description, limit }: ListSection<C>) {
  return z
    .object({
      total: z.int().describe('How many there are'),
      items: z.array(rowSchema(columns)).describe(`The first ${limit} of them at most`),
    })
    .optional()
    .describe(description)
}

export const profileSchema = z.object({
  customer_key: customerKey,
  as_of_date: z.iso.date().describe('The day as of which marts hold'),
  run_id: z.string().describe('The build that published what is read'),
  currency: z.string().describe('The reporting currency of all amounts, ISO 4217'),
  withheld: z
    .array(z.string())
    .describe('Fields that were asked for and hold personal data that the reader may not see'),
  golden: row(sections.golden),
  attributes: rows(sections.attributes),
  identifiers: rows(sections.identifiers),
  traits: row(sections.traits),
  segments: rows(sections.segments),
  segment_history: rows(sections.segment_history),
  worth: row(sections.worth),
  health: row(sections.health),
  health_parts: rows(sections.health_parts),
  churn: row(sections.churn),
  suggestions: rows(sections.suggestions),
  open_carts: rows(sections.open_carts),
  open_cases: rows(sections.open_cases),
  consents: rows(sections.consents),
  household: rows(sections.household),
})
export type Profile = z.infer<typeof profileSchema>

/** The columns of a contact on the timeline. */
export const contactColumns = pick(fct_touchpoints.columns, [
  'touchpoint_key',
  'occurred_at',
  'touchpoint_type',
  'channel',
  'direction',
  'sentence',
  'original_amount',
  'currency',
  'value_amount',
  'fact',
  'fact_key',
])

const counted = z.array(
  z.object({ name: z.string(), contact_count: z.int().describe('Contacts with the customer') }),
)

export const timelineSchema = z.object({
  customer_key: customerKey,
  currency: z.string().describe('The reporting currency, which `value_amount` is in'),
  contacts: z.array(rowSchema(contactColumns)).describe('The newest first'),
  next: z.string().nullable().describe('The cursor of the page with older contacts; null if there are none'),
  types: counted.optional().describe('Types of contacts; on the first page only'),
  channels: counted.optional().describe('Channels of contacts; on the first page only'),
})
export type Timeline = z.infer<typeof timelineSchema>

export const foundColumns = {
  ...pick(dim_customer.columns, ['full_name', 'email', 'phone', 'city', 'market']),
  ...pick(mart_customer_360.columns, ['lifetime_value_amount', 'last_ordered_date']),
}

export const searchSchema = z.object({
  total: z.int().describe('How many customers match'),
  currency: z.string().describe('The reporting currency of all amounts, ISO 4217'),
  customers: z
    .array(
      z.object({
        customer_key: customerKey,
        matches: z
          .array(
            z.object({
              by: z
                .string()
                .describe('name, phone, email, order, customer, or the source and its kind of record'),
              how: z.enum(['same', 'begins', 'contains', 'similar']),
              value: z.string().describe('The value that matches'),
            }),
          )
          .describe('Why the customer was found, the best reason first'),
        ...rowSchema(foundColumns).shape,
      }),
    )
    .describe('The best matches first, then the customers who are worth most'),
  withheld: z
    .array(z.string())
    .describe('Fields of customers that hold personal data that the reader may not see'),
  not_searched: z
    .array(z.string())
    .describe('What was not searched, because the reader may not see that kind of personal data'),
})
export type Search = z.infer<typeof searchSchema>

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('A heading of docs/errors.md'),
  detail: z.string().describe('What happened, why, and what to do'),
})

/** Beside the problem `profile-ambiguous`. */
export const choicesSchema = problemSchema.extend({
  total: z.int().describe('How many customers have the identifier'),
  choices: z
    .array(
      z.object({
        customer_key: z.string(),
        full_name: z.string().nullable().optional(),
        market: z.string(),
        last_seen_at: z.iso.datetime().nullable().describe('When it was last seen with the customer'),
      }),
    )
    .describe('The 20 seen last'),
})
