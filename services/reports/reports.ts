import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withLock } from '../../bin/lock.mjs'
import type { ModelFile } from '../cube/model-files.ts'
import { pathExists } from '../postgres/binaries.ts'
import { isGroupAlive, stopGroup } from '../process.ts'
import type { Publication } from '../publication.ts'
import type { Settings } from '../settings.ts'
import { type Evidence, evidenceFor } from './evidence.ts'
import {
  deadLinks,
  type Fault,
  failureOfCube,
  pagesNotBuilt,
  pagesNotRendered,
  pagesOfFailedQueries,
} from './faults.ts'
import { currentPages, type Pages, pagesStamp } from './pages.ts'
import { emptyPage, layOut, type Project, projectFolder } from './project.ts'
import { publishPages } from './publish.ts'

export type ReportsOptions = {
  readonly cubeUrl: string
  readonly publication: Publication
  /** The model that Cube serves, if it is not that of the checkout. */
  readonly model?: readonly ModelFile[]
  readonly signal?: AbortSignal
  readonly onProgress?: (text: string) => void
  /** Called for what readers may stumble over, such as a link that leads nowhere. */
  readonly onWarning?: (text: string) => void
}

/**
 * Draws the pages if anything they depend on has changed, or if some are broken. A page that fails does not keep the
 * others from being drawn: readers see its last version. If no page can be drawn, the previous pages stay.
 *
 * Errors: `reports-failed`.
 */
export async function buildReports(
  settings: Settings,
  options: ReportsOptions,
): Promise<{ pages: Pages; built: boolean }> {
  const stamp = await pagesStamp(settings, options.publication, options.model)
  const before = await currentPages(settings)
  const isSame = before?.stamp === stamp
  if (isSame && before.broken.length === 0) return { pages: before, built: false }
  return oneAtATime(settings, async (onStart) => {
    const project = await layOut(settings)
    const evidence = await evidenceFor(settings, options.cubeUrl, options.signal, onStart)
    const faults = await draw(settings, project, evidence, options)
    const isAsBefore =
      isSame && summary(before.broken) === summary(faults.map(({ page, reason }) => ({ ...page, reason })))
    if (isAsBefore) return { pages: before, built: false }
    const built = join(projectFolder(settings), 'build')
    const { runId } = options.publication
    return { pages: await publishPages(settings, built, { stamp, runId, faults }), built: true }
  })
}

function summary(broken: readonly { path: string; reason: string }[]): string {
  return JSON.stringify(broken.map(({ path, reason }) => [path, reason]))
}

/** Draws all pages that can be drawn, and returns the others. */
async function draw(
  settings: Settings,
  { pages, code: toBuild }: Project,
  evidence: Evidence,
  { onProgress, onWarning }: ReportsOptions,
): Promise<Fault[]> {
  const built = await builtCode(settings, toBuild)
  onProgress?.('querying Cube')
  const asked = await evidence.run('sources')
  const failure = failureOfCube(asked.notes)
  if (failure !== undefined || asked.code !== 0) throw evidence.failed('sources', failure ?? asked.log)
  const faults = await pagesOfFailedQueries(settings, pages, asked.notes)
  if (built.isSame && faults.length === 0) {
    onProgress?.('drawing pages')
    const { code, notes } = await evidence.prerender()
    if (code === 0 && pagesNotRendered(pages, notes).length === 0) return withLinks(notes, [], onWarning)
    // a whole build says what is wrong
  }
  await built.forget()
  for (;;) {
    for (const { page } of faults) await emptyPage(settings, page)
    onProgress?.(
      faults.length === 0
        ? 'building pages'
        : `building pages, without ${faults.map(({ page }) => page.file).join(', ')}`,
    )
    await rm(join(projectFolder(settings), 'build'), { recursive: true, force: true })
    const { code, notes, log } = await evidence.run('build:strict')
    const found = code === 0 ? pagesNotRendered(pages, notes) : pagesNotBuilt(pages, log)
    const isKnown = found.every(({ page }) => faults.some((fault) => fault.page === page))
    if (code !== 0 && isKnown) throw evidence.failed('build:strict', log)
    faults.push(...found)
    if (code !== 0) continue
    if (faults.length === 0) await built.keep()
    return withLinks(notes, faults, onWarning)
  }
}

function withLinks(
  notes: Parameters<typeof deadLinks>[0],
  faults: Fault[],
  onWarning: ReportsOptions['onWarning'],
): Fault[] {
  for (const text of deadLinks(notes)) onWarning?.(text)
  return faults
}

/**
 * Whether the code that was built last is that of the pages, so that only their data is new. Nothing else of an earlier
 * drawing stays: no table may stand in for that of a query that fails.
 */
async function builtCode(settings: Settings, code: string) {
  const evidence = join(projectFolder(settings), '.evidence')
  const file = join(evidence, 'code')
  const isBuilt = await pathExists(join(evidence, 'template/.svelte-kit/output/server'))
  const isSame = isBuilt && (await readFile(file, 'utf8').catch(() => '')) === code
  const old = isSame ? ['meta', 'template/static/data'] : ['']
  for (const folder of old) await rm(join(evidence, folder), { recursive: true, force: true })
  return {
    isSame,
    forget: () => rm(file, { force: true }),
    async keep() {
      await mkdir(evidence, { recursive: true })
      await writeFile(file, code)
    },
  }
}

/** Evidence works in one folder, so one build runs at a time, and one left by a killed process is stopped. */
function oneAtATime<T>(
  settings: Settings,
  work: (onStart: (group: number) => void) => Promise<T>,
): Promise<T> {
  const onLeft = async (group: string) => {
    if (isGroupAlive(Number(group))) await stopGroup(Number(group))
  }
  const lock = join(settings.stateDir, 'reports.lock')
  return withLock(lock, { onLeft }, (note) => work((group) => note(`${group}`)))
}
