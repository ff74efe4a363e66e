import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { messageOf } from '#engine'
import type { ModelFile } from '../cube/model-files.ts'
import { latestPublication, type Publication } from '../publication.ts'
import { type BrokenPage, currentPages, type Pages, pagesStamp } from '../reports/pages.ts'
import { buildReports } from '../reports/reports.ts'
import type { Settings } from '../settings.ts'
import type { Step } from './step.ts'

/** The pages that are shown, and how their newest drawing ended. */
export type PagesState = {
  readonly shown: Pages | undefined
  readonly isDrawing: boolean
  /** Why the newest drawing failed as a whole. Single pages that fail are in `shown.broken`. */
  readonly error: string | null
  /** When a drawing that failed is tried again, if nothing changes before. */
  readonly nextTryAt: Date | null
}

export type WatchedPages = {
  state(): PagesState
  /** Draws the pages if there are none yet, and then again whenever they are not up to date. */
  start(publication: Publication, now: Step): Promise<void>
  stop(): Promise<void>
}

export type WatchOptions = {
  readonly pool: Pool
  readonly cubeUrl: string
  /** The model that Cube serves, if it is not that of the checkout. */
  readonly model?: () => readonly ModelFile[]
  readonly signal: AbortSignal
  readonly onRefresh: (text: string) => void
  readonly everyMilliseconds?: number
}

const minute = 60_000
/** One minute after the first failure, then twice as long each time, but at most an hour. */
const pauseAfter = (failures: number) => Math.min(2 ** (failures - 1), 60) * minute

/**
 * Keeps the pages up to date. They are drawn again when something was published, when a file that they depend on has
 * changed, and a while after a drawing that failed. A page that fails never ends the program.
 */
export function watchPages(settings: Settings, options: WatchOptions): WatchedPages {
  const stopped = new AbortController()
  const signal = AbortSignal.any([options.signal, stopped.signal])
  let state: PagesState = { shown: undefined, isDrawing: false, error: null, nextTryAt: null }
  let tried: { stamp: string; failures: number } | undefined
  let watching = Promise.resolve()

  const stampNow = (publication: Publication) => pagesStamp(settings, publication, options.model?.())

  const draw = async (publication: Publication, stamp: string, now: Step) => {
    const failures = tried?.stamp === stamp ? tried.failures : 0
    state = { ...state, isDrawing: true }
    let [shown, error] = [state.shown, null as string | null]
    try {
      const { cubeUrl } = options
      const model = options.model?.()
      const hooks = { onProgress: now.progress, onWarning: now.warn }
      shown = (
        await buildReports(settings, { cubeUrl, publication, ...(model && { model }), signal, ...hooks })
      ).pages
    } catch (caught) {
      error = messageOf(caught)
    }
    const isWhole = error === null && shown?.broken.length === 0
    tried = { stamp, failures: isWhole ? 0 : failures + 1 }
    const nextTryAt = isWhole ? null : new Date(Date.now() + pauseAfter(tried.failures))
    state = { shown, isDrawing: false, error, nextTryAt }
    if (!signal.aborted) for (const text of describeFaults(state)) now.warn(text)
  }

  const check = async () => {
    const publication = await latestPublication(options.pool)
    if (!publication) return
    const stamp = await stampNow(publication)
    const isDue = state.nextTryAt !== null && Date.now() >= state.nextTryAt.getTime()
    if (stamp === tried?.stamp && !isDue) return
    const isNew = publication.runId > (state.shown?.runId ?? 0)
    const why = isNew
      ? `Run ${publication.runId} was published`
      : isDue
        ? 'The last drawing failed'
        : 'The pages or the model changed'
    options.onRefresh(`${why}; the pages are drawn again`)
    await draw(publication, stamp, { progress: () => {}, warn: options.onRefresh })
    if (state.error === null && !signal.aborted) options.onRefresh(`The pages show run ${state.shown?.runId}`)
  }

  const watch = async () => {
    while (!signal.aborted) {
      await sleep(options.everyMilliseconds ?? 1000, undefined, { signal }).catch(() => {})
      // if the database does not answer, or a file goes away while it is read, the next round asks again
      if (!signal.aborted) await check().catch(() => {})
    }
  }

  return {
    state: () => state,
    async start(publication, now) {
      const shown = await currentPages(settings)
      const stamp = await stampNow(publication)
      // readers have the old pages, so the start does not wait for new ones
      const isLater = shown !== undefined && shown.stamp !== stamp
      state = { ...state, shown, isDrawing: isLater }
      if (!isLater) await draw(publication, stamp, now)
      signal.throwIfAborted()
      watching = watch()
    },
    async stop() {
      stopped.abort()
      await watching
    },
  }
}

/** The outcome of a drawing, in a few words. */
export function describePages({ shown, error, isDrawing }: PagesState): string {
  if (!shown) return 'none yet; they are tried again'
  const broken = shown.broken.length
  const faults = broken === 0 ? '' : `; ${broken} could not be drawn`
  if (isDrawing) return `show run ${shown.runId}; they are drawn again meanwhile`
  return `show run ${shown.runId}${error === null ? faults : '; the newest drawing failed'}`
}

/** What a person should know about pages that were not drawn. */
function describeFaults({ shown, error }: PagesState): string[] {
  if (error === null) return (shown?.broken ?? []).map(describeBroken)
  return [`${shown ? `The pages still show run ${shown.runId}.` : 'There are no pages yet.'} ${error}`]
}

function describeBroken({ path, file, reason, earlier }: BrokenPage): string {
  const shows = earlier ? `shows run ${earlier.runId}` : 'shows an error'
  return `The page ${path} ${shows}, because ${file} could not be drawn: ${reason}`
}
