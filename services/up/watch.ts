import type { Pool } from 'pg'
import { latestPublication, type Publication } from '../publication.ts'

/** Calls `onPublished` for every publication after `runId`, one at a time. Returns a function that stops it. */
export function watchPublications(
  pool: Pool,
  runId: number,
  onPublished: (publication: Publication) => Promise<void>,
  everyMilliseconds = 5000,
): () => Promise<void> {
  let seen = runId
  let isStopped = false
  let timer: NodeJS.Timeout
  let checking = Promise.resolve()
  const check = async () => {
    // if the database does not answer, the next check asks again
    const publication = await latestPublication(pool).catch(() => undefined)
    if (publication && publication.runId > seen && !isStopped) {
      seen = publication.runId
      await onPublished(publication)
    }
    if (!isStopped) schedule()
  }
  const schedule = () => {
    timer = setTimeout(() => {
      checking = check()
    }, everyMilliseconds)
  }
  schedule()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await checking
  }
}
