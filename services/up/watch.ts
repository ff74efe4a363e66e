import type { Pool } from 'pg'
import { latestPublication, type Publication } from '../publication.ts'

/** Calls back for every publication after `runId`, one at a time. Returns what stops it. */
export function watchPublications(
  pool: Pool,
  runId: number,
  onPublished: (publication: Publication) => Promise<void>,
  everyMilliseconds = 5000,
): () => Promise<void> {
  let seen = runId
  let isStopped = false
  let timer: NodeJS.Timeout
  let looking = Promise.resolve()
  const look = async () => {
    // a database that is away now is asked again
    const publication = await latestPublication(pool).catch(() => undefined)
    if (publication && publication.runId > seen && !isStopped) {
      seen = publication.runId
      await onPublished(publication)
    }
    if (!isStopped) schedule()
  }
  const schedule = () => {
    timer = setTimeout(() => {
      looking = look()
    }, everyMilliseconds)
  }
  schedule()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await looking
  }
}
