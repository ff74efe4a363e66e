import type { PersonalData } from '#engine'

/** The kinds of personal data, as the `pii` tags of columns name them. */
export const kinds: readonly PersonalData[] = [
  'name',
  'contact',
  'identifier',
  'address',
  'birth',
  'free text',
]

export type CubeGroup = 'executive' | 'analyst' | 'agent' | 'marketing' | 'admin' | 'pii'

type Group = {
  readonly name: CubeGroup
  readonly purpose: string
  /** The kinds of personal data that it may see, in any view. Which views it sees is said in each view. */
  readonly sees: readonly PersonalData[]
  /** The kinds of these that the page of a customer shows only when asked, with a reason that is kept. */
  readonly asksFor?: readonly PersonalData[]
}

/** Who reads Clientele. Nobody is in a group by default, and who is in none sees nothing. */
export const groups: readonly Group[] = [
  { name: 'executive', purpose: 'reads how the business is doing', sees: [] },
  { name: 'analyst', purpose: 'explores everything, without knowing who the people are', sees: [] },
  {
    name: 'agent',
    purpose: 'serves customers, and must know who calls and where to reach them',
    sees: ['name', 'contact', 'identifier', 'address'],
  },
  { name: 'marketing', purpose: 'plans campaigns, and chooses segments by number', sees: [] },
  { name: 'admin', purpose: 'runs the installation, and looks after its data', sees: [] },
  {
    name: 'pii',
    purpose: 'may see all personal data, such as data stewards',
    sees: kinds,
    asksFor: kinds.filter((kind) => kind !== 'name'),
  },
]

/**
 * The dimension by which readers of any group can be restricted to markets. Every view that has it shows them the rows of
 * their markets, and every other view refuses them.
 */
export const marketDimension = 'market'

export const cubeGroups: readonly CubeGroup[] = groups.map(({ name }) => name)

export function isGroup(name: string): name is CubeGroup {
  return cubeGroups.some((known) => known === name)
}

/** The kinds of personal data that a group may see. One that does not exist may see none. */
export function kindsFor(group: string): readonly PersonalData[] {
  return groups.find(({ name }) => name === group)?.sees ?? []
}

/** The kinds of personal data that the page of a customer shows a group without being asked. */
export function shownAtOnceTo(group: string): readonly PersonalData[] {
  const { sees = [], asksFor = [] } = groups.find(({ name }) => name === group) ?? {}
  return sees.filter((kind) => !asksFor.includes(kind))
}
