import { Listr, type ListrTaskWrapper } from 'listr2'
import { messageOf } from '../engine/errors.ts'
import { type RunStep, type Step, type StepTitle, stepTitles } from '../services/up/step.ts'
import { printable, printError } from './output.ts'

export type Screen = {
  readonly step: RunStep
  /** Resolves when everything is on the screen. */
  finish(): Promise<void>
}

type StepView = Step & { done(outcome: string): void }
type Open = (view: StepView) => Promise<void>

/** A task list that updates itself on a terminal. */
export function liveScreen(): Screen {
  const slots = new Map(stepTitles.map((title) => [title, Promise.withResolvers<Open>()]))
  const list = new Listr(
    stepTitles.map((title) => ({
      title,
      task: async (_context: unknown, task: Task) =>
        (await slots.get(title)?.promise)?.(liveStep(title, task)).catch(printably),
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

/** A task list shows the message of an error as it is, so it gets one that can be shown. The cause is the error. */
export function printably(error: unknown): never {
  throw new Error(printable(messageOf(error)), { cause: error })
}

type Task = Pick<ListrTaskWrapper<unknown, never, never>, 'title' | 'output'>

function liveStep(title: StepTitle, task: Task): StepView {
  const started = performance.now()
  return {
    progress: (text) => {
      task.output = printable(text)
    },
    warn: (text) => printError(`${text}\n`),
    done: (outcome) => {
      task.title = printable(`${title}: ${outcome}${duration(started)}`)
    },
  }
}

/** One line when a step begins and one when it ends, for logs. */
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

function plainScreen(show: (title: StepTitle) => StepView): Screen {
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
  open(async (view) => {
    try {
      const value = await work(view)
      view.done(outcome(value))
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
