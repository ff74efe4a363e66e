import type { PersonalData } from '#engine'
import { profile } from '../../transforms/canonical/profile.ts'
import { kindsOf, type Reader } from '../access/reader.ts'
import { type CubeGroup, shownAtOnceTo } from '../cube/groups.ts'
import type { Sight } from '../profiles/fields.ts'
import { sightOf } from '../profiles/sight.ts'

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

/** Whether a reader may look up customers: everybody in a group may, with names and contacts left out where it must. */
export function maySeeCustomers({ groups }: Reader): boolean {
  return groups.length > 0
}

/** The groups that see the view `segment_members` of Cube; a test compares the two. */
export const groupsOfMembers: readonly CubeGroup[] = ['executive', 'analyst', 'marketing', 'admin', 'pii']

/** Whether a reader may list the members of segments. */
export function maySeeSegments({ groups }: Reader): boolean {
  return groups.some((group) => groupsOfMembers.includes(group))
}

/** What a reader sees of a customer before and after asking for what is hidden. */
export function sightsOf(reader: Reader): { readonly atOnce: Sight; readonly asked: Sight } {
  const asked = sightOf(reader)
  return { atOnce: { ...asked, kinds: new Set(reader.groups.flatMap(shownAtOnceTo)) }, asked }
}
