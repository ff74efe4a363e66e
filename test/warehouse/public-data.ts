import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A published data set, or null where there is none on this machine; tests that need it then say so and skip. */
export function publicData(path: string): string | null {
  const folder = process.env.CLIENTELE_DATA ?? join(import.meta.dirname, '../../../shared/data')
  const file = join(folder, path)
  return existsSync(file) ? file : null
}
