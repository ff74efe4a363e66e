import { canonical, day, flag, id, instant, oneOf, recordKey, text } from '#engine'

/** What one record of one source says about a person; `normalisedProfile` fills the normalised columns. */
export const profile = canonical('profile', {
  description: 'A record about a person, as one source has it',
  columns: {
    record_key: recordKey('Surrogate key of the record'),
    source: id('Source system'),
    record_kind: text('Kind of record in its source: contact, customer, guest, member …').notPersonal(
      'a word for a kind of record',
    ),
    record_id: id('Identifier of the record in its source').pii('identifier'),
    party_type: oneOf('Whether the name is of a person or of an organisation; unknown without a name', [
      'person',
      'organisation',
      'unknown',
    ]),
    organisation_name: text('Name of the organisation as written; missing for people').orNull().pii('name'),
    organisation_name_match: text('Name of the organisation for matching: Latin letters, no legal form')
      .orNull()
      .pii('name'),
    full_name: text('Given name, family name and suffix; the whole name of an organisation')
      .orNull()
      .pii('name'),
    given_name: text('Given names').orNull().pii('name'),
    family_name: text('Family name with its particles').orNull().pii('name'),
    name_suffix: text('Suffix of the name: Jr, Sr, II, III or IV').orNull().pii('name'),
    given_name_match: text('First given name for matching: Latin letters, nicknames expanded')
      .orNull()
      .pii('name'),
    family_name_match: text('Family name for matching: Latin letters only').orNull().pii('name'),
    email: text('Email address to write to, in lower case').orNull().pii('contact'),
    email_match: text('Mailbox for matching, as its provider reads the address').orNull().pii('contact'),
    email_kind: oneOf('What kind of address the source has; junk is what people enter if they give none', [
      ...(['personal', 'business', 'role', 'disposable', 'junk', 'invalid', 'missing'] as const),
    ]),
    phone: text('Phone number in E.164').orNull().pii('contact'),
    phone_extension: text('Extension of the phone number').orNull().pii('contact'),
    phone_kind: oneOf(
      'What kind of number the source has; junk is what people enter if they give none, shared what the source says ' +
        'others have too',
      [...(['mobile', 'fixed', 'mobile_or_fixed', 'other', 'shared', 'junk', 'invalid', 'missing'] as const)],
    ),
    street: text('Street, or the whole line if it has no house number').orNull().pii('address'),
    house_number: text('House number').orNull().pii('address'),
    unit: text('Flat, apartment or suite').orNull().pii('address'),
    city: text('Town').orNull().pii('address'),
    region: text('State, province or county').orNull().pii('address'),
    postcode: text('Postcode in the format of its country').orNull().pii('address'),
    country: text('Country of the person, in English').orNull().notPersonal('many people live in a country'),
    country_code: text('Country of the person, ISO 3166-1')
      .orNull()
      .notPersonal('many people live in a country'),
    birth_date: day('Date of birth').orNull().pii('birth'),
    birth_date_quality: text('given, suspect, refused or missing').notPersonal('one of four words'),
    is_deleted: flag('Whether the source deleted the record'),
    created_at: instant('When the source created the record').orNull(),
    updated_at: instant('When the source last changed the record').orNull(),
  },
})
