import { z } from 'zod'
import { instantText, source } from '#engine'

const words = (example: string) =>
  z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, `not a name in lower case like ${example}`)

/**
 * The company's own ledger of consents. It must satisfy an auditor: nothing in it changes, a withdrawal is a separate
 * decision, and unknown fields are rejected.
 */
export const consent = source('consent', {
  system: 'Consent ledger',
  entities: {
    decisions: {
      description: 'What people allowed and forbade, with legal basis, time, place and evidence',
      key: ['decision_id'],
      unknownFields: 'freeze',
      freshWithinHours: 24,
      eventTime: 'decided_at',
      changedAt: 'recorded_at',
      pii: {
        subject_id: 'identifier',
        subject_reference: 'identifier',
        email: 'contact',
        phone: 'contact',
        evidence: 'free text',
      },
      fields: {
        decision_id: z.string().min(1).describe('Number of the decision'),
        subject_id: z.string().min(1).describe('The person, by the id in the ledger'),
        subject_reference: z
          .string()
          .regex(/^[a-z_]+:[a-z_]+:.+$/, 'not source:kind:id, like shopify:customer:207119551')
          .nullable()
          .optional()
          .describe('The record of the person in another source, e.g. shopify:customer:207119551'),
        email: z.string().nullable().optional().describe('Email address the decision is about'),
        phone: z.string().nullable().optional().describe('Phone number the decision is about'),
        purpose: words('email_marketing').describe('Purpose for which the data is used'),
        legal_basis: z
          .enum(
            [
              'consent',
              'contract',
              'legal_obligation',
              'vital_interests',
              'public_task',
              'legitimate_interests',
            ],
            {
              error:
                'not a legal basis of GDPR, article 6: consent, contract, legal_obligation, vital_interests, public_task or legitimate_interests',
            },
          )
          .describe('Legal basis of the use (GDPR, article 6)'),
        status: z
          .enum(['granted', 'withdrawn'], { error: 'not granted or withdrawn' })
          .describe('granted or withdrawn'),
        decided_at: instantText().describe('When the person decided'),
        recorded_at: instantText().describe('When it was recorded'),
        channel: words('preference_centre').describe('Where: checkout, preference_centre, call_centre …'),
        recorded_by: z.string().min(1).describe('Person or system that recorded it'),
        policy_version: z.string().nullable().optional().describe('Version of the text the person saw'),
        evidence: z.string().min(1).describe('Evidence: a form, a recording, a log entry'),
      },
    },
  },
})
