import { canonical, flag, id, instant, key, oneOf, recordKey } from '#engine'

/** That a person belongs to a business, or acts for it, as one record of a source says. */
export const company_contact = canonical('company_contact', {
  description: 'A person who belongs to a business or acts for it, as one source has it',
  columns: {
    contact_key: key('Surrogate key of the statement'),
    record_key: recordKey('Profile record of the person').orNull(),
    company_key: key('The business').notPersonal('many people belong to a business'),
    source: id('Source system'),
    contact_role: oneOf('What the source says: the person belongs to it, or takes part in a deal with it', [
      'member',
      'deal contact',
    ]),
    observed_from: instant('When the record that says so was created'),
    observed_to: instant('When the record that says so last changed'),
    is_deleted: flag('Whether the source deleted the record that says so'),
  },
})
