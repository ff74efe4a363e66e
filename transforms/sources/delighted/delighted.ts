import { z } from 'zod'
import { source, unixSeconds } from '#engine'

const text = z.string().nullable().optional()

const person = z.looseObject({ id: z.string().min(1), email: text, name: text, phone_number: text })

/**
 * Delighted: survey responses of its API. Request them with `expand[]=person`: without it a response has only the id of
 * the person, who then cannot be identified.
 */
export const delighted = source('delighted', {
  system: 'Delighted',
  entities: {
    responses: {
      description: 'Scores and comments of surveys (NPS, CSAT, CES)',
      key: ['id'],
      changedAt: 'updated_at',
      unknownFields: 'evolve',
      freshWithinHours: 24,
      eventTime: 'created_at',
      pii: { person: 'contact', comment: 'free text', person_properties: 'free text', notes: 'free text' },
      fields: {
        id: z.string().min(1).describe('Response id'),
        person: z
          .union(
            [
              person,
              z
                .string()
                .min(1)
                .transform((id) => ({ id })),
            ],
            {
              error: 'not the id of a person, and not a person with an id',
            },
          )
          .describe('Who answered'),
        survey_type: z.string().min(1).describe('nps, csat, ces …'),
        score: z.int().min(0).max(10).describe('Score'),
        comment: text.describe('What the person wrote'),
        permalink: text.describe('URL of the response in Delighted'),
        created_at: unixSeconds().describe('When the person answered'),
        updated_at: unixSeconds().nullable().optional().describe('When the person changed the answer'),
        person_properties: z
          .looseObject({})
          .nullable()
          .optional()
          .describe('What the company sent about the person with the survey'),
        notes: z.array(z.looseObject({})).optional().describe('Notes of the company about the response'),
        tags: z.array(z.string()).optional().describe('Tags of the response'),
        additional_answers: z.array(z.looseObject({})).optional().describe('Answers to further questions'),
      },
    },
  },
})
