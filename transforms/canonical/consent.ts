import { canonical, id, instant, key, oneOf, text } from '#engine'

/**
 * One decision about one purpose. Decisions are never changed, only followed by others: what holds at a moment
 * is the last one before it.
 */
export const consent = canonical('consent', {
  description: 'A person allowing or forbidding one use of their data, as one source has it',
  columns: {
    consent_key: key('Surrogate key of the decision'),
    record_key: key('Profile record of the person').orNull(),
    source: id('Source system'),
    consent_id: id('Identifier of the decision in its source'),
    purpose: text('What for: email_marketing, sms_marketing, profiling …'),
    legal_basis: text(
      'consent, contract, legal_obligation, vital_interests, public_task or legitimate_interests (GDPR, article 6)',
    ),
    status: oneOf('What was decided', ['granted', 'withdrawn']),
    decided_at: instant('When it was decided'),
    recorded_at: instant('When it was written down').orNull(),
    channel: text('Where it was decided: checkout, preference_centre, call_centre …').orNull(),
    recorded_by: text('Who or what wrote it down').orNull(),
    policy_version: text('Version of the text the person saw').orNull(),
    evidence: text('What proves it').orNull().pii('free text'),
  },
})
