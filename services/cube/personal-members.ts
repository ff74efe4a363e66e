import type { PersonalData } from '#engine'
import { kindsFor } from './groups.ts'
import type { Cube, Model, Policy } from './model.ts'
import { type Reference, referencesIn } from './model-references.ts'
import type { RelationColumns, Relations } from './relations.ts'

/** A column with personal data that a member shows. */
type Personal = { readonly column: string; readonly kind: PersonalData }

/** The members that a policy shows to a group which may not see that kind of personal data. */
export function shownBeyondKinds(
  policy: Policy,
  members: ReadonlyMap<string, readonly [Cube, string]>,
  model: Model,
  relations: Relations,
): string[] {
  const problems: string[] = []
  for (const [alias, [cube, member]] of members) {
    if (!isShown(policy, alias)) continue
    for (const { column, kind } of personalColumns(cube, member, model, relations)) {
      // a policy that names no group counts as one for everybody
      const groups = policy.groups.length > 0 ? policy.groups : ['*']
      const forbidden = groups.filter((group) => !kindsFor(group).includes(kind))
      if (forbidden.length === 0) continue
      const shown = `${alias} holds personal data (${kind}: ${column})`
      problems.push(`${shown} and must be excluded for ${forbidden.join(', ')}`)
    }
  }
  return problems
}

function isShown(policy: Policy, alias: string): boolean {
  const isIncluded = !policy.includes || policy.includes.includes(alias)
  return isIncluded && !policy.excludes.some((item) => item.name === alias)
}

/** The personal columns that the SQL of a member reads, itself or through other members. */
export function personalColumns(
  cube: Cube,
  name: string,
  model: Model,
  relations: Relations,
  seen = new Set<string>(),
): Personal[] {
  const id = `${cube.name}.${name}`
  if (seen.has(id)) return []
  seen.add(id)
  const found = (cube.members.get(name)?.sql ?? []).flatMap(({ sql }) => [
    ...namedColumns(sql, cube.relation.name, relations.get(cube.relation.name)),
    ...referencesIn(sql, cube, model).flatMap((reference) => referred(reference)),
  ])
  return [...new Map(found.map((one) => [one.column, one])).values()]

  function referred(reference: Reference): Personal[] {
    if ('member' in reference)
      return personalColumns(reference.cube, reference.member, model, relations, seen)
    const relation = reference.cube.relation.name
    const kind = relations.get(relation)?.[reference.column]?.personalData
    return kind ? [{ column: `${relation}.${reference.column}`, kind }] : []
  }
}

/** Personal columns that SQL names, also without `{CUBE}.` before them. */
function namedColumns(sql: string, relation: string, columns: RelationColumns = {}): Personal[] {
  const words = new Set(sql.replace(/'[^']*'/g, ' ').match(/\w+/g))
  return Object.entries(columns).flatMap(([name, { personalData: kind }]) =>
    kind && words.has(name) ? [{ column: `${relation}.${name}`, kind }] : [],
  )
}
