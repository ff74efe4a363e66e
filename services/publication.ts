import type { Pool } from 'pg'
import { latestPublications } from './queries.ts'

export type Publication = { readonly runId: number; readonly publishedAt: Date }

/** The build that is published now. */
export async function latestPublication(pool: Pool): Promise<Publication | undefined> {
  const [latest] = await latestPublications.read(pool, {})
  return latest && { runId: Number(latest.run_id), publishedAt: latest.published_at }
}
