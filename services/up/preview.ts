import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { ClienteleError, messageOf } from '#engine'
import { withLock } from '../../bin/lock.mjs'
import { operatorHeaders } from '../access/operator.ts'
import { affectedViews } from '../cube/affected-views.ts'
import { startCube } from '../cube/cube.ts'
import { modelFileOf, modelHash, readModelFile } from '../cube/served-model.ts'
import { type Endpoints, readEndpoints } from '../endpoints.ts'
import { changedFiles, fileStates } from '../files.ts'
import { requireFreePort } from '../ports.ts'
import { openDatabase } from '../postgres/database.ts'
import { isGroupAlive, stopGroup } from '../process.ts'
import { latestPublication } from '../publication.ts'
import { startPreview } from '../reports/preview.ts'
import { previewFaults } from '../reports/preview-faults.ts'
import type { Settings } from '../settings.ts'
import { watchModel } from './model.ts'
import { alone } from './up.ts'

export type PreviewHooks = {
  readonly signal: AbortSignal
  /** Told in whole sentences what happens, and what is wrong. */
  readonly onChange: (text: string) => void
  readonly onReady: (url: string) => void
}

type ShowHooks = PreviewHooks & { readonly onStart: (group: number) => void }

const pollMilliseconds = 300

/**
 * Shows the reports while they are edited, until the signal. Uses the Postgres and the Cube of a Clientele that runs, or
 * starts them. Nothing that is wrong with a file ends it.
 *
 * Errors: `already-up`, `nothing-published`, `port-taken`, `reports-failed`.
 */
export async function previewReports(settings: Settings, hooks: PreviewHooks): Promise<void> {
  // Evidence works in one folder, and one that was left by a killed process is stopped
  const onLeft = async (group: string) => {
    if (isGroupAlive(Number(group))) await stopGroup(Number(group))
  }
  const onWait = (pid: number) => {
    throw new ClienteleError(
      'already-up',
      `A preview is already running, as process ${pid}. Use that one, or stop it with Ctrl-C first.`,
      { pid },
    )
  }
  await mkdir(settings.stateDir, { recursive: true })
  await withLock(join(settings.stateDir, 'preview.lock'), { onLeft, onWait }, (note) =>
    preview(settings, hooks, (group) => note(`${group}`)),
  )
}

async function preview(
  settings: Settings,
  hooks: PreviewHooks,
  onStart: (group: number) => void,
): Promise<void> {
  await requireFreePort(settings, 'preview')
  const running = await readEndpoints(settings)
  if (running) await show(settings, running.cube, { ...hooks, onStart }, faultsOf(settings, running))
  else await alone(settings, () => withOwnCube(settings, { ...hooks, onStart }))
}

async function withOwnCube(settings: Settings, hooks: ShowHooks): Promise<void> {
  const database = await openDatabase(settings)
  try {
    if (!(await latestPublication(database.pool)))
      throw new ClienteleError(
        'nothing-published',
        'There is nothing to show yet, because no build has published. Run `clientele build`, or `npm start`.',
      )
    hooks.onChange('Starting Cube')
    const cube = await startCube(settings, database.url)
    const model = watchModel(settings, { cube: () => cube, signal: hooks.signal, onChange: hooks.onChange })
    try {
      await model.start()
      await show(settings, cube.url, hooks, async () => [])
    } finally {
      await model.stop()
      await cube.stop()
    }
  } finally {
    await database.close()
  }
}

async function show(
  settings: Settings,
  cubeUrl: string,
  { signal, onChange, onReady, onStart }: ShowHooks,
  modelFaults: () => Promise<string[]>,
): Promise<void> {
  const notes = join(settings.stateDir, 'preview-faults.jsonl')
  const look = () => fileStates(settings.root, ['reports', 'company/pages'])
  const modelFile = modelFileOf(settings.stateDir)
  let pages = await look()
  let model = await readModelFile(modelFile)
  const preview = await startPreview(settings, { cubeUrl, signal, notes, onProgress: onChange, onStart })
  const faults = previewFaults(settings, notes)
  onReady(preview.url)
  let failed: ClienteleError | undefined
  preview.ended.then((error) => {
    failed = error
  })
  const round = async () => {
    const [pagesNow, modelNow] = await Promise.all([look(), readModelFile(modelFile)])
    if (changedFiles(pages, pagesNow).length > 0) await preview.sync()
    if (modelHash(model) !== modelHash(modelNow)) await preview.askAgain(affectedViews(model, modelNow))
    pages = pagesNow
    model = modelNow
    for (const fault of [...(await faults()), ...(await modelFaults())]) onChange(fault)
  }
  let problem = ''
  while (!signal.aborted && !failed) {
    await sleep(pollMilliseconds, undefined, { signal }).catch(() => {})
    // a file may go away while it is read; the next round looks again
    const now = await round().then(() => '', messageOf)
    if (now !== '' && now !== problem && !signal.aborted) onChange(now)
    problem = now
  }
  if (failed && !signal.aborted) throw failed
}

const answer = z.object({ model_faults: z.array(z.string()) })

/** The faults of the model that a running Clientele has found since the last time. */
function faultsOf(settings: Settings, { gateway }: Endpoints): () => Promise<string[]> {
  let known: readonly string[] = []
  return async () => {
    const response = await fetch(`${gateway}/readyz`, {
      headers: await operatorHeaders(settings),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined)
    if (!response) return []
    const { model_faults } = answer.parse(await response.json())
    const fresh = model_faults.filter((fault) => !known.includes(fault))
    known = model_faults
    return fresh.length > 0 ? [`Cube keeps the model it has: ${fresh.join('\n  ')}`] : []
  }
}
