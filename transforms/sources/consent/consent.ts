import { z } from 'zod'
import { instantText, source } from '#engine'

const words = (example: string) =>
  z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, `not a name in lower case like ${example}`)

/**
 * The company's own ledger of consents. It is written for an auditor: nothing in it changes, a withdrawal is a
 * decision of its own, and a field nobody agreed on is refused.
 */
export const consent = source('consent', {
  system: 'Consent ledger',
  entities: {
    decisions: {
      description: 'What people allowed and forbade, on which legal basis, when, where and with what proof',
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
        subject_id: z.string().min(1).describe('The person, as the ledger tells people apart'),
        subject_reference: z
          .string()
          .regex(/^[a-z_]+:[a-z_]+:.+$/, 'not source:kind:id, like shopify:customer:207119551')
          .nullable()
          .optional()
          .describe('The record of the person in another source, e.g. shopify:customer:207119551'),
        email: z.string().nullable().optional().describe('Email address the decision is about'),
        phone: z.string().nullable().optional().describe('Phone number the decision is about'),
        purpose: words('email_marketing').describe('What the data is to be used for'),
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
          .enum(['granted', 'withdrawn'], { error: 'neither granted nor withdrawn' })
          .describe('granted or withdrawn'),
        decided_at: instantText().describe('When the person decided'),
        recorded_at: instantText().describe('When it was written down'),
        channel: words('preference_centre').describe('Where: checkout, preference_centre, call_centre …'),
        recorded_by: z.string().min(1).describe('Who or what wrote it down'),
        policy_version: z.string().nullable().optional().describe('Version of the text the person saw'),
        evidence: z.string().min(1).describe('What proves it: a form, a recording, a log entry'),
      },
    },
  },
})
