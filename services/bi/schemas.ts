import { type CubeGroup, cubeGroups, kindsFor, marketDimension } from '../cube/groups.ts'
import type { Access, BiView } from './view.ts'

/** Domains and aggregates of all schemas are in it, and the views as groups without personal data see them. */
export const mainSchema = 'bi'

/** Whose views are in the main schema, for all groups that see the same of them. */
const mainGroup: CubeGroup = 'analyst'

function ownSchema(group: CubeGroup): string {
  return group === mainGroup ? mainSchema : `${mainSchema}_${group}`
}

/** The same views for readers of some markets, each with the rows of the reader's markets only. */
function ofMarkets(name: string): string {
  return `${name}_markets`
}

/** Every schema that there may be. */
export const biSchemas: readonly string[] = [...new Set([mainSchema, ...cubeGroups.map(ownSchema)])].flatMap(
  (name) => [name, ofMarkets(name)],
)

/** The role of the users of a group, or of those among them who may see some markets only. */
export function groupRole(group: CubeGroup, isRestricted = false): string {
  const role = `clientele_bi_${group}`
  return isRestricted ? ofMarkets(role) : role
}

export const biRoles: readonly string[] = [false, true].flatMap((isRestricted) =>
  cubeGroups.map((group) => groupRole(group, isRestricted)),
)

/** One view of Postgres: a view of Cube as the groups see it that read it here. */
export type Place = {
  readonly schema: string
  readonly access: Access
  readonly groups: readonly CubeGroup[]
  /** The SQL of the market of a row, if readers of some markets read it here. */
  readonly market: string | null
}

/**
 * Groups that may see kinds of personal data have a schema of their own, with all that they see. The others share the
 * main schema, except for views of which they see other members or rows than analysts.
 */
export function placesOf({ access, dimensions }: Pick<BiView, 'access' | 'dimensions'>): Place[] {
  const places = new Map<string, Place>()
  for (const group of cubeGroups) {
    const own = access[group]
    if (!own) continue
    const isShared = kindsFor(group).length === 0 && isSame(own, access[mainGroup])
    const schema = isShared ? mainSchema : ownSchema(group)
    const others = places.get(schema)?.groups ?? []
    places.set(schema, { schema, access: own, groups: [...others, group], market: null })
  }
  const market = dimensions.find(({ name }) => name === marketDimension)?.sql
  return [...places.values()].flatMap((place) =>
    market === undefined ? [place] : [place, { ...place, schema: ofMarkets(place.schema), market }],
  )
}

function isSame(one: Access, other: Access | undefined): boolean {
  return other?.where === one.where && other.members.join() === one.members.join()
}

/** Where a member of these groups finds names of views: those with the most kinds of personal data first. */
export function searchPath(groups: readonly string[], isRestricted: boolean): string[] {
  const rank = (group: CubeGroup) => kindsFor(group).length + (group === mainGroup ? 0.5 : 0)
  const own = cubeGroups.filter((group) => groups.includes(group)).sort((a, b) => rank(b) - rank(a))
  const views = [...new Set([...own.map(ownSchema), mainSchema])]
  return isRestricted ? [...views.map(ofMarkets), mainSchema] : views
}
