import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ClienteleError } from '#engine'
import { requireFreePort } from '../ports.ts'
import { runProcess, tailOf } from '../process.ts'
import type { Settings } from '../settings.ts'
import { evidenceEnvironment, evidenceProcess } from './evidence.ts'
import { layOut } from './project.ts'

export type Preview = {
  readonly url: string
  /** Takes over changed pages, components and queries. The browser shows them by itself. */
  sync(): Promise<void>
  /** Asks the queries to these views again, because the model has changed. */
  askAgain(views: ReadonlySet<string>): Promise<void>
  /** Resolves with an error if it ends by itself. */
  readonly ended: Promise<ClienteleError>
}

export type PreviewOptions = {
  readonly cubeUrl: string
  readonly signal: AbortSignal
  /** Where faults are noted; see preview-faults.ts. */
  readonly notes: string
  readonly onProgress: (text: string) => void
  /** Called with the process group that runs it. */
  readonly onStart: (group: number) => void
}

export function previewFolder(settings: Settings): string {
  return join(settings.stateDir, 'preview')
}

/**
 * Starts Evidence's own preview on loopback, in a folder of its own next to that of the drawings. It compiles a page when
 * a browser asks for it, and sends changes to the browser.
 *
 * Errors: `port-taken`, `reports-failed`.
 */
export async function startPreview(settings: Settings, options: PreviewOptions): Promise<Preview> {
  const { signal, notes, onStart } = options
  await requireFreePort(settings, 'preview')
  const project = previewFolder(settings)
  const log = join(settings.stateDir, 'logs', 'preview.log')
  const around = { cubeUrl: options.cubeUrl, project, log, notes }
  const env = {
    ...(await evidenceEnvironment(settings, around)),
    CLIENTELE_PREVIEW: 'true',
    NODE_ENV: 'development',
  }
  await mkdir(dirname(log), { recursive: true })
  await writeFile(log, '', { mode: 0o600 })
  await rm(notes, { force: true })
  await layOut(settings, project)
  options.onProgress('querying Cube')
  // a query that fails is noted, and only its pages lack it
  await runProcess({ ...evidenceProcess(around, env, ['sources']), signal, onStart })
  signal.throwIfAborted()
  options.onProgress('starting the preview')
  const port = `${settings.ports.preview}`
  const args = ['dev', '--host', '127.0.0.1', '--port', port, '--strictPort']
  const failure = async () =>
    new ClienteleError(
      'reports-failed',
      `The preview of the reports ended. ${log} says more; it ends with:\n${await tailOf(log)}`,
      { log, step: 'dev' },
    )
  const ended = runProcess({ ...evidenceProcess(around, env, args), signal, onStart }).then(failure)
  const url = `http://127.0.0.1:${port}`
  const failed = await Promise.race([ended, untilItAnswers(url, signal)])
  if (failed) throw failed
  return {
    url,
    ended,
    sync: async () => void (await layOut(settings, project)),
    async askAgain(views) {
      for (const source of ['cube', 'company']) await touch(join(project, 'sources', source), views)
    },
  }
}

/** Evidence takes half a second to ask a single query, and all of a source together in two seconds. */
const mostSingly = 3

/** Evidence asks a query again when its file is written, and all queries of a source with this file. */
async function touch(source: string, views: ReadonlySet<string>): Promise<void> {
  const names = (await readdir(source).catch((): string[] => [])).filter((name) => name.endsWith('.yaml'))
  const texts = await Promise.all(names.map((name) => readFile(join(source, name), 'utf8')))
  const asked = names.filter((_, at) => [...views].some((view) => texts[at]?.includes(`${view}.`)))
  const now = new Date()
  for (const name of asked.length > mostSingly ? ['connection.yaml'] : asked)
    await utimes(join(source, name), now, now)
}

async function untilItAnswers(url: string, signal: AbortSignal): Promise<undefined> {
  for (;;) {
    signal.throwIfAborted()
    const response = await fetch(url, { signal }).catch(() => undefined)
    if (response?.ok) return undefined
    await sleep(200)
  }
}
