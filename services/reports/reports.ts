import { mkdir, rm, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { ClienteleError } from '#engine'
import { company } from '#settings'
import { withLock } from '../../bin/lock.mjs'
import { signCubeToken } from '../cube/token.ts'
import { isGroupAlive, runProcess, stopGroup, tailOf } from '../process.ts'
import type { Publication } from '../publication.ts'
import { secret } from '../secrets.ts'
import type { Settings } from '../settings.ts'
import { copyCompanyPages } from './company-pages.ts'
import { currentPages, type Pages, pagesStamp, publishPages } from './pages.ts'

export type ReportsOptions = {
  readonly cubeUrl: string
  readonly publication: Publication
  readonly signal?: AbortSignal
  readonly onProgress?: (text: string) => void
}

/** Builds the pages if anything they depend on has changed. If that fails, the previous pages stay. */
export async function buildReports(
  settings: Settings,
  options: ReportsOptions,
): Promise<{ pages: Pages; built: boolean }> {
  const stamp = await pagesStamp(settings, options.publication)
  const before = await currentPages(settings)
  if (before?.stamp === stamp) return { pages: before, built: false }
  const folder = join(settings.root, 'reports')
  const log = join(settings.stateDir, 'logs', 'reports.log')
  await mkdir(dirname(log), { recursive: true })
  await writeFile(log, '', { mode: 0o600 })
  return oneAtATime(settings, async (onStart) => {
    const output = join(folder, 'build')
    await rm(output, { recursive: true, force: true })
    await copyCompanyPages(settings.root)
    options.onProgress?.('querying Cube')
    await evidence(settings, options, onStart, log, ['sources', '--strict'])
    options.onProgress?.('building pages')
    await evidence(settings, options, onStart, log, ['build:strict'])
    return { pages: await publishPages(settings, output, stamp, options.publication.runId), built: true }
  })
}

/** Evidence works in one folder of the checkout, so one build runs at a time, and one left by a killed process is stopped. */
function oneAtATime<T>(
  settings: Settings,
  work: (onStart: (group: number) => void) => Promise<T>,
): Promise<T> {
  const onLeft = async (group: string) => {
    if (isGroupAlive(Number(group))) await stopGroup(Number(group))
  }
  const lock = join(settings.root, '.clientele', 'reports.lock')
  return withLock(lock, { onLeft }, (note) => work((group) => note(`${group}`)))
}

async function evidence(
  settings: Settings,
  options: ReportsOptions,
  onStart: (group: number) => void,
  log: string,
  args: string[],
): Promise<void> {
  const folder = join(settings.root, 'reports')
  const key = await secret(settings.stateDir, 'cube-jwt-secret')
  const code = await runProcess({
    command: process.execPath,
    args: [join(folder, 'node_modules', '@evidence-dev', 'evidence', 'cli.js'), ...args],
    cwd: folder,
    env: {
      ...process.env,
      // Evidence starts vite through npx, which must find the same Node
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
      // read by reports/components/company.js, which vite builds into the pages
      VITE_CLIENTELE_COMPANY: JSON.stringify(company),
      CLIENTELE_CUBE_URL: options.cubeUrl,
      // everybody can see the pages, so they hold only what analysts may see
      CLIENTELE_CUBE_TOKEN: signCubeToken(key, ['analyst'], 'reports'),
      // with another value, Evidence builds pages for developers, or none
      NODE_ENV: 'production',
      SEND_ANONYMOUS_USAGE_STATS: 'no',
      npm_config_update_notifier: 'false',
    },
    log,
    ...(options.signal && { signal: options.signal }),
    onStart,
  })
  options.signal?.throwIfAborted()
  if (code === 0) return
  throw new ClienteleError(
    'reports-failed',
    `The reports could not be built (evidence ${args[0]}), so the previous pages stay. Correct what the log says; the last lines of ${log} are:\n${await tailOf(log)}`,
    { log, step: args[0] ?? null },
  )
}
