import type { Pool, PoolClient } from 'pg'
import type { Relation } from '../declare/relation.ts'
import type { Graph } from '../graph/graph.ts'
import type { Dependents } from './dependents.ts'
import type { PlanStep } from './plan.ts'
import type { State } from './state.ts'
import type { Target } from './version.ts'

export type BuildEvent =
  | { readonly type: 'planned'; readonly runId: number | null; readonly steps: readonly PlanStep[] }
  | { readonly type: 'step-started'; readonly relation: string }
  | {
      readonly type: 'step-finished'
      readonly relation: string
      readonly rowCount: number
      readonly testCount: number
      readonly seconds: number
    }
  | {
      readonly type: 'step-updated'
      readonly relation: string
      readonly testCount: number
      readonly seconds: number
    }
  | {
      readonly type: 'step-failed'
      readonly relation: string
      readonly message: string
      readonly seconds: number
    }
  | { readonly type: 'published'; readonly runId: number }
  | { readonly type: 'dependents-failed'; readonly message: string }

/** What is declared next to what the database holds. */
export interface Comparison {
  readonly targets: ReadonlyMap<string, Target>
  readonly state: State
  readonly steps: readonly PlanStep[]
  /** How queries of a build write a relation. */
  readonly nameOf: (relation: Relation) => string
}

/** What all steps of one run share. The comparison is as of the moment in which it reads raw tables. */
export interface BuildContext extends Comparison {
  readonly runId: number
  /** Tables are built on connections of the pool, several at once. */
  readonly pool: Pool
  /** The connection that holds the build lock, records the run and publishes. */
  readonly keeper: PoolClient
  readonly graph: Graph
  /** The as-of day (ISO 8601). */
  readonly asOf: string
  /** The moment at which all raw tables are read, as Postgres exports it. */
  readonly snapshot: string
  readonly report: (event: BuildEvent) => void
  readonly endsIdleReaders: boolean
  readonly secondsForReaders: number
  readonly dependents: Dependents | undefined
}
