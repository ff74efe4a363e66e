import { expect, test } from 'vitest'
import type { RawEntity } from '#engine'
import { segment } from '../../transforms/sources/segment/segment.ts'
import { stg_segment__aliases } from '../../transforms/staging/segment/stg_segment__aliases.ts'
import { stg_segment__identifications } from '../../transforms/staging/segment/stg_segment__identifications.ts'
import { stg_segment__identifies } from '../../transforms/staging/segment/stg_segment__identifies.ts'
import { stg_segment__pages } from '../../transforms/staging/segment/stg_segment__pages.ts'
import { stg_segment__people } from '../../transforms/staging/segment/stg_segment__people.ts'
import { stg_segment__record_links } from '../../transforms/staging/segment/stg_segment__record_links.ts'
import { stg_segment__screens } from '../../transforms/staging/segment/stg_segment__screens.ts'
import { stg_segment__tracks } from '../../transforms/staging/segment/stg_segment__tracks.ts'
import { useDatabase } from '../harness/database.ts'
import { land, recordKeyOf, refusals, rowsOf, stage } from './staged.ts'

const visitor = '507f191e810c19729de860ea'
const common = (n: number) => ({
  messageId: `ajs-next-${n}`,
  anonymousId: visitor,
  timestamp: `2026-03-04T10:15:0${n}.026Z`,
  sentAt: `2026-03-04T10:15:0${n}.351Z`,
  receivedAt: `2026-03-04T10:15:0${n}.412Z`,
  context: {
    ip: '8.8.8.8',
    locale: 'en-GB',
    library: { name: 'analytics.js', version: 'next-1.70.0' },
    userAgent: 'Mozilla/5.0',
    page: {
      path: '/teapots',
      referrer: 'https://www.google.com/',
      search: '?email=ada@example.com',
      title: 'Teapots',
      url: 'https://Shop.example/teapots?email=ada@example.com',
    },
    campaign: { name: 'spring', source: 'newsletter', medium: 'email' },
  },
  integrations: { All: true },
  version: 1,
})

const page = {
  ...common(1),
  type: 'page',
  channel: 'browser',
  category: 'Catalogue',
  name: 'Teapots',
  properties: {
    path: '/teapots',
    referrer: 'https://www.google.com/search?q=teapot',
    title: 'Teapots',
    url: 'https://Shop.example/teapots?token=1#top',
  },
}
const identify = {
  ...common(2),
  type: 'identify',
  userId: '97980cfea0067',
  traits: {
    firstName: 'Ada',
    lastName: 'Byron',
    email: 'Ada@Example.com ',
    phone: '020 7946 0991',
    birthday: '1985-12-10',
    createdAt: '2024-02-29T08:00:00Z',
    address: { street: '12 St James’s Square', city: 'London', postalCode: 'SW1Y 4JH', country: 'GB' },
  },
}
const track = {
  ...common(3),
  type: 'track',
  userId: '97980cfea0067',
  event: 'Order Completed',
  properties: {
    order_id: '1001',
    revenue: 25.1,
    total: '30.12',
    currency: 'gbp',
    products: [{ product_id: '632910392', price: 12.55, quantity: 2 }],
  },
}
const screen = {
  ...common(4),
  context: { device: { type: 'ios', model: 'iPhone17,1' }, locale: 'en-GB' },
  type: 'screen',
  channel: 'mobile',
  name: 'Basket',
  properties: { revenue: 'lots' },
}
const alias = { ...common(5), type: 'alias', userId: '97980cfea0067', previousId: visitor }

const db = useDatabase()

test.each<[RawEntity, unknown]>([
  [segment.page, page],
  [segment.identify, identify],
  [segment.track, track],
  [segment.screen, screen],
  [segment.alias, alias],
])('a message of the specification is accepted: $entity', (entity, record) => {
  expect(refusals(entity, record)).toEqual([])
})

test('an invalid message is rejected with a helpful reason', () => {
  expect(refusals(segment.track, { ...track, timestamp: '2026-03-04 10:15' })).toEqual([
    'timestamp: not a point in time like 2026-03-04T10:15:00Z',
  ])
  expect(refusals(segment.page, track)).toEqual(['type: Invalid input: expected "page"'])
  expect(refusals(segment.alias, { ...alias, previousId: undefined })).toEqual([
    'previousId: Invalid input: expected string, received undefined',
  ])
})

