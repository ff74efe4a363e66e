import { cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '../settings.ts'
import { compressPages } from './compress.ts'
import type { Fault } from './faults.ts'
import { currentPages, type Pages, pagesFolder, pointer } from './pages.ts'
import { standIn } from './stand-in.ts'

/**
 * Moves a finished build to the folder that is served, with the last versions of its broken pages. The previous build
 * stays until the next one, for its readers.
 */
export async function publishPages(
  settings: Settings,
  built: string,
  { stamp, runId, faults }: { stamp: string; runId: number; faults: readonly Fault[] },
): Promise<Pages> {
  const before = await currentPages(settings)
  const broken = await standIn(built, before, faults, settings)
  await compressPages(built, before?.folder)
  const folder = join(pagesFolder(settings), `${runId}-${Date.now().toString(36)}`)
  await mkdir(pagesFolder(settings), { recursive: true })
  try {
    await rename(built, folder)
  } catch {
    // rename does not work across file systems
    await cp(built, folder, { recursive: true })
    await rm(built, { recursive: true })
  }
  const pages = { folder, stamp, runId, builtAt: new Date().toISOString(), broken }
  const draft = `${pointer(settings)}.${process.pid}`
  await writeFile(draft, JSON.stringify(pages))
  await rename(draft, pointer(settings))
  for (const entry of await readdir(pagesFolder(settings), { withFileTypes: true })) {
    const path = join(pagesFolder(settings), entry.name)
    if (entry.isDirectory() && path !== folder && path !== before?.folder) await rm(path, { recursive: true })
  }
  return pages
}
