import { id, sql, transform } from '#engine'
import { consent as shape } from '../../canonical/consent.ts'
import { consent } from '../../sources/consent/consent.ts'
import { personKey } from '../person-key.ts'

export const stg_consent__decisions = transform('staging.stg_consent__decisions', {
  description: 'Decisions of the consent ledger.',
  grain: ['consent_key'],
  conformsTo: shape,
  columns: {
    ...shape.columns,
    subject_id: id('The person in the consent ledger').pii('identifier'),
    subject_reference: id('The record of the person in another source').orNull().pii('identifier'),
  },
  query: sql`
    select
      ops.key_of('consent', 'decision', decision_id) as consent_key,
      ${personKey('consent', 'subject', sql`subject_id`)} as record_key,
      'consent' as source,
      decision_id as consent_id,
      purpose,
      legal_basis,
      status,
      decided_at::timestamptz as decided_at,
      recorded_at::timestamptz as recorded_at,
      channel,
      trim(recorded_by) as recorded_by,
      nullif(trim(policy_version), '') as policy_version,
      trim(evidence) as evidence,
      subject_id,
      nullif(trim(subject_reference), '') as subject_reference
    from ${consent.decisions}`,
})
