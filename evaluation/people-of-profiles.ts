import { type Relation, type Sql, sql, value } from '#engine'
import { stg_calls__conversations } from '../transforms/staging/calls/stg_calls__conversations.ts'
import { stg_consent__decisions } from '../transforms/staging/consent/stg_consent__decisions.ts'
import { stg_delighted__responses } from '../transforms/staging/delighted/stg_delighted__responses.ts'
import { stg_devices__registrations } from '../transforms/staging/devices/stg_devices__registrations.ts'
import { stg_meta__mentions } from '../transforms/staging/meta/stg_meta__mentions.ts'
import { stg_meta__messages } from '../transforms/staging/meta/stg_meta__messages.ts'
import { stg_segment__aliases } from '../transforms/staging/segment/stg_segment__aliases.ts'
import { stg_segment__identifies } from '../transforms/staging/segment/stg_segment__identifies.ts'
import { stg_segment__pages } from '../transforms/staging/segment/stg_segment__pages.ts'
import { stg_segment__screens } from '../transforms/staging/segment/stg_segment__screens.ts'
import { stg_segment__tracks } from '../transforms/staging/segment/stg_segment__tracks.ts'
import { stg_shipstation__orders } from '../transforms/staging/shipstation/stg_shipstation__orders.ts'
import { stg_shopify__checkouts } from '../transforms/staging/shopify/stg_shopify__checkouts.ts'
import { stg_shopify__orders } from '../transforms/staging/shopify/stg_shopify__orders.ts'
import { stg_typeform__responses } from '../transforms/staging/typeform/stg_typeform__responses.ts'

/** Sources whose records are profile records themselves. */
const profiles = [
  ['hubspot.contacts', 'contact'],
  ['klaviyo.profiles', 'profile'],
  ['loyalty.members', 'member'],
  ['shopify.customers', 'customer'],
  ['square.customers', 'customer'],
  ['stripe.customers', 'customer'],
  ['zendesk.users', 'user'],
] as const

const recordKey = sql`record_key`
const guest = sql`case when coalesce(guest_email, guest_phone) is not null then record_key end`
const keyOfPerson = (key: Sql) => sql`ops.keyed(${key}, (select pads from ops.key_ring))`
const identified = sql`unnest(array[record_key, visitor_key])`
const visitor = sql`unnest(array[
  ${keyOfPerson(sql`ops.key_of('segment', 'user', user_id)`)},
  ${keyOfPerson(sql`ops.key_of('segment', 'anonymous', visitor_id)`)}
])`
const typeformResponse = sql`ops.key_of('typeform', 'response', response_id)`

/**
 * Who a record of the sample company belongs to is known by entity and record. Several records can make up one profile,
 * such as the orders of a guest: then the staged rows say which record went into which profile.
 */
const profilesOfRecords: readonly (readonly [
  entity: string,
  kind: string,
  staged: Relation,
  stagedKey: Sql,
  profileKey: Sql,
])[] = [
  ['calls.conversations', 'call', stg_calls__conversations, sql`call_key`, recordKey],
  ['consent.decisions', 'decision', stg_consent__decisions, sql`consent_key`, recordKey],
  ['delighted.responses', 'response', stg_delighted__responses, sql`survey_response_key`, recordKey],
  ['devices.registrations', 'device', stg_devices__registrations, sql`device_key`, recordKey],
  ['meta.mentions', 'mention', stg_meta__mentions, sql`message_key`, recordKey],
  ['meta.messages', 'message', stg_meta__messages, sql`message_key`, recordKey],
  ['segment.alias', 'alias', stg_segment__aliases, sql`event_key`, recordKey],
  ['segment.identify', 'identify', stg_segment__identifies, sql`event_key`, identified],
  ['segment.page', 'page', stg_segment__pages, sql`event_key`, visitor],
  ['segment.screen', 'screen', stg_segment__screens, sql`event_key`, visitor],
  ['segment.track', 'track', stg_segment__tracks, sql`event_key`, visitor],
  ['shipstation.orders', 'order', stg_shipstation__orders, sql`shipment_key`, recordKey],
  ['shopify.checkouts', 'checkout', stg_shopify__checkouts, sql`checkout_key`, guest],
  ['shopify.orders', 'order', stg_shopify__orders, sql`order_key`, guest],
  ['typeform.responses', 'response', stg_typeform__responses, typeformResponse, recordKey],
]

/** Rows of `record_key, person_id`: the people of each profile record of the sample company. */
export const peopleOfProfiles = [
  ...profiles.map(
    ([entity, kind]) => sql`
    select
      ${keyOfPerson(sql`key`)} as record_key,
      person_id
    from (${recordsOf(entity, kind)}) known`,
  ),
  ...profilesOfRecords.map(
    ([entity, kind, staged, stagedKey, profileKey]) => sql`
    select
      profile.record_key,
      known.person_id
    from (${recordsOf(entity, kind)}) known
    join (select ${stagedKey} as key, ${profileKey} as record_key from ${staged} s) profile using (key)
    where profile.record_key is not null`,
  ),
].reduce((all, part) => sql`${all} union ${part}`)

function recordsOf(entity: string, kind: string): Sql {
  const [source = ''] = entity.split('.')
  return sql`
      select
        ops.key_of(${value(source)}, ${value(kind)}, record_key) as key,
        person_id
      from ops.sample_truth
      where entity = ${value(entity)}`
}
