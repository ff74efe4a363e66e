import { type CubeGroup, cubeGroups, kindsFor } from '../cube/groups.ts'
import type { Access, BiView } from './view.ts'

/** Domains and aggregates of all schemas are in it, and the views as groups without personal data see them. */
export const mainSchema = 'bi'

/** Whose views are in the main schema, for all groups that see the same of them. */
const mainGroup: CubeGroup = 'analyst'

function ownSchema(group: CubeGroup): string {
  return group === mainGroup ? mainSchema : `${mainSchema}_${group}`
}

/** Every schema that there may be. */
export const biSchemas: readonly string[] = [mainSchema, ...cubeGroups.map(ownSchema)].filter(
  (name, at, all) => all.indexOf(name) === at,
)

export function groupRole(group: CubeGroup): string {
  return `clientele_bi_${group}`
}

/** One view of Postgres: a view of Cube as the groups see it that read it here. */
export type Place = {
  readonly schema: string
  readonly access: Access
  readonly groups: readonly CubeGroup[]
}

/**
 * Groups that may see kinds of personal data have a schema of their own, with all that they see. The others share the
 * main schema, except for views of which they see other members or rows than analysts.
 */
export function placesOf({ access }: Pick<BiView, 'access'>): Place[] {
  const places = new Map<string, Place>()
  for (const group of cubeGroups) {
    const own = access[group]
    if (!own) continue
    const isShared = kindsFor(group).length === 0 && isSame(own, access[mainGroup])
    const schema = isShared ? mainSchema : ownSchema(group)
    places.set(schema, { schema, access: own, groups: [...(places.get(schema)?.groups ?? []), group] })
  }
  return [...places.values()]
}

function isSame(one: Access, other: Access | undefined): boolean {
  return other?.where === one.where && other.members.join() === one.members.join()
}

/** Where a member of these groups finds names of views: those with the most kinds of personal data first. */
export function searchPath(groups: readonly string[]): string[] {
  const rank = (group: CubeGroup) => kindsFor(group).length + (group === mainGroup ? 0.5 : 0)
  const own = cubeGroups.filter((group) => groups.includes(group)).sort((a, b) => rank(b) - rank(a))
  return [...new Set([...own.map(ownSchema), mainSchema])]
}
