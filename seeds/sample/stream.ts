import type { CompanyOptions } from './company.ts'
import type { Feed, Made } from './feed.ts'
import type { Life } from './life-events.ts'
import { livesOf } from './people.ts'

/** A record, the person behind it, and what no system knows about it. */
export interface Sampled extends Made<object> {
  readonly feed: Feed
  readonly personId: number | null
}

/** The records after `since`, or all of them. */
export interface Span {
  readonly company: CompanyOptions
  readonly since?: number
}

/** Every record created or changed in the span, as it is at its end. People are made one by one. */
export function* sampled({ company, since }: Span, feeds: readonly Feed[]): Generator<Sampled> {
  const isInSpan = ({ at }: Made<object>) => at <= company.today && (since === undefined || at > since)
  for (const feed of feeds) {
    for (const made of feed.ofCompany(company))
      if (isInSpan(made)) yield { ...made, feed, personId: made.personId ?? null }
  }
  for (const life of livesOf(company)) yield* sampledOf(life, feeds, isInSpan)
}

function* sampledOf(
  life: Life,
  feeds: readonly Feed[],
  isInSpan: (made: Made<object>) => boolean,
): Generator<Sampled> {
  const personId = life.person.number
  for (const feed of feeds) {
    for (const made of feed.ofLife(life)) if (isInSpan(made)) yield { ...made, feed, personId }
  }
}
