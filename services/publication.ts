import type { Pool } from 'pg'

export type Publication = { readonly runId: number; readonly publishedAt: Date }

/** The build whose tables people see now. */
export async function latestPublication(pool: Pool): Promise<Publication | undefined> {
  const { rows } = await pool.query<{ run_id: string; published_at: Date }>(
    'select run_id, published_at from ops.publications order by run_id desc limit 1',
  )
  const row = rows[0]
  return row && { runId: Number(row.run_id), publishedAt: row.published_at }
}
