import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf } from '#engine'
import type { RunningCube } from '../cube/cube.ts'
import { relationsOfFiles, relationsRead } from '../cube/declared-relations.ts'
import { unsoundParts } from '../cube/model-check.ts'
import { cubeFolders, readModelFiles, viewFolders } from '../cube/model-files.ts'
import type { Relations } from '../cube/relations.ts'
import { modelHash } from '../cube/served-model.ts'
import { changedFiles, fileStates } from '../files.ts'
import type { Settings } from '../settings.ts'

export type WatchedModel = {
  /** What keeps Cube from serving the model as its files are, as in `model/views/orders.yml:12 …`. */
  faults(): readonly string[]
  start(): Promise<void>
  stop(): Promise<void>
}

export type ModelOptions = {
  readonly cube: () => RunningCube
  readonly signal: AbortSignal
  /** Told in whole sentences what happens. */
  readonly onChange: (text: string) => void
  /** Called when Cube serves another model. */
  readonly onServed?: () => Promise<void>
}

const pollMilliseconds = 500
const folders = {
  model: [...cubeFolders, ...viewFolders],
  declarations: ['sources', 'staging', 'marts', 'segments']
    .map((name) => `company/${name}`)
    .concat('transforms'),
  settings: ['settings', 'company/settings.ts'],
}

/**
 * Has Cube serve the model as its files are, without a restart. A faulty model does not replace the one that is served.
 * Says so when a file changes that needs more than that.
 */
export function watchModel(settings: Settings, options: ModelOptions): WatchedModel {
  const stopped = new AbortController()
  const signal = AbortSignal.any([options.signal, stopped.signal])
  let faults: readonly string[] = []
  let relations: Relations | undefined
  let watching = Promise.resolve()

  const look = () => fileStates(settings.root, Object.values(folders).flat())

  const serve = async () => {
    const cube = options.cube()
    const files = await readModelFiles(settings.root)
    const isServed = modelHash(files) === modelHash(cube.model())
    const hadFaults = faults.length > 0
    relations ??= await relationsOfFiles(settings)
    const unsound = isServed ? [] : unsoundParts(files, relations)
    const problems = isServed || unsound.length > 0 ? unsound : await cube.useModel(files)
    faults = problems.map(({ file, line, message }) => `${file}:${line} ${message}`)
    if (faults.length > 0)
      options.onChange(
        `Cube keeps the model it has, because the changed one has faults:\n  ${faults.join('\n  ')}`,
      )
    else if (!isServed || hadFaults) options.onChange('Cube serves the model as its files are')
    if (!isServed && faults.length === 0) await options.onServed?.()
  }

  const watch = async () => {
    let seen = await look()
    while (!signal.aborted) {
      await sleep(pollMilliseconds, undefined, { signal }).catch(() => {})
      const now = await look()
      const changed = changedFiles(seen, now)
      seen = now
      if (changed.length === 0 || signal.aborted) continue
      const touches = (paths: readonly string[]) => changed.filter((file) => isUnder(file, paths))
      for (const text of remedies(touches(folders.declarations), touches(folders.settings)))
        options.onChange(text)
      if (touches(folders.declarations).length > 0) relations = undefined
      // a declaration can be what a faulty model lacks
      if (touches(folders.model).length > 0 || faults.length > 0)
        await serve().catch((error) => options.onChange(`Cube keeps the model it has. ${messageOf(error)}`))
    }
  }

  return {
    faults: () => faults,
    async start() {
      relations = await relationsRead(settings)
      watching = watch()
    },
    async stop() {
      stopped.abort()
      await watching
    },
  }
}

function isUnder(file: string, paths: readonly string[]): boolean {
  return paths.some((path) => file === path || file.startsWith(`${path}/`))
}

/** What a person has to do about changes that Cube does not take. */
function remedies(declarations: readonly string[], settings: readonly string[]): string[] {
  const list = (files: readonly string[]) =>
    files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ')
  return [
    ...(declarations.length > 0
      ? [`Changed: ${list(declarations)}. \`clientele build\`, in another terminal, builds it.`]
      : []),
    ...(settings.length > 0
      ? [`Changed: ${list(settings)}. Stop Clientele and start it again to use the new settings.`]
      : []),
  ]
}
