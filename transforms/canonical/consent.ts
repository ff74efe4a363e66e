import { canonical, id, instant, key, oneOf, recordKey, text } from '#engine'

/** One decision about one purpose. Decisions are never changed: the latest one before a moment applies at that moment. */
export const consent = canonical('consent', {
  description: 'A person allows or forbids one use of their data, as one source has it',
  columns: {
    consent_key: key('Surrogate key of the decision'),
    record_key: recordKey('Profile record of the person').orNull(),
    source: id('Source system'),
    consent_id: id('Identifier of the decision in its source').pii('identifier'),
    purpose: text('Purpose: email_marketing, sms_marketing, profiling …'),
    legal_basis: text(
      'consent, contract, legal_obligation, vital_interests, public_task or legitimate_interests (GDPR, article 6)',
    ),
    status: oneOf(
      'The decision; unknown if the source uses a word that is not known, which never allows anything',
      ['granted', 'withdrawn', 'unknown'],
    ),
    decided_at: instant('When it was decided'),
    recorded_at: instant('When it was recorded').orNull(),
    channel: text('Where the person decided: checkout, preference_centre, call_centre …')
      .orNull()
      .notPersonal('a place where many people decide'),
    recorded_by: text('Person or system that recorded it').orNull(),
    policy_version: text('Version of the policy that the person saw').orNull(),
    evidence: text('Evidence of the decision').orNull().pii('free text'),
  },
})
