import { afterDays, busiest, historyDays, season } from './calendar.ts'
import type { Person } from './person.ts'
import { Random } from './random.ts'

export interface Purchase {
  /** Counts from 0 for each person. */
  readonly number: number
  readonly at: Date
  /** What the person means to spend, in pence. */
  readonly budget: number
}

/** No more order numbers are set aside for one person. */
export const mostPurchases = 1000

/**
 * When a person bought, the oldest first. Seasons are laid over the person's own rate by thinning: candidates
 * come at the rate of the busiest month, and each is kept with its month's share of it.
 */
export function* purchasesOf(seed: number, person: Person): Generator<Purchase> {
  if (person.isProspect) return
  const random = new Random(seed, person.number, 2)
  const { buys, leaves, spends } = person.segment
  const rate = random.gamma(buys.r, buys.alpha)
  const leaving = random.beta(leaves.a, leaves.b)
  const scale = random.gamma(spends.q, spends.gamma)
  // the shop grows: later weeks bring more new customers
  let day = firstDay(random)
  for (let number = 0; number < mostPurchases && day < historyDays; number++) {
    const hour = 7 + 15 * random.beta(2.2, 1.8)
    yield {
      number,
      at: afterDays(Math.floor(day) + Math.min(hour / 24, 0.99) - 0.75),
      budget: Math.round(100 * random.gamma(spends.p, scale)),
    }
    if (random.chance(leaving)) return
    do day += 7 * random.exponential(rate * busiest)
    while (day < historyDays && !random.chance(season(afterDays(day)) / busiest))
  }
}

function firstDay(random: Random): number {
  for (;;) {
    const day = historyDays * random.uniform() ** 0.8
    if (random.chance(season(afterDays(day)) / busiest)) return day
  }
}
