import { cp, link, mkdir, readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pathExists } from '../postgres/binaries.ts'
import type { Pages } from './pages.ts'

/** The last drawing of a page that had no fault. `name` identifies it, `from` is the folder that holds it. */
export type Earlier = {
  readonly name: string
  readonly runId: number
  readonly builtAt: string
  readonly from: string
}

/** Holds the unchanged files of earlier drawings. The gateway serves no hidden files. */
const kept = '.earlier'

/** Looks for the last good drawing of a page among the pages that are served now. */
export async function findEarlier(before: Pages | undefined, path: string): Promise<Earlier | null> {
  if (!before) return null
  const broken = before.broken.find((page) => page.path === path)
  if (broken?.earlier === null) return null
  const { name, runId, builtAt } = broken?.earlier ?? { ...before, name: basename(before.folder) }
  const from = broken ? join(before.folder, kept, name) : before.folder
  return (await pathExists(join(from, path, 'index.html'))) ? { name, runId, builtAt, from } : null
}

/**
 * Adds what an earlier page needs to new pages, and returns its HTML. Scripts and tables are named by their content.
 * What has the same name but other content is put into `/earlier/<name>/`.
 */
export async function keepEarlier(built: string, { name, from }: Earlier, path: string): Promise<string> {
  const store = join(built, kept, name)
  if (!(await pathExists(store))) {
    await linkAll(from, store, (entry) => ![kept, 'earlier'].includes(entry))
    for (const folder of ['_app/immutable', 'data']) await linkAll(join(store, folder), join(built, folder))
    await linkAll(join(store, 'api'), join(built, 'earlier', name, 'api'))
    const isManifest = (entry: string) => entry.startsWith('manifest.json')
    await linkAll(join(store, 'data'), join(built, 'earlier', name, 'data'), isManifest)
  }
  return readFile(join(store, path, 'index.html'), 'utf8')
}

/** Links files into a folder without replacing any, or copies them where links do not work. */
async function linkAll(from: string, to: string, isWanted: (entry: string) => boolean = () => true) {
  if (!(await pathExists(from))) return
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (!isWanted(entry.name)) continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await linkAll(source, target)
    else if (!(await pathExists(target))) {
      await mkdir(dirname(target), { recursive: true })
      await link(source, target).catch(() => cp(source, target))
    }
  }
}
