import type { Pool } from 'pg'
import { findingsOfModel, modelInUse } from './queries.ts'

/** Something suspicious about the match model. */
export interface ModelFinding {
  readonly kind: string
  readonly subject: string
  readonly value: number
  readonly meaning: string
  readonly remedy: string
}

/** The match model that the published customers were found with. */
export interface ModelInUse {
  readonly id: string
  readonly trainedAt: Date
  readonly trainedBecause: string
  /** Whether the build that is asked about trained it. */
  readonly isNew: boolean
  readonly findings: readonly ModelFinding[]
}

/** Null if there is none yet. */
export async function matchModel(pool: Pool, runId: number | null = null): Promise<ModelInUse | null> {
  const [model] = await modelInUse.read(pool, { run_id: runId === null ? null : String(runId) })
  if (!model) return null
  const findings = await findingsOfModel.read(pool, { model_id: model.model_id })
  return {
    id: model.model_id,
    trainedAt: model.trained_at,
    trainedBecause: model.trained_because,
    isNew: model.is_new,
    findings: findings.map(({ value, ...finding }) => ({ ...finding, value: Number(value) })),
  }
}
