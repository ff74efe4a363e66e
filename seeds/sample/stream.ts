import type { CompanyOptions } from './company.ts'
import type { Feed, Made } from './feed.ts'
import type { Life } from './life-events.ts'
import { livesOf } from './people.ts'

/** A record, whose it is, and what is known about it that no system says. */
export interface Sampled extends Made<object> {
  readonly feed: Feed
  readonly personId: number | null
}

/** Since when records are wanted; without it all that there are. */
export interface Span {
  readonly company: CompanyOptions
  readonly since?: number
}

/** Every record that came or changed in the span, as it stands at its end; people are made one by one. */
export function* sampled({ company, since }: Span, feeds: readonly Feed[]): Generator<Sampled> {
  const isWanted = ({ at }: Made<object>) => at <= company.today && (since === undefined || at > since)
  for (const feed of feeds) {
    for (const made of feed.ofCompany(company)) if (isWanted(made)) yield { ...made, feed, personId: null }
  }
  for (const life of livesOf(company)) yield* sampledOf(life, feeds, isWanted)
}

function* sampledOf(
  life: Life,
  feeds: readonly Feed[],
  isWanted: (made: Made<object>) => boolean,
): Generator<Sampled> {
  const personId = life.person.number
  for (const feed of feeds) {
    for (const made of feed.ofLife(life)) if (isWanted(made)) yield { ...made, feed, personId }
  }
}
