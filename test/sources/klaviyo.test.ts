import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { klaviyo } from '../../transforms/sources/klaviyo/klaviyo.ts'
import { stg_klaviyo__campaign_messages } from '../../transforms/staging/klaviyo/stg_klaviyo__campaign_messages.ts'
import { stg_klaviyo__campaigns } from '../../transforms/staging/klaviyo/stg_klaviyo__campaigns.ts'
import { stg_klaviyo__consents } from '../../transforms/staging/klaviyo/stg_klaviyo__consents.ts'
import { stg_klaviyo__events } from '../../transforms/staging/klaviyo/stg_klaviyo__events.ts'
import { stg_klaviyo__flows } from '../../transforms/staging/klaviyo/stg_klaviyo__flows.ts'
import { stg_klaviyo__metrics } from '../../transforms/staging/klaviyo/stg_klaviyo__metrics.ts'
import { stg_klaviyo__profiles } from '../../transforms/staging/klaviyo/stg_klaviyo__profiles.ts'
import { stg_klaviyo__touchpoints } from '../../transforms/staging/klaviyo/stg_klaviyo__touchpoints.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { land, refusals, rowsOf, stage } from './staged.ts'

const profile = {
  type: 'profile',
  id: '01GDDKASAP8TKDDA2GRZDSVP4H',
  attributes: {
    email: 'Ada.Byron@Example.com',
    phone_number: '+447700900123',
    external_id: null,
    first_name: 'Ada',
    last_name: 'Byron',
    created: '2025-11-08T00:00:00+00:00',
    updated: '2026-02-08T12:00:00+00:00',
    location: { address1: '1 Mill Lane', city: 'Leeds', country: 'United Kingdom', zip: 'LS1 1AA' },
    properties: { favourite_colour: 'teal' },
    subscriptions: {
      email: {
        marketing: {
          can_receive_email_marketing: true,
          consent: 'SUBSCRIBED',
          consent_timestamp: '2025-11-08T00:00:00+00:00',
          last_updated: '2025-11-08T00:00:05+00:00',
          method: 'FORM',
          method_detail: 'Footer form',
          suppression: [],
        },
      },
      sms: { marketing: { consent: 'NEVER_SUBSCRIBED', consent_timestamp: null } },
    },
  },
  links: { self: 'https://a.klaviyo.com/api/profiles/01GDDKASAP8TKDDA2GRZDSVP4H/' },
}

const campaign = {
  type: 'campaign',
  id: '01GMRWDSA0ARTAKE1SFX8JGXAY',
  attributes: {
    name: 'Spring sale',
    status: 'Sent',
    archived: false,
    audiences: { included: ['Y6nRLr'], excluded: [] },
    created_at: '2026-03-01T09:00:00+00:00',
    updated_at: '2026-03-02T09:00:00+00:00',
    send_time: '2026-03-02T09:30:00+00:00',
  },
  relationships: { 'campaign-messages': { data: [{ type: 'campaign-message', id: '01H7F525' }] } },
}

const metrics = [
  'Received Email',
  'Clicked Email',
  'Bounced Email',
  'Placed Order',
  'Unsubscribed from SMS Marketing',
]
const metricOf = (name: string) => ({
  type: 'metric',
  id: `M${metrics.indexOf(name)}`,
  attributes: { name, created: '2025-11-08T00:00:00+00:00', updated: '2025-11-08T00:00:00+00:00' },
})

const event = (id: string, metric: string, properties: object = {}) => ({
  type: 'event',
  id,
  attributes: {
    timestamp: 1772443800,
    datetime: '2026-03-02T09:30:00+00:00',
    uuid: 'aa00',
    event_properties: {
      $message: '01H7F525',
      'Campaign Name': 'Spring sale',
      Subject: 'It is spring',
      ...properties,
    },
  },
  relationships: {
    profile: { data: { type: 'profile', id: profile.id } },
    metric: { data: { type: 'metric', id: metricOf(metric).id } },
    attributions: { data: [] },
  },
})

test('an invalid record is rejected with a helpful reason', () => {
  const { created: _, ...attributes } = profile.attributes
  expect(refusals(klaviyo.profiles, { ...profile, attributes })).toEqual([
    'attributes.created: Invalid input: expected string, received undefined',
  ])
  expect(refusals(klaviyo.events, { ...event('e', 'Placed Order'), type: 'profile' })).toEqual([
    'type: Invalid input: expected "event"',
  ])
})

test('a row of an exported list becomes a profile of the API', () => {
  const row = {
    Email: 'ada@example.com',
    'Klaviyo ID': '01GDD',
    'First Name': 'Ada',
    'Last Name': '',
    City: 'Leeds',
    Country: 'United Kingdom',
    'Email Marketing Consent': 'UNSUBSCRIBED',
    'Email Marketing Consent Timestamp': '2026-06-30 11:00:00',
    'Profile Created On': '2025-11-08 00:00:00',
    'Date Added': '2025-11-08 00:00:00',
  }
  const record = klaviyo.profiles.csv?.record([row])
  expect(record).toMatchObject({
    id: '01GDD',
    attributes: {
      email: 'ada@example.com',
      first_name: 'Ada',
      last_name: null,
      created: '2025-11-08T00:00:00.000Z',
      location: { city: 'Leeds', country: 'United Kingdom', zip: null },
      properties: { 'Date Added': '2025-11-08 00:00:00' },
      subscriptions: {
        email: { marketing: { consent: 'UNSUBSCRIBED', consent_timestamp: '2026-06-30T10:00:00.000Z' } },
        sms: null,
      },
    },
  })
  expect(refusals(klaviyo.profiles, record)).toEqual([])
})

