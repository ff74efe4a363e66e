import { cubeGroups, isGroup } from './groups.ts'
import type { Cube, Model, Place, Problem, View } from './model.ts'
import { cubeFolders, viewFolders } from './model-files.ts'
import { referencesIn } from './model-references.ts'
import { cubeProblemsForSql, viewProblemsForSql } from './model-sql-clients.ts'
import { shownBeyondKinds } from './personal-members.ts'
import type { Relations } from './relations.ts'
import { rollupProblems } from './rollup-rules.ts'

/** What Cube's compiler cannot know: relations, their columns, and who may see personal data. */
export function brokenRules(model: Model, relations: Relations): Problem[] {
  return [
    ...[...model.cubes.values()].flatMap((cube) => cubeProblems(cube, model, relations)),
    ...[...model.views.values()].flatMap((view) => viewProblems(view, model, relations)),
  ]
}

function cubeProblems(cube: Cube, model: Model, relations: Relations): Problem[] {
  const problem = (place: Place, message: string) => at(place, `${cube.name}: ${message}`)
  const problems = misplaced(cube, cubeFolders)
  if (cube.isPublic.value !== false)
    problems.push(
      problem(cube.isPublic, 'cubes are private: write "public: false" and show its members in a view'),
    )
  if (cube.extends && !model.cubes.has(cube.extends)) {
    const hint = 'Run `clientele model generate` if it is to be generated.'
    return [...problems, problem(cube, `there is no cube "${cube.extends}" to extend. ${hint}`)]
  }
  if (cube.relation.file === cube.file && !relations.has(cube.relation.name))
    problems.push(problem(cube.relation, `there is no relation "${cube.relation.name}"`))
  // what it inherits is reported where it is written
  const own = [...cube.members.values()].filter((member) => member.file === cube.file)
  for (const snippet of [...own.flatMap((member) => member.sql), ...cube.joins.values()]) {
    for (const reference of referencesIn(snippet.sql, cube, model)) {
      const columns = relations.get(reference.cube.relation.name)
      if ('column' in reference && columns && !columns[reference.column])
        problems.push(problem(snippet, `${reference.cube.relation.name} has no column "${reference.column}"`))
    }
  }
  for (const label of own.flatMap((member) => member.labels)) {
    // Cube writes it into its SQL between apostrophes, as it is
    if (label.text.includes("'"))
      problems.push(
        problem(label, `the label "${label.text}" has an apostrophe, which ends it in SQL: write ’`),
      )
  }
  problems.push(...rollupProblems(cube, model, relations), ...cubeProblemsForSql(cube, relations))
  return problems
}

function viewProblems(view: View, model: Model, relations: Relations): Problem[] {
  const problem = (place: Place, message: string) => at(place, `${view.name}: ${message}`)
  const problems = misplaced(view, viewFolders)
  for (const source of view.sources) {
    for (const [position, step] of source.path.entries()) {
      const before = model.cubes.get(source.path[position - 1] ?? '')
      if (!model.cubes.has(step)) problems.push(problem(source, `there is no cube "${step}"`))
      else if (before && !before.joins.has(step))
        problems.push(problem(source, `${before.name} has no join to ${step}`))
    }
  }
  if (view.policies.length === 0)
    problems.push(problem(view, 'without access_policy everybody sees all of it'))
  const members = membersOf(view, model)
  problems.push(...viewProblemsForSql(view, model, members))
  for (const policy of view.policies) {
    const unknown = policy.groups.filter((group) => !isGroup(group))
    const known = cubeGroups.join(', ')
    for (const group of unknown)
      problems.push(problem(policy, `there is no group "${group}"; there are ${known}`))
    if (policy.groups.length === 0)
      problems.push(problem(policy, `a policy must name its group; there are ${known}`))
    for (const item of policy.excludes.filter((item) => !members.has(item.name)))
      problems.push(problem(item, `excludes "${item.name}", which it does not have`))
    for (const message of shownBeyondKinds(policy, members, model, relations))
      problems.push(problem(policy, message))
  }
  return problems
}

function at({ file, line }: Place, message: string): Problem {
  return { file, line, message }
}

function misplaced({ name, file, line }: Cube | View, folders: readonly string[]): Problem[] {
  const isInFolder = folders.some((folder) => file.startsWith(`${folder}/`))
  if (isInFolder && file.endsWith(`/${name}.yml`)) return []
  return [{ file, line, message: `${name}: belongs in a file ${name}.yml in ${folders.join(' or ')}` }]
}

/** The members of a view by the name they have there, each with the cube it comes from and its name in it. */
export function membersOf(view: View, model: Model): Map<string, [Cube, string]> {
  const members = new Map<string, [Cube, string]>()
  for (const source of view.sources) {
    const cube = model.cubes.get(source.path.at(-1) ?? '')
    if (!cube) continue
    const all = [...cube.members.keys()].map((name) => ({ name, alias: name }))
    for (const { name, alias } of source.includes ?? all) {
      if (source.excludes.includes(name)) continue
      members.set(source.isPrefixed ? `${cube.name}_${alias}` : alias, [cube, name])
    }
  }
  return members
}
