import { Listr, type ListrTaskWrapper } from 'listr2'
import { type RunStep, type Step, type StepTitle, stepTitles } from '../services/up/step.ts'

export type Screen = {
  readonly step: RunStep
  /** Resolves when all that was shown is on the screen. */
  finish(): Promise<void>
}

type Shown = Step & { done(outcome: string): void }
type Open = (shown: Shown) => Promise<void>

/** A list that redraws itself, on a terminal. */
export function liveScreen(): Screen {
  const slots = new Map(stepTitles.map((title) => [title, Promise.withResolvers<Open>()]))
  const list = new Listr(
    stepTitles.map((title) => ({
      title,
      task: async (_context: unknown, task: Task) =>
        (await slots.get(title)?.promise)?.(liveStep(title, task)),
    })),
    { registerSignalListeners: false, rendererOptions: { collapseSubtasks: false, collapseErrors: false } },
  )
  const shown = list.run().catch(() => {})
  return {
    step: (title, work, outcome) => run(work, outcome, (open) => slots.get(title)?.resolve(open)),
    async finish() {
      await shown
    },
  }
}

type Task = Pick<ListrTaskWrapper<unknown, never, never>, 'title' | 'output'>

function liveStep(title: StepTitle, task: Task): Shown {
  const started = performance.now()
  return {
    progress: (text) => {
      task.output = text
    },
    warn: (text) => process.stderr.write(`${text}\n`),
    done: (outcome) => {
      task.title = `${title}: ${outcome}${duration(started)}`
    },
  }
}

/** One line when something begins and one when it ends, for logs. */
export function lineScreen(write: (line: string) => void): Screen {
  return plainScreen((title) => {
    const started = performance.now()
    write(`… ${title}`)
    return {
      progress: () => {},
      warn: (text) => write(`! ${title}: ${text}`),
      done: (outcome) => write(`✔ ${title}: ${outcome}${duration(started)}`),
    }
  })
}

/** One JSON object a line, for programs. */
export function jsonScreen(write: (event: object) => void): Screen {
  return plainScreen((step) => {
    const started = performance.now()
    write({ type: 'step-started', step })
    return {
      progress: (text) => write({ type: 'step-progress', step, text }),
      warn: (text) => write({ type: 'step-warning', step, text }),
      done: (outcome) => {
        write({
          type: 'step-finished',
          step,
          outcome,
          seconds: Math.round(performance.now() - started) / 1000,
        })
      },
    }
  })
}

function plainScreen(show: (title: StepTitle) => Shown): Screen {
  return {
    step: (title, work, outcome) => run(work, outcome, (open) => void open(show(title)).catch(() => {})),
    finish: async () => {},
  }
}

function run<T>(
  work: (step: Step) => Promise<T>,
  outcome: (result: T) => string,
  open: (open: Open) => void,
): Promise<T> {
  const result = Promise.withResolvers<T>()
  open(async (shown) => {
    try {
      const value = await work(shown)
      shown.done(outcome(value))
      result.resolve(value)
    } catch (error) {
      result.reject(error)
      throw error
    }
  })
  return result.promise
}

function duration(started: number): string {
  const seconds = (performance.now() - started) / 1000
  return seconds < 1 ? '' : ` (${Math.round(seconds)} s)`
}