describe('staging', () => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await cloneDatabase()
    const silent = { ...profile, id: 'silent', attributes: { ...profile.attributes, subscriptions: null } }
    const left = {
      ...profile,
      id: 'left',
      attributes: {
        ...profile.attributes,
        subscriptions: { email: { marketing: null }, sms: { marketing: { consent: 'UNSUBSCRIBED' } } },
      },
    }
    const events = [
      event('1', 'Received Email'),
      event('2', 'Clicked Email', { URL: 'https://shop.example/sale?token=secret' }),
      event('3', 'Bounced Email', { 'Bounce Type': 'Soft' }),
      event('4', 'Placed Order', { $value: 12.5 }),
      event('5', 'Unsubscribed from SMS Marketing'),
      event('6', 'Received Email', { $flow: 'WELCOME', $message: 'Xk2', 'Campaign Name': 'Welcome 1' }),
      {
        ...event('7', 'Received Email'),
        relationships: { metric: { data: { type: 'metric', id: 'not loaded' } } },
      },
    ]
    const landed = await Promise.all([
      land(db.pool, klaviyo.profiles, [profile, silent, left]),
      land(db.pool, klaviyo.campaigns, [campaign]),
      land(db.pool, klaviyo.metrics, metrics.map(metricOf)),
      land(db.pool, klaviyo.events, events),
    ])
    expect(landed.map(({ loaded, quarantined }) => [loaded, quarantined])).toEqual([
      [3, 0],
      [1, 0],
      [5, 0],
      [7, 0],
    ])
    await stage(db.pool, Object.values(klaviyo), [
      stg_klaviyo__campaign_messages,
      stg_klaviyo__campaigns,
      stg_klaviyo__consents,
      stg_klaviyo__events,
      stg_klaviyo__flows,
      stg_klaviyo__metrics,
      stg_klaviyo__profiles,
      stg_klaviyo__touchpoints,
    ])
  })
  afterAll(() => db.drop())

  test('has every event, and those that are touchpoints', async () => {
    expect(await rowsOf(db.pool, 'select count(*)::int as events from staging.stg_klaviyo__events')).toEqual([
      { events: 7 },
    ])
    expect(
      await rowsOf(
        db.pool,
        `select touchpoint_id as id, touchpoint_type as type, channel, coalesce(detail, url) as detail, c.campaign_name
         from staging.stg_klaviyo__touchpoints t
         left join (table staging.stg_klaviyo__campaigns union all table staging.stg_klaviyo__flows) c using (campaign_key)
         order by touchpoint_id`,
      ),
    ).toEqual([
      { id: '1', type: 'delivered', channel: 'email', detail: null, campaign_name: 'Spring sale' },
      {
        id: '2',
        type: 'clicked',
        channel: 'email',
        detail: 'https://shop.example/sale',
        campaign_name: 'Spring sale',
      },
      { id: '3', type: 'bounced', channel: 'email', detail: 'soft', campaign_name: 'Spring sale' },
      { id: '5', type: 'unsubscribed', channel: 'sms', detail: null, campaign_name: 'Spring sale' },
      { id: '6', type: 'delivered', channel: 'email', detail: null, campaign_name: 'Welcome 1' },
      { id: '7', type: 'unknown', channel: null, detail: null, campaign_name: 'Spring sale' },
    ])
  })

  test('has a consent decision for each profile that made one', async () => {
    expect(
      await rowsOf(
        db.pool,
        'select consent_id, purpose, status, decided_at, channel from pii.stg_klaviyo__consents order by 1',
      ),
    ).toEqual([
      {
        consent_id: `${profile.id}:email`,
        purpose: 'email_marketing',
        status: 'granted',
        decided_at: new Date('2025-11-08T00:00:00Z'),
        channel: 'form',
      },
      {
        consent_id: 'left:sms',
        purpose: 'sms_marketing',
        status: 'withdrawn',
        decided_at: new Date('2026-02-08T12:00:00Z'),
        channel: null,
      },
    ])
  })

  test('links touchpoints to profiles', async () => {
    expect(
      await rowsOf(
        db.pool,
        `select p.email, count(*)::int as touchpoints from staging.stg_klaviyo__touchpoints t
         left join pii.stg_klaviyo__profiles p using (record_key) group by 1 order by 2`,
      ),
    ).toEqual([
      { email: null, touchpoints: 1 },
      { email: 'ada.byron@example.com', touchpoints: 5 },
    ])
  })
})
