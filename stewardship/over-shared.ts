import type { Pool } from 'pg'

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
  const { rows } = await pool.query<OverSharedValue & { total: string }>(
    `select kind, value, record_count as "recordCount", person_count as "personCount", reason,
       count(*) over () as total
     from pii.over_shared_identifier order by record_count desc, kind, value_key limit $1`,
    [limit],
  )
  return {
    total: Number(rows[0]?.total ?? 0),
    values: rows.map(({ total: _, ...value }) => value),
  }
}
