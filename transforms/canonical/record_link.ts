import { canonical, id, instant, key, recordKey, text } from '#engine'

/** A source's claim that two records are one person. Identity decides whether to trust it. */
export const record_link = canonical('record_link', {
  description: 'Two profile records that a source says are one person',
  columns: {
    link_key: key('Surrogate key of the link'),
    record_key: recordKey('Profile record'),
    other_record_key: recordKey('The other profile record'),
    source: id('Source system'),
    link_type: text('How the source knows: login, form, alias, merge, reference, order or card'),
    linked_at: instant('When the source first said so'),
  },
})
