import type { RecordOf } from '#engine'
import { loyalty } from '../../../transforms/sources/loyalty/loyalty.ts'
import { day, iso, minute, year } from '../calendar.ts'
import { feed, latest, type Made } from '../feed.ts'
import type { Life, Purchase } from '../life-events.ts'
import { roundAmount } from '../money.ts'
import { loyaltyRules, service } from '../settings.ts'
import { inventedMailbox } from '../shop.ts'
import { writtenIn } from '../written.ts'
import { orderId } from './shopify-parts.ts'
import { tillOrderId } from './square-parts.ts'

/** The loyalty programme, joined on paper at the till or online. */
export const loyaltyFeeds = [
  feed(loyalty.members, { life: members }),
  feed(loyalty.movements, { life: movements }),
]

type Movement = RecordOf<typeof loyalty.movements>
type Member = RecordOf<typeof loyalty.members>

interface Membership {
  readonly id: string
  readonly joinedAt: number
  readonly leavesAt: number
}

function membershipOf(life: Life): Membership | null {
  const { loyaltyId: id } = life.relations
  if (!id) return null
  const random = life.random('loyalty')
  const joinedAt = life.person.joinsAt - minute
  return { id, joinedAt, leavesAt: joinedAt + day + (year * random.exponential(1)) / loyaltyRules.leaves }
}

function* members(life: Life): Generator<Made<Member>> {
  const membership = membershipOf(life)
  if (!membership) return
  const { id, joinedAt, leavesAt } = membership
  const written = writtenIn(life, 'loyalty', joinedAt)
  const isInvented = life.random('paper mailbox').chance(service.inventedMailbox)
  const silverAt = life.purchases[3]?.at
  const goldAt = life.purchases[9]?.at
  const at = latest(life.today, joinedAt, written.changedAt, silverAt, goldAt, leavesAt)
  yield {
    at,
    record: {
      member_id: id,
      joined_at: iso(joinedAt),
      updated_at: iso(at),
      left_at: leavesAt <= life.today ? iso(leavesAt) : null,
      tier: goldAt ? 'gold' : silverAt ? 'silver' : 'bronze',
      given_name: written.givenName,
      family_name: written.familyName,
      email: written.email ?? (isInvented ? inventedMailbox : null),
      phone: written.phone,
      birth_date: written.birthDate,
      street: written.street,
      city: written.city,
      postcode: written.postcode,
      country: written.country,
    },
  }
}

function* movements(life: Life): Generator<Made<Movement>> {
  const membership = membershipOf(life)
  if (!membership) return
  const { id, joinedAt, leavesAt } = membership
  let balance: number = loyaltyRules.welcome
  yield movement(id, `${id}-W`, joinedAt, 'adjusted', balance, { reason: 'welcome' })
  for (const purchase of life.purchases) {
    if (purchase.at >= leavesAt) return
    const order = orderOf(life, purchase)
    if (balance >= loyaltyRules.redeems) {
      balance -= loyaltyRules.redeems
      const about = { ...order, reason: `voucher of ${roundAmount(loyaltyRules.redeems)}` }
      yield movement(id, `${id}-R${purchase.number}`, purchase.at, 'redeemed', -loyaltyRules.redeems, about)
    }
    const points = Math.floor((life.basket(purchase).total / 100) * loyaltyRules.pointsPerHundred)
    const at = purchase.at + day
    if (points === 0) continue
    balance += points
    yield movement(id, `${id}-E${purchase.number}`, at, 'earned', points, {
      ...order,
      expires_at: iso(at + 2 * year),
      reason: 'purchase',
    })
  }
}

function orderOf(life: Life, purchase: Purchase) {
  return purchase.isInStore
    ? { order_source: 'square', order_id: tillOrderId(life, purchase) }
    : { order_source: 'shopify', order_id: String(orderId(life, purchase)) }
}

function movement(
  member: string,
  id: string,
  at: number,
  type: Movement['movement_type'],
  points: number,
  more: Partial<Movement>,
): Made<Movement> {
  const record = {
    movement_id: id,
    member_id: member,
    movement_type: type,
    points,
    occurred_at: iso(at),
    ...more,
  }
  return { at, record }
}
