import type { CompanyOptions } from './company.ts'
import type { Life } from './life-events.ts'
import { livesOf } from './people.ts'
import { type Sampled, type Span, sampled } from './stream.ts'
import { feeds } from './systems.ts'

/** The person behind a record, the sentiment of its text, and what caused it. */
export interface Truth {
  readonly entity: string
  readonly recordKey: string
  readonly personId: number
  readonly sentiment: string | null
  readonly cause: string | null
}

/** What no system knows about a person. */
export interface PersonTruth {
  readonly personId: number
  readonly segment: string
  readonly isProspect: boolean
  /** The head of the household. */
  readonly householdId: number | null
  /** Somebody else of the same name and birthday. */
  readonly resemblesId: number | null
  /** When the person left for good, with the last purchase. */
  readonly leftAt: Date | null
  /** What brought the person: the channel of the first visit, or the store if a purchase in one came before. */
  readonly acquisitionChannel: string | null
  /** When the person moved house, and when the family name changed by marriage; null before that. */
  readonly movedAt: Date | null
  readonly marriedAt: Date | null
}

export function truthOf({ feed, record, personId, sentiment, cause }: Sampled): Truth | null {
  if (personId === null || !feed.isPersonal) return null
  return {
    entity: feed.entity.entity,
    recordKey: feed.keyOf(record),
    personId,
    sentiment: sentiment ?? null,
    cause: cause ?? null,
  }
}

export function* truthIn(span: Span): Generator<Truth> {
  for (const one of sampled(span, feeds)) {
    const truth = truthOf(one)
    if (truth) yield truth
  }
}

export function* peopleIn(company: CompanyOptions): Generator<PersonTruth> {
  for (const life of livesOf(company)) {
    const { person, today } = life
    if (person.joinsAt > today) continue
    const happened = (at: number | null | undefined) => (at && at <= today ? new Date(at) : null)
    yield {
      personId: person.number,
      segment: person.segment.name,
      isProspect: person.isProspect,
      householdId: person.household,
      resemblesId: person.resembles,
      leftAt: happened(life.buying.leftAt),
      acquisitionChannel: acquisitionChannelOf(life),
      movedAt: happened(person.homes[1]?.since),
      marriedAt: happened(person.familyNames[1]?.since),
    }
  }
}

function acquisitionChannelOf({ visits, purchases, today }: Life): string | null {
  const visit = visits.find(({ at }) => at <= today)
  const inStore = purchases.find(({ isInStore }) => isInStore)
  if (inStore && (!visit || inStore.at < visit.at)) return 'store'
  return visit?.channel.name ?? null
}
