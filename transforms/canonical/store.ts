import { canonical, flag, id, instant, key, text } from '#engine'

/** A place of the company where customers buy: a shop, a stall, a van. */
export const store = canonical('store', {
  description: 'A place where the company sells to visitors, as one source has it',
  columns: {
    store_key: key('Surrogate key of the store'),
    source: id('Source system'),
    store_id: id('Identifier in its source'),
    store_name: text('Name'),
    is_mobile: flag('Whether it moves, such as a stall or a van'),
    is_active: flag('Whether it is in use'),
    street: text('Street and house number of the store').orNull(),
    city: text('Town of the store').orNull(),
    region: text('State, province or county of the store').orNull(),
    postcode: text('Postcode of the store').orNull(),
    country: text('Country of the store (ISO 3166-1)').orNull(),
    time_zone: text('Time zone of the store (IANA)').orNull(),
    opened_at: instant('When it was added to the source').orNull(),
  },
})
