import type { Cube, Model, Place, Policy, Problem, View } from './model-files.ts'
import { cubeGroups } from './token.ts'

/** A relation as its contract has it: enough to know whether the model can read it, and what is personal. */
export interface RelationShape {
  columns: Record<string, { pgType: string; pii: boolean }>
}
export type Relations = ReadonlyMap<string, RelationShape>

/** Views the migrations make; the engine has no contract for them. */
export const opsRelations: Relations = new Map([
  [
    'ops.source_freshness',
    shape(
      'entity source description row_count quarantined_count last_loaded_at fresh_within_hours hours_since_load is_fresh is_sample',
    ),
  ],
  ['ops.publications', shape('run_id published_at started_at seconds table_count row_count')],
])

function shape(columns: string): RelationShape {
  return {
    columns: Object.fromEntries(columns.split(' ').map((name) => [name, { pgType: 'any', pii: false }])),
  }
}

/** What Cube's compiler does not know: relations, their columns, and who may see personal data. */
export function breaches(model: Model, relations: Relations): Problem[] {
  const laws = new Laws(model, new Map([...opsRelations, ...relations]))
  return [...model.cubes.values()]
    .flatMap((cube) => laws.ofCube(cube))
    .concat([...model.views.values()].flatMap((view) => laws.ofView(view)))
}

type Use = { column: string; of: Cube } | { member: string; of: Cube }

class Laws {
  private readonly model: Model
  private readonly relations: Relations

  constructor(model: Model, relations: Relations) {
    this.model = model
    this.relations = relations
  }

  ofCube(cube: Cube): Problem[] {
    const problems = named(cube, `model/cubes/${cube.name}.yml`)
    const say = (place: Place, message: string) =>
      problems.push({ file: place.file, line: place.line, message })
    if (cube.publicity.isPublic)
      say(cube.publicity, `${cube.name}: cubes are private; write "public: false" and make a view`)
    if (!this.shapeOf(cube)) say(cube.relation, `${cube.name}: there is no relation "${cube.relation.name}"`)
    const snippets = [...cube.members.values()]
      .flatMap((member) => member.sql)
      .concat([...cube.joins.values()])
    for (const snippet of snippets) {
      for (const use of this.uses(cube, snippet.sql)) {
        const columns = this.shapeOf(use.of)?.columns
        if ('column' in use && columns && !columns[use.column])
          say(snippet, `${cube.name}: ${use.of.relation.name} has no column "${use.column}"`)
      }
    }
    return problems
  }

  ofView(view: View): Problem[] {
    const problems = named(view, `model/views/${view.name}.yml`)
    const say = (place: Place, message: string) =>
      problems.push({ file: place.file, line: place.line, message: `${view.name}: ${message}` })
    for (const source of view.sources) {
      for (const [at, step] of source.path.entries()) {
        const before = this.model.cubes.get(source.path[at - 1] ?? '')
        if (!this.model.cubes.has(step)) say(source, `there is no cube "${step}"`)
        else if (before && !before.joins.has(step)) say(source, `${before.name} has no join to ${step}`)
      }
    }
    if (view.policies.length === 0) say(view, 'without access_policy everybody sees all of it')
    const members = this.membersOf(view)
    for (const policy of view.policies) {
      for (const group of policy.groups.filter((group) => !cubeGroups.some((known) => known === group)))
        say(policy, `there is no group "${group}"; there are ${cubeGroups.join(' and ')}`)
      for (const item of policy.excludes.filter((item) => !members.has(item.name)))
        problems.push({ ...item, message: `${view.name}: excludes "${item.name}", which it does not have` })
      for (const [alias, [cube, member]] of members) {
        if (!grants(policy, alias) || !this.isPersonal(cube, member)) continue
        const shown = `${alias} holds personal data (${cube.name}.${member})`
        say(policy, `${shown} and must be excluded for group ${policy.groups.join(', ')}`)
      }
    }
    return problems.map(({ file, line, message }) => ({ file, line, message }))
  }

  /** Members of a view by the name they have there. */
  private membersOf(view: View): Map<string, [Cube, string]> {
    const members = new Map<string, [Cube, string]>()
    for (const source of view.sources) {
      const cube = this.model.cubes.get(source.path.at(-1) ?? '')
      if (!cube) continue
      const all = [...cube.members.keys()].map((name) => ({ name, alias: name }))
      for (const { name, alias } of source.includes ?? all) {
        if (source.excludes.includes(name)) continue
        members.set(source.isPrefixed ? `${cube.name}_${alias}` : alias, [cube, name])
      }
    }
    return members
  }

  private isPersonal(cube: Cube, name: string, seen = new Set<string>()): boolean {
    const id = `${cube.name}.${name}`
    if (seen.has(id)) return false
    seen.add(id)
    return (cube.members.get(name)?.sql ?? []).some(({ sql }) => {
      const uses = this.uses(cube, sql)
      return (
        this.namesPersonalColumn(cube, sql) ||
        uses.some((use) =>
          'column' in use
            ? this.shapeOf(use.of)?.columns[use.column]?.pii
            : this.isPersonal(use.of, use.member, seen),
        )
      )
    })
  }

  /** Also without `{CUBE}.` before it. */
  private namesPersonalColumn(cube: Cube, sql: string): boolean {
    const words = new Set(sql.replace(/'[^']*'/g, ' ').match(/\w+/g))
    const columns = Object.entries(this.shapeOf(cube)?.columns ?? {})
    return columns.some(([name, column]) => column.pii && words.has(name))
  }

  /** What a piece of SQL refers to: `{CUBE}.column`, `{cube}.column`, `{member}`, `{cube.member}`, `column`. */
  private uses(cube: Cube, sql: string): Use[] {
    if (/^\w+$/.test(sql)) return [{ column: sql, of: cube }]
    return [...sql.matchAll(/\{([\w.]+)\}(?:\.(\w+))?/g)].flatMap(([, inside = '', column]): Use[] => {
      const [first = '', second] = inside.split('.')
      const of = first === 'CUBE' ? cube : this.model.cubes.get(first)
      if (of && column) return [{ column, of }]
      if (of && second) return [{ member: second, of }]
      return cube.members.has(first) ? [{ member: first, of: cube }] : []
    })
  }

  /** `pii.x` shows the columns of `warehouse.x` unmasked. */
  private shapeOf(cube: Cube): RelationShape | undefined {
    const [schema, name] = cube.relation.name.split('.')
    if (schema !== 'pii') return this.relations.get(cube.relation.name)
    const masked = [...this.relations.keys()].find((relation) => relation.split('.')[1] === name)
    return masked === undefined ? undefined : this.relations.get(masked)
  }
}

function named(thing: Cube | View, file: string): Problem[] {
  if (thing.file === file) return []
  return [{ file: thing.file, line: thing.line, message: `${thing.name}: belongs into ${file}` }]
}

/** Whether some group other than `pii` gets it. */
function grants(policy: Policy, alias: string): boolean {
  if (policy.groups.every((group) => group === 'pii')) return false
  const isIncluded = !policy.includes || policy.includes.includes(alias)
  return isIncluded && !policy.excludes.some((item) => item.name === alias)
}
