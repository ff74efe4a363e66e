import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ClienteleError } from '../engine/errors.ts'
import { signCubeToken } from './cube-token.ts'
import { currentPages, type Pages, pagesStamp, publishPages } from './pages.ts'
import { isAlive } from './postgres-data.ts'
import { isGroupAlive, runProcess, stopGroup, tailOf } from './process.ts'
import type { Publication } from './publication.ts'
import { secret } from './secrets.ts'
import type { Settings } from './settings.ts'

export type ReportsOptions = {
  readonly cubeUrl: string
  readonly publication: Publication
  readonly signal?: AbortSignal
  readonly onProgress?: (text: string) => void
}

/** Builds the pages where they would come out differently; a failing build leaves those there are. */
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
  const lock = await lockFolder(settings)
  try {
    const output = join(folder, 'build')
    await rm(output, { recursive: true, force: true })
    options.onProgress?.('asking Cube')
    await evidence(settings, options, lock, log, ['sources', '--strict'])
    options.onProgress?.('drawing pages')
    await evidence(settings, options, lock, log, ['build:strict'])
    return { pages: await publishPages(settings, output, stamp, options.publication.runId), built: true }
  } finally {
    await rm(lock, { force: true })
  }
}

async function evidence(
  settings: Settings,
  options: ReportsOptions,
  lock: string,
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
      // Evidence starts vite through npx, which must find this very Node
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
      CLIENTELE_CUBE_URL: options.cubeUrl,
      // pages are seen by all, so they are made with what all may see
      CLIENTELE_CUBE_TOKEN: signCubeToken(key, ['analyst'], 'reports'),
      // with another value it draws pages for developers, or none
      NODE_ENV: 'production',
      SEND_ANONYMOUS_USAGE_STATS: 'no',
      npm_config_update_notifier: 'false',
    },
    log,
    ...(options.signal && { signal: options.signal }),
    onStart: (group) => writeFile(lock, `${process.pid} ${group}`),
  })
  options.signal?.throwIfAborted()
  if (code === 0) return
  throw new ClienteleError(
    'reports-failed',
    `The reports could not be built (evidence ${args[0]}); the pages there were stay. ${log} ends:\n${await tailOf(log)}`,
    { log, step: args[0] ?? null },
  )
}

/** Evidence works in one folder of the checkout: one build at a time, and none that a killed process left. */
async function lockFolder(settings: Settings): Promise<string> {
  const lock = join(settings.root, '.clientele', 'reports.lock')
  await mkdir(dirname(lock), { recursive: true })
  for (;;) {
    try {
      await writeFile(lock, `${process.pid}`, { flag: 'wx' })
      return lock
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const [owner = 0, group = 0] = (await readFile(lock, 'utf8').catch(() => '')).split(' ').map(Number)
    if (owner === 0 || (owner !== process.pid && isAlive(owner))) await sleep(500)
    else {
      if (group && isGroupAlive(group)) await stopGroup(group)
      await rm(lock, { force: true })
    }
  }
}
