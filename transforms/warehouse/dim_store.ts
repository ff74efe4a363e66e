import { every, flag, id, instant, key, sql, text, transform } from '#engine'
import { store } from '../canonical/store.ts'
import { namedStores } from './orders/named-stores.ts'

/**
 * A store that orders name and no source describes is known by its id or name alone, until its record is loaded. The
 * store of an order is unknown (-1) if it was placed in one that nobody names, and does not apply (-2) on the web.
 */
export const dim_store = transform('warehouse.dim_store', {
  description:
    'One row for each shop, stall or van of the company, as it is now; -1 for an unknown store, -2 for orders that are not placed in one.',
  grain: ['store_key'],
  columns: {
    store_key: key('The store; -1 is the unknown member, -2 the one for what has no store'),
    source: id('Source system'),
    store_id: id('Identifier of the store in its source, or its name if orders name it so'),
    store_name: text('Name'),
    is_described: flag('Whether a source describes it; if not, only its id or name is known'),
    is_mobile: flag('Whether it moves, such as a stall or a van').orNull(),
    is_active: flag('Whether it is in use').orNull(),
    street: text('Street and house number of the store').orNull(),
    city: text('Town of the store').orNull(),
    region: text('State, province or county of the store').orNull(),
    postcode: text('Postcode of the store').orNull(),
    country: text('Country of the store (ISO 3166-1)').orNull(),
    time_zone: text('Time zone of the store (IANA)').orNull(),
    opened_at: instant('When it was added to the source').orNull(),
  },
  unknownMember: {
    store_key: -1,
    source: 'none',
    store_id: 'unknown',
    store_name: 'Unknown store',
    is_described: false,
  },
  notApplicableMember: {
    store_key: -2,
    source: 'none',
    store_id: 'not applicable',
    store_name: 'Not in a store',
    is_described: false,
  },
  query: sql`
    select
      store_key,
      source,
      store_id,
      store_name,
      true as is_described,
      is_mobile,
      is_active,
      street,
      city,
      region,
      postcode,
      country,
      time_zone,
      opened_at
    from ${every(store)} place
    union all
    select
      store_key,
      source,
      mention,
      mention,
      false,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null
    from (${namedStores}) named
    where not is_described`,
})
