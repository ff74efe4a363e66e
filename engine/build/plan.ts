import { metadataChanges, rowChanges } from './changes.ts'
import type { State } from './state.ts'
import type { Target } from './version.ts'

/**
 * - build: no table of its version exists
 * - update: a table of its version exists; its tests are run again, its indexes, constraints and views changed
 * - reuse: built by a run that ended before it could publish
 * - keep: published and up to date
 * - remove: published, but no longer declared
 */
export type PlanAction = 'build' | 'update' | 'reuse' | 'keep' | 'remove'

/** What a build will do with one relation, and why. */
export interface PlanStep {
  readonly relation: string
  readonly action: PlanAction
  readonly reasons: readonly string[]
}

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
  const table = state.built.get(`${relation} ${target.version}`)
  const isPublished = published?.version === target.version
  const reasons = isPublished ? [] : published ? rowChanges(target, published) : ['new']
  if (!table) return { relation, action: 'build', reasons }
  if (!isPublished) reasons.push(`built by run ${table.runId}, not published`)
  if (table.metadataHash !== target.metadataHash) {
    return { relation, action: 'update', reasons: [...reasons, ...metadataChanges(target, table)] }
  }
  return { relation, action: isPublished ? 'keep' : 'reuse', reasons }
}
