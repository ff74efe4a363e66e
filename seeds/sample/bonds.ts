import type { NamePool } from './names.ts'
import { Random } from './random.ts'
import { lives } from './settings.ts'

/**
 * Two people of one household who share more than a home:
 * - twin: the birthday, and the mailbox and mobile of their parents
 * - couple: a mobile
 * - child: the mailbox and mobile of a parent
 */
export type Bond = 'twin' | 'couple' | 'child'

/** The bond with a head of household of that birth date. */
export function bondOf(seed: number, number: number, headBorn: string): Bond | null {
  const drawn = new Random(seed, number, 4).uniform()
  const { twin, couple, child } = lives.bonds
  if (drawn < twin) return 'twin'
  if (drawn < twin + couple) return 'couple'
  // a child has to be old enough to buy something
  return drawn < twin + couple + child && headBorn < '1978' ? 'child' : null
}

/** The day and month on which the child would have been born, but 27 years or so after the parent. */
export function childBorn(born: string, parentBorn: string): string {
  const years = Number(parentBorn.slice(0, 4)) + 27 + (Number(born.slice(0, 4)) % 5)
  const date = born.slice(5) === '02-29' ? '02-28' : born.slice(5)
  return `${years}-${date}`
}

interface Named {
  readonly pool: NamePool
  readonly givenName: string
}

/** The person's own given name, or another if it might be a nickname or misspelling of the other person's. */
export function otherGivenName(seed: number, number: number, own: Named, other: Named): string {
  const start = (name: string) => name.slice(0, 3)
  const random = new Random(seed, number, 5)
  let { givenName } = own
  while (start(givenName) === start(other.givenName)) givenName = random.pick(own.pool.first)
  return givenName
}
