import { day, hour, lookahead, minute, opening, year } from './calendar.ts'
import type { Campaign, Life, Mailing, Purchase, Sending } from './life-events.ts'
import { campaigns, presence } from './settings.ts'

const kinds: Readonly<Record<number, Campaign['kind']>> = { 0: 'sale', 10: 'sale', 3: 'launch', 8: 'launch' }
const subjects = {
  sale: 'Up to 40% off, this week only',
  launch: 'New in: pieces we have waited for',
  newsletter: 'Notes from the workshop',
} as const

/** One campaign on the fifth of each month. */
export function campaignsUntil(end: number): readonly Campaign[] {
  const all: Campaign[] = []
  const from = new Date(opening)
  for (let number = 0; ; number++) {
    const at = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + number, 5, 9)
    if (at > end) return all
    const kind = kinds[new Date(at).getUTCMonth()] ?? 'newsletter'
    const name = `${new Date(at).toISOString().slice(0, 7)} ${kind}`
    if (at > opening) all.push({ number, kind, name, subject: subjects[kind], at })
  }
}

export function mailingOf(life: Life): Mailing {
  const random = life.random('mailing')
  const { joinsAt } = life.person
  const subscribes = random.chance(presence.subscribesToEmail)
  const stays = (year * random.exponential(1)) / campaigns.unsubscribes
  return { subscribedAt: subscribes ? joinsAt + minute : null, unsubscribesAt: joinsAt + day + stays }
}

export function sendingsOf(life: Life): readonly Sending[] {
  const { subscribedAt, unsubscribesAt } = life.mailing
  if (subscribedAt === null) return []
  const { leftAt, purchases } = life.buying
  const sendings: Sending[] = []
  for (const campaign of known(life.today + lookahead)) {
    if (campaign.at <= subscribedAt || campaign.at >= unsubscribesAt) continue
    const random = life.random('campaign', campaign.number)
    if (!random.chance(campaigns.sentTo)) continue
    const at = campaign.at + random.integer(0, 90) * minute
    const isBounced = random.chance(campaigns.bounces)
    const isActive = purchases.some((one) => one.at < at) && (leftAt === null || leftAt > at)
    const buys = random.chance(campaigns.uplift[campaign.kind]) && isActive && !isBounced
    const opens = buys || (random.chance(campaigns.opens) && !isBounced)
    const openedAt = at + random.exponential(1 / (7 * hour)) + minute
    const clicks = opens && (random.chance(campaigns.clicksOfOpened) || buys)
    const clickedAt = openedAt + random.integer(1, 20) * minute
    sendings.push({
      campaign,
      at,
      isBounced,
      openedAt: opens ? openedAt : null,
      isMachineOpen: !clicks && random.chance(campaigns.machineOpens),
      clickedAt: clicks ? clickedAt : null,
      purchase: buys ? causedBy(life, campaign, clickedAt + random.integer(20, 2 * 24 * 60) * minute) : null,
    })
  }
  return sendings
}

function causedBy(life: Life, campaign: Campaign, at: number): Purchase {
  const budget = life.buying.budget(10_000 + campaign.number)
  return { number: -1, at, budget, isInStore: false, trouble: null, campaign }
}

let knownEnd = 0
let knownCampaigns: readonly Campaign[] = []

/** Cached, because they are the same for everybody. */
function known(end: number): readonly Campaign[] {
  if (end !== knownEnd) [knownEnd, knownCampaigns] = [end, campaignsUntil(end)]
  return knownCampaigns
}
