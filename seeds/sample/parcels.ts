import { day, hour } from './calendar.ts'
import type { Life, Parcel, Purchase } from './life-events.ts'
import { homeMarket } from './shop.ts'

export function parcelOf(life: Life, purchase: Purchase): Parcel {
  const random = life.random('parcel', purchase.number)
  const wait = purchase.trouble === 'late' ? 7 + random.gamma(3, 0.8) : 0.3 + random.gamma(2, 2.5)
  const shippedAt = purchase.at + wait * day
  return {
    takenAt: purchase.at + hour,
    dueAt: purchase.at + 3 * day,
    shippedAt,
    deliveredAt: shippedAt + (1 + random.exponential(1)) * day,
    carrier: random.pick(['royal_mail', 'royal_mail', 'dpd', 'evri']),
    tracking: `HH${random.integer(100_000_000, 999_999_999)}${homeMarket}`,
    cost: random.integer(290, 980) / 100,
  }
}
