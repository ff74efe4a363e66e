import { canonical, flag, id, instant, key, recordKey } from '#engine'

export const membership = canonical('membership', {
  description: 'A membership of a loyalty programme, as one source has it now',
  columns: {
    membership_key: key('Surrogate key of the membership'),
    record_key: recordKey('Profile record of the member').orNull(),
    source: id('Source system, which is the loyalty programme'),
    is_deleted: flag('Whether the membership has ended'),
    joined_at: instant('When the member joined'),
    left_at: instant('When the member left').orNull(),
    updated_at: instant('When the source last changed the record'),
  },
})
