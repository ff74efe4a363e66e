import type { PersonalData } from '#engine'
import { type CubeGroup, kindsFor } from '../cube/groups.ts'

/** Who reads: a person who signed in, or a program with a key. */
export interface Reader {
  readonly kind: 'person' | 'program'
  readonly name: string
  readonly groups: readonly CubeGroup[]
  /** The markets whose customers the reader may see; null for all. */
  readonly markets: readonly string[] | null
}

/** The kinds of personal data that a reader may see, which any of the groups gives. */
export function kindsOf({ groups }: Pick<Reader, 'groups'>): ReadonlySet<PersonalData> {
  return new Set(groups.flatMap(kindsFor))
}
