import { id, instant, key, text } from '../../engine/columns.ts'
import { canonical } from '../../engine/transform.ts'

/** What one record of one source says about a person. */
export const profile = canonical('profile', {
  description: 'A record about a person, as one source has it',
  columns: {
    record_key: key('Surrogate key of the record'),
    source: id('Source system'),
    record_id: id('Identifier of the record in its source').pii('identifier'),
    full_name: text('Name as it is written').orNull().pii('name'),
    email: text('Email address: lower case, without a plus tag').orNull().pii('contact'),
    phone: text('Phone number as it is written').orNull().pii('contact'),
    country: text('Country of the person').orNull(),
    created_at: instant('When the source first knew the person').orNull(),
    updated_at: instant('When the source last changed the record').orNull(),
  },
})
