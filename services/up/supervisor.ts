import { setTimeout as sleep } from 'node:timers/promises'
import { ClienteleError, messageOf } from '#engine'

/** How services are supervised; docs/operating.md says the same. */
export const supervision: Supervision = {
  tries: 5,
  windowSeconds: 600,
  firstDelaySeconds: 1,
  longestDelaySeconds: 60,
  checkSeconds: 10,
  silentSeconds: 60,
}

export type Supervision = {
  /** After this many restarts within the window, the next failure is the last. */
  readonly tries: number
  readonly windowSeconds: number
  /** Before the first restart within the window; each further one waits twice as long. */
  readonly firstDelaySeconds: number
  readonly longestDelaySeconds: number
  /** How often a service is asked whether it works. */
  readonly checkSeconds: number
  /** How long it may fail to answer before it is restarted. */
  readonly silentSeconds: number
}

export type Service = {
  /** Resolves when it has ended by itself; says how, as in "was killed by SIGKILL". */
  readonly ended: Promise<string>
  /** Whether it works. Without this, only its end counts. */
  answers?(): Promise<boolean>
  /** Makes sure that nothing of it is left before it is started again. */
  clear?(): Promise<void>
  stop(): Promise<unknown>
}

export type ServiceState = {
  readonly up: boolean
  readonly restarts: number
  /** What is wrong and what happens next, while it is down. */
  readonly problem: string | null
}

export type Supervisor<S> = {
  /** The one that runs, or the last one that ran. */
  service(): S
  state(): ServiceState
  whenUp(): Promise<void>
  /** Rejects with `service-gave-up`; otherwise pending. */
  readonly gaveUp: Promise<never>
  stop(): Promise<void>
}

export type Plan<S> = {
  readonly title: string
  readonly start: () => Promise<S>
  /** It is not restarted before this one works. */
  readonly dependsOn?: Pick<Supervisor<unknown>, 'whenUp'>
  readonly limits?: Supervision
  /** Told in whole sentences what happens. */
  readonly onChange: (text: string) => void
}

/** Watches a service that runs, and starts it again whenever it ends or no longer answers. */
export function supervise<S extends Service>(first: S, plan: Plan<S>): Supervisor<S> {
  const { title, onChange, limits = supervision } = plan
  const stopping = new AbortController()
  const stopped = new Promise<undefined>((resolve) =>
    stopping.signal.addEventListener('abort', () => resolve(undefined)),
  )
  const gaveUp = Promise.withResolvers<never>()
  gaveUp.promise.catch(() => {})
  let recovery = Promise.withResolvers<void>()
  recovery.resolve()
  let service = first
  let problem: string | null = null
  let restarts = 0
  let recent: number[] = []

  async function watch(): Promise<void> {
    for (;;) {
      const reason = await Promise.race([failureOf(service, limits, stopping.signal), stopped])
      if (reason === undefined) return
      const since = Date.now()
      recovery = Promise.withResolvers()
      await service.clear?.()
      const next = await restart(reason)
      if (!next) return
      service = next
      restarts++
      problem = null
      recovery.resolve()
      onChange(`${title} works again, after ${Math.round((Date.now() - since) / 1000)} s.`)
    }
  }

  async function restart(failure: string): Promise<S | undefined> {
    let reason = failure
    for (;;) {
      recent = recent.filter((at) => Date.now() - at < limits.windowSeconds * 1000)
      if (recent.length >= limits.tries) {
        problem = `${title} ${reason}, and is not restarted any more.`
        throw giveUp(reason)
      }
      const delay = Math.min(limits.longestDelaySeconds, limits.firstDelaySeconds * 2 ** recent.length)
      const count = Number.isFinite(limits.tries) ? ` (restart ${recent.length + 1} of ${limits.tries})` : ''
      problem = `${title} ${reason}. Next try in ${delay} s${count}.`
      onChange(problem)
      await sleep(delay * 1000, undefined, { signal: stopping.signal }).catch(() => {})
      await Promise.race([plan.dependsOn?.whenUp(), stopped])
      if (stopping.signal.aborted) return undefined
      recent.push(Date.now())
      try {
        return await plan.start()
      } catch (error) {
        reason = `could not be restarted: ${messageOf(error).trim().replace(/\.$/, '')}`
      }
    }
  }

  function giveUp(reason: string): ClienteleError {
    const minutes = Math.round(limits.windowSeconds / 60)
    return new ClienteleError(
      'service-gave-up',
      `${title} was restarted ${recent.length} times within ${minutes} minutes and did not stay up, so Clientele stops. ` +
        `The last time, it ${reason}. Correct the cause, which the files in .clientele/logs may name, and start again.`,
      { service: title, restarts },
    )
  }

  const work = watch().catch((error: unknown) => gaveUp.reject(error))
  return {
    service: () => service,
    state: () => ({ up: problem === null, restarts, problem }),
    whenUp: () => recovery.promise,
    gaveUp: gaveUp.promise,
    async stop() {
      stopping.abort()
      await work
      await service.stop()
    },
  }
}

/** Resolves when the service has ended, or has failed to answer for too long; says which. */
async function failureOf(service: Service, limits: Supervision, signal: AbortSignal): Promise<string> {
  const watching = new AbortController()
  try {
    return await Promise.race([
      service.ended,
      silenceOf(service, limits, AbortSignal.any([signal, watching.signal])),
    ])
  } finally {
    watching.abort()
  }
}

/** Counts checks instead of reading the clock, because the machine may have slept. */
async function silenceOf(service: Service, limits: Supervision, signal: AbortSignal): Promise<string> {
  let failed = 0
  while (service.answers && failed * limits.checkSeconds < limits.silentSeconds && !signal.aborted) {
    const late = sleep(limits.checkSeconds * 1000, false, { signal }).catch(() => false)
    const answers = service.answers().catch(() => false)
    failed = (await Promise.race([answers, late])) ? 0 : failed + 1
    await late
  }
  if (!service.answers || signal.aborted) return new Promise(() => {})
  return `has not answered for ${limits.silentSeconds} s`
}
