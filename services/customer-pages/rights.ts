import type { PersonalData } from '#engine'
import { profile } from '../../transforms/canonical/profile.ts'
import { kindsOf, type Reader } from '../access/reader.ts'

/** The kinds of personal data that records about people have, by the tags of their columns. */
const kindsOfRecords: readonly PersonalData[] = Object.values(profile.columns).flatMap(
  ({ personalData }) => personalData ?? [],
)

/**
 * Whether a reader may decide who is who. Who does compares whole records, of any market, so it takes a right to all the
 * kinds of personal data that records have.
 */
export function mayDecide(reader: Reader): boolean {
  const kinds = kindsOf(reader)
  return reader.markets === null && kindsOfRecords.every((kind) => kinds.has(kind))
}

/** Whether a reader may look up customers: whoever is in a group, with names and contacts left out where it must. */
export function maySeeCustomers({ groups }: Reader): boolean {
  return groups.length > 0
}

/** Whether a reader may list the members of segments. */
export function maySeeSegments(reader: Reader): boolean {
  return maySeeCustomers(reader)
}
