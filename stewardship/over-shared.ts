import type { Pool } from 'pg'
import { overSharedValues } from './queries.ts'

/** A value that too many people or records share, so that it joins nobody. */
export interface OverSharedValue {
  readonly kind: string
  readonly value: string
  readonly recordCount: number
  /** Null for a blocking rule's block, whose people are not counted. */
  readonly personCount: number | null
  readonly reason: string
}

/** The values with the most records first, and the total number of values. */
export async function overShared(
  pool: Pool,
  limit: number,
): Promise<{ readonly total: number; readonly values: readonly OverSharedValue[] }> {
  const rows = await overSharedValues.read(pool, { limit })
  return {
    total: Number(rows[0]?.total ?? 0),
    values: rows.map(({ kind, value, record_count, person_count, reason }) => ({
      kind,
      value,
      recordCount: record_count,
      personCount: person_count,
      reason,
    })),
  }
}
