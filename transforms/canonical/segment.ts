import { canonical, id, key, text } from '#engine'

/** A segment as it was computed: a row for the segment itself, with customer_key -1, and one for each member. */
export const segment = canonical('segment', {
  description: 'What a segment is, and who is in it',
  columns: {
    segment_name: id('Name of the segment, as in its file'),
    customer_key: key('The member; -1 in the row of the segment itself'),
    title: text('What people call it').orNull(),
    owner: text('Who answers for it').orNull(),
    purpose: text('What it is for').orNull(),
    predicate: text('Who is in it, as SQL over mart_customer_360').orNull(),
    problem: text('Why it could not be computed; it then has no members').orNull(),
  },
})
