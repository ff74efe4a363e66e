import { day, hour, minute } from './calendar.ts'
import type { Case, Life, Purchase } from './life-events.ts'
import type { Random } from './random.ts'
import { service } from './settings.ts'
import { complaintOf, questionOf } from './texts.ts'

export function casesOf(life: Life): readonly Case[] {
  const cases: Case[] = []
  for (const purchase of life.plannedPurchases) {
    const random = life.random('case', purchase.number)
    const chance = purchase.trouble ? service.ticketAfterTrouble : service.ticketOtherwise
    if (random.chance(chance)) cases.push(caseOf(random, life, purchase))
  }
  return cases.filter((one) => one.at <= life.today)
}

export const agentCount = 6

function caseOf(random: Random, life: Life, purchase: Purchase): Case {
  const topic = purchase.trouble ?? 'question'
  const product = life.basket(purchase).lines[0]?.product.title ?? 'order'
  const { subject, said } =
    topic === 'question' ? questionOf(random, product) : complaintOf(random, topic, product)
  const at = firstMessageAt(random, life, purchase, topic)
  const answeredAt = at + random.exponential(1 / (5 * hour)) + 4 * minute
  const solvedAt = answeredAt + random.exponential(1 / (1.4 * day)) + 10 * minute
  const isSlow = solvedAt - at > 3 * day
  const isPleased = random.chance(topic === 'question' ? 0.93 : isSlow ? 0.35 : 0.65)
  return {
    number: purchase.number,
    purchase,
    topic,
    subject,
    said,
    at,
    channel: random.chance(service.callsFirst) ? 'voice' : random.pick(['email', 'email', 'web', 'chat']),
    agent: random.integer(0, agentCount - 1),
    answeredAt,
    solvedAt,
    closedAt: solvedAt + 4 * day,
    isGood: random.chance(service.ratesTicket) ? isPleased : null,
    ratedAt: solvedAt + random.integer(2, 60) * hour,
    csat: random.chance(service.answersCsat)
      ? isPleased
        ? random.integer(4, 5)
        : random.integer(1, 3)
      : null,
    deletedAt: random.chance(0.01) ? at + day : null,
  }
}

/** People ask about late parcels while they wait, and about damaged ones after delivery. */
function firstMessageAt(random: Random, life: Life, purchase: Purchase, topic: Case['topic']): number {
  if (topic === 'question') return purchase.at + random.exponential(1 / (4 * day)) + hour
  const { dueAt, deliveredAt } = life.parcel(purchase)
  return (topic === 'late' ? dueAt + day : deliveredAt) + random.exponential(1 / (12 * hour))
}
