import { mkdir, rm, utimes, writeFile } from 'node:fs/promises'
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
  /** Asks all queries again, because the model has changed. */
  askAgain(): Promise<void>
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
    async askAgain() {
      const now = new Date()
      // Evidence asks all queries of a source again when this file is written
      for (const source of ['cube', 'company'])
        await utimes(join(project, 'sources', source, 'connection.yaml'), now, now).catch(() => {})
    },
  }
}

async function untilItAnswers(url: string, signal: AbortSignal): Promise<undefined> {
  for (;;) {
    signal.throwIfAborted()
    const response = await fetch(url, { signal }).catch(() => undefined)
    if (response?.ok) return undefined
    await sleep(200)
  }
}
