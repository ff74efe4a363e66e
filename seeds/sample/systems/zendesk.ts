import { company } from '#settings'
import { zendesk } from '../../../transforms/sources/zendesk/zendesk.ts'
import { iso, minute, opening } from '../calendar.ts'
import { agentCount } from '../cases.ts'
import { feed, latest, type Made } from '../feed.ts'
import type { Case, Life } from '../life-events.ts'
import { shopHost } from '../shop.ts'
import { answerOf } from '../texts.ts'
import { writtenIn } from '../written.ts'

/** Customer service: requests, answers and ratings. */
export const zendeskFeeds = [
  feed(zendesk.users, { company: agents, life: users }),
  feed(zendesk.tickets, { life: tickets }),
  feed(zendesk.satisfaction_ratings, { life: ratings }),
]

/** Zendesk calls a zone by its city. */
const timeZone = company.timeZone.split('/').at(-1)?.replaceAll('_', ' ')

const agentNames = [
  'Beth Marlow',
  'Dev Anand',
  'Carys Pugh',
  'Tom Okoro',
  'Ines Duarte',
  'Ruth Abbott',
] as const
const agentId = (agent: number) => 900 + agent
export const agentName = (agent: number) => agentNames[agent] ?? 'Ruth Abbott'

function* agents() {
  for (let agent = 0; agent < agentCount; agent++) {
    const name = agentName(agent)
    yield {
      at: opening,
      record: {
        id: agentId(agent),
        name,
        email: `${name.toLowerCase().replace(' ', '.')}@${shopHost}`,
        role: 'agent' as const,
        active: true,
        verified: true,
        created_at: iso(opening),
        updated_at: iso(opening),
      },
    }
  }
}

function* users(life: Life) {
  const [first] = casesInOrder(life)
  if (!first) return
  const written = writtenIn(life, 'zendesk', first.at)
  const at = latest(life.today, first.at, written.changedAt)
  const isReferenced = life.random('support').chance(0.2)
  const [account] = life.relations.accounts
  yield {
    at,
    record: {
      id: life.relations.supportId,
      name: `${written.givenName} ${written.familyName}`,
      email: written.email,
      phone: written.phone,
      external_id: isReferenced && account ? String(account.id) : null,
      role: 'end-user' as const,
      active: true,
      verified: true,
      suspended: false,
      tags: [],
      locale: company.locale,
      time_zone: timeZone,
      user_fields: {},
      created_at: iso(first.at),
      updated_at: iso(at),
    },
  }
}

function casesInOrder(life: Life): readonly Case[] {
  return [...life.cases].sort((a, b) => a.at - b.at)
}

function ticketId(life: Life, one: Case): number {
  return 100_000 + life.person.number * 1000 + one.number
}

function* tickets(life: Life): Generator<Made<ReturnType<typeof ticketOf>>> {
  for (const one of life.cases) {
    const { deletedAt, closedAt } = one
    const rated = one.isGood === null ? null : one.ratedAt
    const steps = deletedAt === null ? [one.answeredAt, one.solvedAt, closedAt, rated] : [deletedAt]
    const at = latest(life.today, one.at, ...steps)
    yield { at, record: ticketOf(life, one, at), sentiment: one.said.sentiment }
  }
}

function ticketOf(life: Life, one: Case, at: number) {
  const { today } = life
  const isDeleted = one.deletedAt !== null && one.deletedAt <= today
  const requester = life.relations.supportId
  const isSolved = one.deletedAt === null && one.solvedAt <= today
  const isAnswered = one.deletedAt === null && one.answeredAt <= today
  const isRated = one.isGood !== null && one.deletedAt === null && one.ratedAt <= today
  const random = life.random('answer', one.number)
  const first = commentOf(life, one, 1, requester, one.said.text, one.at)
  const answer = commentOf(life, one, 2, agentId(one.agent), answerOf(random, one.topic), one.answeredAt)
  return {
    id: ticketId(life, one),
    via: { channel: one.channel },
    type: one.topic === 'question' ? ('question' as const) : ('problem' as const),
    subject: one.subject,
    raw_subject: one.subject,
    description: one.said.text,
    priority: one.topic === 'question' ? ('normal' as const) : ('high' as const),
    status: isDeleted ? ('deleted' as const) : statusOf(one, today, isSolved, isAnswered),
    requester_id: requester,
    submitter_id: requester,
    assignee_id: agentId(one.agent),
    tags: [one.topic],
    satisfaction_rating: { score: isRated ? (one.isGood ? 'good' : 'bad') : 'unoffered' },
    comments: isAnswered ? [first, answer] : [first],
    metric_set: {
      reopens: 0,
      replies: isAnswered ? 1 : 0,
      reply_time_in_minutes: isAnswered ? minutes(one.answeredAt - one.at) : null,
      full_resolution_time_in_minutes: isSolved ? minutes(one.solvedAt - one.at) : null,
      solved_at: isSolved ? iso(one.solvedAt) : null,
    },
    created_at: iso(one.at),
    updated_at: iso(at),
  }
}

function statusOf({ closedAt }: Case, today: number, isSolved: boolean, isAnswered: boolean) {
  if (isSolved && closedAt <= today) return 'closed' as const
  if (isSolved) return 'solved' as const
  return isAnswered ? ('pending' as const) : ('new' as const)
}

function minutes(passed: number) {
  const calendar = Math.round(passed / minute)
  return { calendar, business: Math.round(calendar / 3) }
}

function commentOf(life: Life, one: Case, number: number, author: number, body: string, at: number) {
  return {
    id: ticketId(life, one) * 10 + number,
    author_id: author,
    body,
    public: true,
    created_at: iso(at),
    via: { channel: one.channel },
  }
}

function* ratings(life: Life) {
  for (const one of life.cases) {
    if (one.isGood === null || one.deletedAt !== null) continue
    yield {
      at: one.ratedAt,
      record: {
        id: ticketId(life, one) * 10 + 5,
        ticket_id: ticketId(life, one),
        requester_id: life.relations.supportId,
        assignee_id: agentId(one.agent),
        score: one.isGood ? ('good' as const) : ('bad' as const),
        created_at: iso(one.solvedAt),
        updated_at: iso(one.ratedAt),
      },
    }
  }
}
