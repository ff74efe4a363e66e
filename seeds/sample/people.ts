import { day, lookahead, today } from './calendar.ts'
import { arrivalsADay, type CompanyOptions, firstPeople } from './company.ts'
import { LazyLife } from './life.ts'
import type { Life } from './life-events.ts'
import { personOf } from './person.ts'

/** Everybody the company knows, or will know soon (visits precede a first order), one by one. */
export function* livesOf(company: CompanyOptions): Generator<Life> {
  const later = ((company.today + lookahead - today) / day) * arrivalsADay(company)
  const all = firstPeople(company) + Math.max(0, Math.floor(later))
  for (let number = 0; number < all; number++) yield new LazyLife(company, personOf(company, number))
}
