import { company as shop } from '#settings'
import { rates } from '../../../transforms/sources/rates/rates.ts'
import { day, hour, isoDay, opening } from '../calendar.ts'
import type { CompanyOptions } from '../company.ts'
import { feed } from '../feed.ts'
import { places } from '../places.ts'
import { euro, euroCosts, euroRate } from '../rates.ts'

/** Rates of the currencies of the company's markets, on every weekday. */
export const rateFeeds = [feed(rates.daily, { company: daily })]

const currencies = new Set([shop.currency, ...places.map(({ currency }) => currency)])
const quoted = [...currencies].filter((currency) => currency !== euro && euroCosts.has(currency))

function* daily({ today }: CompanyOptions) {
  for (let morning = Math.floor(opening / day) * day - 7 * day; morning <= today; morning += day) {
    const weekday = new Date(morning).getUTCDay()
    if (weekday === 0 || weekday === 6) continue
    for (const currency of quoted) {
      yield {
        at: morning + 15 * hour,
        record: {
          day: isoDay(morning),
          from: euro,
          to: currency,
          rate: euroRate(currency, morning),
          provider: 'Invented bank',
        },
      }
    }
  }
}
