import { busiest, day, historyDays, hour, lookahead, openHour, season } from './calendar.ts'
import type { Buying, Life, Purchase, Trouble } from './life-events.ts'
import { service } from './settings.ts'
import { homeMarket } from './shop.ts'

/** So many order numbers are reserved for each person. */
const mostPurchases = 900

/**
 * When a person bought, oldest first. Seasons are applied by thinning: candidates are drawn at the rate of the
 * busiest month, and each is kept with the rate of its own month relative to that.
 */
export function buyingOf(life: Life): Buying {
  const { person } = life
  const random = life.random('buying')
  const { buys, leaves, spends, buysInStore } = person.segment
  const rate = random.gamma(buys.r, buys.alpha)
  const leaving = random.beta(leaves.a, leaves.b)
  const scale = random.gamma(spends.q, spends.gamma)
  const isNearShop = person.homes[0].place.countryCode === homeMarket
  const budget = (number: number) => Math.round(100 * life.random('budget', number).gamma(spends.p, scale))
  const purchases: Purchase[] = []
  const end = life.today + lookahead
  let at = person.isProspect ? Number.POSITIVE_INFINITY : person.joinsAt
  while (at <= end && purchases.length < mostPurchases) {
    const number = purchases.length
    const isInStore = isNearShop && random.chance(buysInStore)
    const trouble = troubleOf(random.uniform(), isInStore)
    purchases.push({ number, at, budget: budget(number), isInStore, trouble, campaign: null })
    if (random.chance(leavingAfter(number, leaving, trouble))) return { purchases, leftAt: at, budget }
    do at = after(at, 7 * day * random.exponential(rate * busiest), random.beta(2.2, 1.8))
    while (at <= end + historyDays * day && !random.chance(season(at) / busiest))
  }
  return { purchases, leftAt: null, budget }
}

/**
 * In BG/NBD, people decide whether to leave after each repeat purchase. Trouble makes them decide several times,
 * even after the first purchase.
 */
function leavingAfter(number: number, leaving: number, trouble: Trouble | null): number {
  const decisions = (number > 0 ? 1 : 0) + (trouble ? service.churnFactor - 1 : 0)
  return 1 - (1 - leaving) ** decisions
}

function troubleOf(draw: number, isInStore: boolean): Trouble | null {
  if (isInStore || draw > service.late + service.damaged) return null
  return draw < service.late ? 'late' : 'damaged'
}

/** The end of a wait, moved to an hour at which people shop. */
function after(at: number, wait: number, share: number): number {
  const next = openHour(at + wait, share)
  return next > at ? next : at + hour
}
