import { day, minute, year } from './calendar.ts'
import type { Life, Relations } from './life-events.ts'
import { lives, presence } from './settings.ts'

export function relationsOf(life: Life): Relations {
  const { isProspect, number, joinsAt } = life.person
  const random = life.random('relations')
  const contact = String(scattered(number, 51_234_563, 200_000_000))
  const again = String(scattered(number, 71_234_527, 400_000_000))
  const hasContact = isProspect || random.chance(presence.crmContact)
  const twice = random.chance(presence.crmTwice)
  const account = {
    id: scattered(number, 7_368_787, 7_000_000_000_000),
    copy: 0,
    madeAt: joinsAt - 2 * minute,
  }
  const second = { id: account.id + 100_000_000, copy: 1, madeAt: joinsAt + 40 * day }
  const hasAccount = !isProspect && random.chance(presence.shopAccount)
  const hasSecond = random.chance(presence.secondShopAccount)
  const accounts = hasSecond ? [account, second] : [account]
  const code = random.code(26)
  const from = joinsAt - 15 * day
  const stays = (year * random.exponential(1)) / lives.forbidsCookies
  const isIn = (share: number) => random.chance(share) && !isProspect
  return {
    contactIds: hasContact ? (twice ? [contact, again] : [contact]) : [],
    accounts: hasAccount ? accounts.map((one) => ({ ...one, hasPassword: random.chance(0.6) })) : [],
    tillId: isIn(presence.namedAtTill) ? code.toUpperCase() : null,
    loyaltyId: isIn(presence.joinsLoyalty)
      ? `HH${String(scattered(number, 31_234_571, 0)).padStart(8, '0')}`
      : null,
    profileId: life.mailing.subscribedAt === null ? null : `01J${random.code(23).toUpperCase()}`,
    supportId: scattered(number, 61_234_567, 9_000_000_000),
    billingId: isIn(presence.subscription) ? `cus_${random.code(14)}` : null,
    companyId: isIn(presence.tradeBuyer) ? String(scattered(number, 41_234_561, 600_000_000)) : null,
    cookies: random.chance(presence.allowsCookies) ? { from, until: from + stays } : null,
    usesApp: random.chance(presence.usesApp),
    ownsDevice: isIn(presence.connectedDevice),
    anonymousIds: { desktop: random.uuid(), mobile: random.uuid(), app: random.uuid() },
  }
}

/** A number that does not reveal the person's own: each system numbers people differently. */
export function scattered(number: number, step: number, from: number): number {
  return from + 1 + ((number * step + 12_345) % 99_999_989)
}
