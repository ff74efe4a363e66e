import { z } from 'zod'
import { instantText, source } from '#engine'
import { responseExport } from './csv-export.ts'

const text = z.string().nullable().optional()

const answer = z.looseObject({
  type: z.string().min(1),
  field: z.looseObject({ id: z.string().min(1), type: z.string(), ref: text, title: text }),
  text: z.string().optional(),
  number: z.number().optional(),
  email: z.string().optional(),
  phone_number: z.string().optional(),
  boolean: z.boolean().optional(),
  choice: z.looseObject({ label: text, other: text }).optional(),
  choices: z.looseObject({ labels: z.array(z.string()).optional(), other: text }).optional(),
})

const definition = z.looseObject({
  fields: z.array(
    z.looseObject({
      id: z.string(),
      title: text,
      properties: z
        .looseObject({ steps: z.int().optional(), start_at_one: z.boolean().optional() })
        .optional(),
    }),
  ),
})

/** Typeform writes the year 1 for a response that was not submitted. */
const submitted = z.preprocess(
  (written) => (written === '0001-01-01T00:00:00Z' ? null : written),
  instantText().nullable(),
)

/** Typeform: items of its Responses API, the `form_response` of its webhook, and rows of its export. */
export const typeform = source('typeform', {
  system: 'Typeform',
  entities: {
    responses: {
      description: 'Answers to forms: scores (NPS, CSAT) and free text',
      key: ['token'],
      changedAt: 'submitted_at',
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'submitted_at',
      pii: { answers: 'free text', hidden: 'contact', metadata: 'identifier' },
      csv: responseExport,
      fields: {
        token: z.string().min(1).describe('Response id'),
        form_id: text.describe('Form; given by the webhook, and to be added when responses are pulled'),
        response_type: text.describe('started, partial or completed'),
        landed_at: instantText().describe('When the person opened the form'),
        submitted_at: submitted.describe('When the person submitted the answers'),
        metadata: z.looseObject({}).nullable().optional().describe('Browser and network of the person'),
        hidden: z
          .looseObject({})
          .nullable()
          .optional()
          .describe('What the link to the form contained about the person: email, phone, name'),
        answers: z.array(answer).nullable().optional().describe('Answers'),
        definition: definition.nullable().optional().describe('The form at that time, in webhooks'),
      },
    },
  },
})
