import { klaviyo } from '../../../transforms/sources/klaviyo/klaviyo.ts'
import { iso, lookahead, opening } from '../calendar.ts'
import type { CompanyOptions } from '../company.ts'
import { feed, latest } from '../feed.ts'
import type { Life, Sending } from '../life-events.ts'
import { campaignsUntil } from '../mailing.ts'
import { shopHost } from '../shop.ts'
import { writtenIn } from '../written.ts'

/** The mailing list, and the events of each campaign. */
export const klaviyoFeeds = [
  feed(klaviyo.profiles, { life: profiles }),
  feed(klaviyo.campaigns, { company: campaignRecords }),
  feed(klaviyo.metrics, { company: () => Object.entries(metrics).map(metricOf) }),
  feed(klaviyo.events, { life: events }),
]

const metrics = {
  Rcv001: 'Received Email',
  Opn002: 'Opened Email',
  Clk003: 'Clicked Email',
  Bnc004: 'Bounced Email',
  Spm005: 'Marked Email as Spam',
  Uns006: 'Unsubscribed from Email Marketing',
  Sub007: 'Subscribed to Email Marketing',
  Sms008: 'Received SMS',
} as const

type Metric = keyof typeof metrics

function metricOf([id, name]: readonly [string, string]) {
  const attributes = { name, created: iso(opening), updated: iso(opening) }
  return { at: opening, record: { type: 'metric' as const, id, attributes } }
}

function* campaignRecords(company: CompanyOptions) {
  for (const { number, name, subject, at } of campaignsUntil(company.today + lookahead)) {
    yield {
      at,
      record: {
        type: 'campaign' as const,
        id: `CMP${number}`,
        attributes: {
          name,
          status: 'Sent',
          archived: false,
          audiences: { included: ['all'], excluded: [] },
          created_at: iso(at - 86_400_000),
          updated_at: iso(at),
          scheduled_at: iso(at),
          send_time: iso(at),
          subject,
        },
        relationships: {
          'campaign-messages': { data: [{ type: 'campaign-message' as const, id: `MSG${number}` }] },
        },
      },
    }
  }
}

function* profiles(life: Life) {
  const { profileId } = life.relations
  const { subscribedAt, unsubscribesAt } = life.mailing
  if (!profileId || subscribedAt === null) return
  const written = writtenIn(life, 'klaviyo', subscribedAt)
  const isSubscribed = unsubscribesAt > life.today
  const at = latest(life.today, subscribedAt, written.changedAt, unsubscribesAt)
  yield {
    at,
    record: {
      type: 'profile' as const,
      id: profileId,
      attributes: {
        email: written.email,
        phone_number: written.phone,
        first_name: written.givenName,
        last_name: written.familyName,
        created: iso(subscribedAt),
        updated: iso(at),
        location: {
          address1: written.street,
          city: written.city,
          zip: written.postcode,
          country: written.country,
        },
        properties: {},
        subscriptions: {
          email: {
            marketing: {
              consent: isSubscribed ? 'SUBSCRIBED' : 'UNSUBSCRIBED',
              consent_timestamp: iso(isSubscribed ? subscribedAt : unsubscribesAt),
              method: isSubscribed ? 'FORM' : 'PREFERENCE_PAGE',
            },
          },
        },
      },
    },
  }
}

function* events(life: Life) {
  const { profileId } = life.relations
  const { subscribedAt, unsubscribesAt } = life.mailing
  if (!profileId || subscribedAt === null) return
  yield eventOf(profileId, 'Sub007', 'list', subscribedAt, { method: 'form' })
  for (const sending of life.sendings) {
    const { campaign, isBounced, at, openedAt, clickedAt, isMachineOpen } = sending
    const about = aboutOf(sending)
    const suffix = String(campaign.number)
    yield eventOf(profileId, isBounced ? 'Bnc004' : 'Rcv001', suffix, at, about)
    if (openedAt)
      yield eventOf(profileId, 'Opn002', suffix, openedAt, { ...about, machine_open: isMachineOpen })
    if (clickedAt) {
      yield eventOf(profileId, 'Clk003', suffix, clickedAt, {
        ...about,
        URL: `https://${shopHost}/new`,
      })
    }
  }
  yield eventOf(profileId, 'Uns006', 'list', unsubscribesAt, { method: 'preference page' })
}

function aboutOf({ campaign, isBounced }: Sending) {
  return {
    $message: `MSG${campaign.number}`,
    'Campaign Name': campaign.name,
    Subject: campaign.subject,
    ...(isBounced ? { 'Bounce Type': 'Hard' } : {}),
  }
}

function eventOf(profile: string, metric: Metric, suffix: string, at: number, said: object) {
  return {
    at,
    record: {
      type: 'event' as const,
      id: `${profile.slice(3, 17)}${metric}${suffix}`,
      attributes: { datetime: iso(at), event_properties: { ...said } },
      relationships: {
        metric: { data: { type: 'metric' as const, id: metric } },
        profile: { data: { type: 'profile' as const, id: profile } },
      },
    },
  }
}
