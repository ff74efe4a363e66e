import { canonical, id, instant, key, text } from '#engine'

/** A source's own word that two records are one person; whether to believe it is for identity to say. */
export const record_link = canonical('record_link', {
  description: 'Two profile records that a source says are one person',
  columns: {
    link_key: key('Surrogate key of the link'),
    record_key: key('Profile record'),
    other_record_key: key('Profile record that it is said to be one person with'),
    source: id('Source system'),
    link_type: text('How the source knows: login, alias, merge, reference, order or card'),
    linked_at: instant('When the source first said so'),
  },
})
