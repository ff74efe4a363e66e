import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { company } from '#settings'
import { readModelFiles } from '../cube/model-files.ts'
import { pathExists } from '../postgres/binaries.ts'
import type { Publication } from '../publication.ts'
import type { Settings } from '../settings.ts'
import { copiedFolders } from './company-pages.ts'

const current = z.object({ folder: z.string(), stamp: z.string(), runId: z.number(), builtAt: z.string() })

/** A set of pages, built from one publication and not changed afterwards. */
export type Pages = z.infer<typeof current>

export async function currentPages(settings: Settings): Promise<Pages | undefined> {
  const text = await readFile(pointer(settings), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const pages = current.parse(JSON.parse(text))
  return (await pathExists(join(pages.folder, 'index.html'))) ? pages : undefined
}

/** Moves a finished build to the folder that is served. The previous build stays until the next one, for its readers. */
export async function publishPages(
  settings: Settings,
  built: string,
  stamp: string,
  runId: number,
): Promise<Pages> {
  const before = await currentPages(settings)
  const folder = join(root(settings), `${runId}-${Date.now().toString(36)}`)
  await mkdir(root(settings), { recursive: true })
  try {
    await rename(built, folder)
  } catch {
    // rename does not work across file systems
    await cp(built, folder, { recursive: true })
    await rm(built, { recursive: true })
  }
  const pages = { folder, stamp, runId, builtAt: new Date().toISOString() }
  const draft = `${pointer(settings)}.${process.pid}`
  await writeFile(draft, JSON.stringify(pages))
  await rename(draft, pointer(settings))
  for (const entry of await readdir(root(settings), { withFileTypes: true })) {
    const path = join(root(settings), entry.name)
    if (entry.isDirectory() && path !== folder && path !== before?.folder) await rm(path, { recursive: true })
  }
  return pages
}

/** A hash of everything that the pages depend on: their sources, the model, the settings, and what is published. */
export async function pagesStamp(settings: Settings, publication: Publication): Promise<string> {
  const hash = createHash('sha256')
  const add = (file: string, content: string | Buffer) =>
    hash.update(file).update('\0').update(content).update('\0')
  for (const { file, text } of await readModelFiles(settings.root)) add(file, text)
  for (const folder of ['reports', 'company/pages']) {
    for (const file of await filesUnder(settings.root, folder))
      add(file, await readFile(join(settings.root, file)))
  }
  hash.update(JSON.stringify(company))
  hash.update(`${publication.runId} ${publication.publishedAt.toISOString()}`)
  return hash.digest('hex')
}

/** Folders of the reports that an installation or a build of the pages fills. */
const generated = new Set(
  ['node_modules', 'build', '.evidence', '.svelte-kit', ...Object.values(copiedFolders)].map((name) =>
    join('reports', name),
  ),
)

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

function root(settings: Settings): string {
  return join(settings.stateDir, 'pages')
}

function pointer(settings: Settings): string {
  return join(root(settings), 'current.json')
}