test('staging has each message once, typed, and with URLs without their queries', async () => {
  expect(await land(db.pool, segment.page, [page, page])).toMatchObject({ loaded: 1, quarantined: 0 })
  const nobody = { ...track, messageId: 'server-1', anonymousId: null, userId: '', context: null }
  expect(await land(db.pool, segment.track, [track, nobody])).toMatchObject({ loaded: 2, quarantined: 0 })
  await land(db.pool, segment.screen, [screen])
  await land(db.pool, segment.identify, [identify])
  await land(db.pool, segment.alias, [alias])
  await stage(db.pool, Object.values(segment), [
    stg_segment__aliases,
    stg_segment__identifies,
    stg_segment__pages,
    stg_segment__screens,
    stg_segment__tracks,
  ])

  const columns = `event_type, event_name, channel, page_host, page_path, referrer_host, campaign_name, order_id,
    value, currency, record_key = ${recordKeyOf(`'segment', 'user', '97980cfea0067'`)} as is_person,
    record_key = ${recordKeyOf(`'segment', 'anonymous', '${visitor}'`)} as is_visitor`
  const onPage = { page_host: 'shop.example', page_path: '/teapots', referrer_host: 'www.google.com' }
  expect(await rowsOf(db.pool, `select ${columns} from pii.stg_segment__pages`)).toEqual([
    {
      event_type: 'page',
      event_name: 'Catalogue Teapots',
      channel: 'web',
      ...onPage,
      campaign_name: 'spring',
      order_id: null,
      value: null,
      currency: null,
      is_person: false,
      is_visitor: true,
    },
  ])
  const bought = { event_type: 'action', event_name: 'Order Completed', order_id: '1001', value: '25.1' }
  expect(await rowsOf(db.pool, `select ${columns} from pii.stg_segment__tracks order by event_id`)).toEqual([
    {
      ...bought,
      ...onPage,
      channel: 'web',
      campaign_name: 'spring',
      currency: 'GBP',
      is_person: true,
      is_visitor: false,
    },
    {
      ...bought,
      channel: 'server',
      page_host: null,
      page_path: null,
      referrer_host: null,
      campaign_name: null,
      currency: 'GBP',
      is_person: null,
      is_visitor: null,
    },
  ])
  expect(await rowsOf(db.pool, 'select event_name, channel, value from pii.stg_segment__screens')).toEqual([
    { event_name: 'Basket', channel: 'app', value: null },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select user_id, visitor_id, given_name, email, postcode, birth_date from pii.stg_segment__identifies`,
    ),
  ).toEqual([
    {
      user_id: '97980cfea0067',
      visitor_id: visitor,
      given_name: 'Ada',
      email: 'Ada@Example.com',
      postcode: 'SW1Y 4JH',
      birth_date: '1985-12-10',
    },
  ])
  expect(await rowsOf(db.pool, 'select user_id, previous_id from pii.stg_segment__aliases')).toEqual([
    { user_id: '97980cfea0067', previous_id: visitor },
  ])
})

test('people and browsers become records with their latest traits and links between them', async () => {
  const later = {
    ...identify,
    messageId: 'later',
    timestamp: '2026-04-01T00:00:00Z',
    anonymousId: 'another-browser',
    traits: { lastName: 'King', email: '' },
  }
  await land(db.pool, segment.page, [page])
  await land(db.pool, segment.track, [track])
  await land(db.pool, segment.identify, [identify, later])
  await land(db.pool, segment.alias, [alias])
  await stage(db.pool, Object.values(segment), [
    stg_segment__aliases,
    stg_segment__identifies,
    stg_segment__pages,
    stg_segment__screens,
    stg_segment__tracks,
    stg_segment__people,
    stg_segment__record_links,
  ])
  expect(
    await rowsOf(
      db.pool,
      `select record_kind, record_id, full_name, email, phone, postcode, birth_date::text as birth_date, updated_at
       from pii.stg_segment__people order by record_id`,
    ),
  ).toMatchObject([
    { record_kind: 'anonymous', record_id: visitor, full_name: null, email: null },
    {
      record_kind: 'user',
      record_id: '97980cfea0067',
      full_name: 'Ada King',
      email: 'ada@example.com',
      phone: '+442079460991',
      postcode: 'SW1Y 4JH',
      birth_date: '1985-12-10',
      updated_at: new Date('2026-04-01T00:00:00Z'),
    },
    { record_kind: 'anonymous', record_id: 'another-browser' },
  ])
  const { rows: links } = await db.pool.query(
    `select link_type, person.record_id as person, other.record_id as other
     from staging.stg_segment__record_links link
     join pii.stg_segment__people person on person.record_key = link.record_key
     join pii.stg_segment__people other on other.record_key = link.other_record_key
     order by link_type, other`,
  )
  expect(links).toEqual([
    { link_type: 'alias', person: '97980cfea0067', other: visitor },
    { link_type: 'login', person: '97980cfea0067', other: visitor },
    { link_type: 'login', person: '97980cfea0067', other: 'another-browser' },
  ])
})

test('what two people say in forms on one browser is a record of each, and the browser is linked to both', async () => {
  const form = (n: number, traits: object) => ({
    ...identify,
    messageId: `form-${n}`,
    anonymousId: 'family-browser',
    userId: null,
    timestamp: `2026-05-0${n}T00:00:00Z`,
    traits,
  })
  await land(db.pool, segment.identify, [
    form(1, { email: 'ada@example.com', firstName: 'Ada', phone: '020 7946 0991' }),
    form(2, { email: 'Bob@example.com' }),
    form(3, { firstName: 'Somebody' }),
  ])
  await stage(db.pool, Object.values(segment), [
    stg_segment__aliases,
    stg_segment__identifies,
    stg_segment__pages,
    stg_segment__screens,
    stg_segment__tracks,
    stg_segment__people,
    stg_segment__record_links,
    stg_segment__identifications,
  ])
  expect(
    await rowsOf(
      db.pool,
      `select record_kind, email, phone, given_name from pii.stg_segment__people
       where record_kind = 'form' or record_id = 'family-browser' order by email`,
    ),
  ).toEqual([
    { record_kind: 'form', email: 'ada@example.com', phone: '+442079460991', given_name: 'Ada' },
    { record_kind: 'form', email: 'bob@example.com', phone: null, given_name: null },
    { record_kind: 'anonymous', email: null, phone: null, given_name: 'Somebody' },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select method, count(*)::int as times from staging.stg_segment__identifications
       where visitor_key = ${recordKeyOf(`'segment', 'anonymous', 'family-browser'`)} group by 1`,
    ),
  ).toEqual([{ method: 'form', times: 2 }])
  expect(
    await rowsOf(
      db.pool,
      `select link_type, count(*)::int as links from staging.stg_segment__record_links
       where other_record_key = ${recordKeyOf(`'segment', 'anonymous', 'family-browser'`)} group by 1`,
    ),
  ).toEqual([{ link_type: 'form', links: 2 }])
})
