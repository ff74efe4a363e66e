import { company as shop } from '#settings'
import { marketing } from '../../../transforms/sources/marketing/marketing.ts'
import { day, hour, isoDay, opening } from '../calendar.ts'
import type { CompanyOptions } from '../company.ts'
import { feed } from '../feed.ts'
import { majorUnits } from '../money.ts'
import { Random } from '../random.ts'
import { type Channel, channels, clickCosts } from '../settings.ts'

/** What advertising cost on each day, as the platforms bill it for clicks: the same for a company of any size. */
export const marketingFeeds = [feed(marketing.costs, { company: costs })]

function* costs(company: CompanyOptions) {
  for (let morning = Math.floor(opening / day) * day; morning <= company.today; morning += day) {
    for (const channel of channels) {
      const cost = costOf(company, morning, channel)
      if (cost) yield { at: morning + 30 * hour, record: cost }
    }
  }
}

function costOf(company: CompanyOptions, morning: number, { name, source, medium, weight }: Channel) {
  const price = clickCosts[name]
  if (price === undefined || source === null) return null
  const random = new Random(company.seed, Math.floor(morning / day), weight)
  const clicks = random.poisson(weight / 2)
  return {
    day: isoDay(morning),
    platform: source,
    campaign: `always on ${name}`,
    utm_source: source,
    utm_medium: medium,
    utm_campaign: `always on ${name}`,
    cost: majorUnits(clicks * price),
    currency: shop.currency,
    impressions: clicks * random.integer(20, 60),
    clicks,
  }
}
