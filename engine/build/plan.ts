import { isDeepStrictEqual } from 'node:util'
import type { BuiltTable, State } from './state.ts'
import type { Definition, Target } from './version.ts'

export type PlanAction = 'build' | 'reuse' | 'keep' | 'remove'

/** What a build will do with one relation, and why. */
export interface PlanStep {
  readonly relation: string
  readonly action: PlanAction
  readonly reasons: readonly string[]
}

/**
 * - build: its version does not exist yet
 * - reuse: built by a run that ended before it could publish
 * - keep: published as it is
 * - remove: published, but no longer declared
 */
export function plan(targets: ReadonlyMap<string, Target>, state: State): PlanStep[] {
  const steps = [...targets.values()].map((target) => planStep(target, state))
  const removed = [...state.published.keys()].filter((relation) => !targets.has(relation))
  return [
    ...steps,
    ...removed.map((relation) => ({ relation, action: 'remove' as const, reasons: ['no longer declared'] })),
  ]
}

function planStep(target: Target, state: State): PlanStep {
  const relation = target.transform.name
  const published = state.published.get(relation)
  if (published?.version === target.version) return { relation, action: 'keep', reasons: [] }
  const reasons = published ? changes(target, published) : ['new']
  const built = state.built.get(`${relation} ${target.version}`)
  if (built)
    return { relation, action: 'reuse', reasons: [...reasons, `built by run ${built.runId}, not published`] }
  return { relation, action: 'build', reasons }
}

function changes(target: Target, published: BuiltTable): string[] {
  const parts: (keyof Definition)[] = ['columns', 'grain', 'indexes', 'query', 'derive', 'tests']
  const reasons = parts
    .filter((part) => !isDeepStrictEqual(target.definition[part], published.definition[part]))
    .map((part) => (part === 'derive' ? 'derived columns changed' : `${part} changed`))
  for (const [input, version] of Object.entries(target.inputs)) {
    const before = published.inputs[input]
    if (before === version) continue
    if (before === undefined) reasons.push(`reads ${input} now`)
    else reasons.push(input.startsWith('raw.') ? `new data in ${input}` : `${input} changes`)
  }
  const dropped = Object.keys(published.inputs).filter((input) => !(input in target.inputs))
  reasons.push(...dropped.map((input) => `no longer reads ${input}`))
  return reasons.length > 0 ? reasons : ['the engine makes tables in a new way']
}
