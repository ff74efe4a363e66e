import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { company } from '#settings'
import { type ModelFile, readModelFiles } from '../cube/model-files.ts'
import { pathExists } from '../postgres/binaries.ts'
import type { Publication } from '../publication.ts'
import type { Settings } from '../settings.ts'
import { notCopied } from './project.ts'

const drawn = z.object({ runId: z.number(), builtAt: z.string() })
const brokenPage = z.object({
  path: z.string(),
  file: z.string(),
  reason: z.string(),
  /** The drawing that is shown in its place, if there was one without a fault. */
  earlier: drawn.extend({ name: z.string() }).nullable(),
})
const current = drawn.extend({
  folder: z.string(),
  stamp: z.string(),
  broken: z.array(brokenPage).default([]),
})

/** A page that could not be drawn. Readers see its last version, or what is wrong with it. */
export type BrokenPage = z.infer<typeof brokenPage>

/** A set of pages, built from one publication and not changed afterwards. */
export type Pages = z.infer<typeof current>

export async function currentPages(settings: Settings): Promise<Pages | undefined> {
  const text = await readFile(pointer(settings), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const pages = current.parse(JSON.parse(text))
  return (await pathExists(join(pages.folder, 'index.html'))) ? pages : undefined
}

/**
 * A hash of everything that the pages depend on: their sources, the settings, what is published, and the model that
 * Cube serves, which is that of the checkout unless it has faults.
 */
export async function pagesStamp(
  settings: Settings,
  publication: Publication,
  model?: readonly ModelFile[],
): Promise<string> {
  const hash = createHash('sha256')
  const add = (file: string, content: string | Buffer) =>
    hash.update(file).update('\0').update(content).update('\0')
  for (const { file, text } of model ?? (await readModelFiles(settings.root))) add(file, text)
  for (const folder of ['reports', 'company/pages']) {
    for (const file of await filesUnder(settings.root, folder))
      add(file, await readFile(join(settings.root, file)))
  }
  hash.update(JSON.stringify(company)).update(settings.basePath)
  hash.update(`${publication.runId} ${publication.publishedAt.toISOString()}`)
  return hash.digest('hex')
}

/** Folders of the reports that are not copied to where the pages are drawn. */
const generated = new Set(notCopied.map((name) => join('reports', name)))

/** The files in a folder and the folders in it, by their paths from the root; none if there is no such folder. */
async function filesUnder(root: string, folder: string): Promise<string[]> {
  if (!(await pathExists(join(root, folder)))) return []
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const files = await Promise.all(
    entries.map((entry) => {
      const path = join(folder, entry.name)
      if (generated.has(path) || entry.name === 'node_modules') return []
      return entry.isDirectory() ? filesUnder(root, path) : [path]
    }),
  )
  return files.flat().sort()
}

export function pagesFolder(settings: Settings): string {
  return join(settings.stateDir, 'pages')
}

/** The file that says which pages are served. */
export function pointer(settings: Settings): string {
  return join(pagesFolder(settings), 'current.json')
}
