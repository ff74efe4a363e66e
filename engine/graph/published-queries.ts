import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { PublishedQuery } from '../declare/published-query.ts'
import { importDeclaration } from './source-files.ts'

/** The published queries of some rooms: what files named `queries.ts` under these folders export. */
export async function loadPublishedQueries(folders: readonly string[]): Promise<PublishedQuery[]> {
  const queries: PublishedQuery[] = []
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = entries
      .filter((entry) => entry.isFile() && entry.name === 'queries.ts')
      .map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.sort()) {
      const exported = await importDeclaration(file, 'transform-declaration')
      queries.push(...Object.values(exported).filter(isPublishedQuery))
    }
  }
  return queries
}

function isPublishedQuery(exported: unknown): exported is PublishedQuery {
  return (
    typeof exported === 'object' &&
    exported !== null &&
    'kind' in exported &&
    exported.kind === 'published-query'
  )
}
