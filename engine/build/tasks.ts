import type { Relation } from '../declare/relation.ts'
import { messageOf } from '../errors.ts'
import { isConnectionLost } from '../postgres/lost.ts'
import type { BuildContext } from './context.ts'
import { recordStep } from './runs.ts'
import type { Task } from './schedule.ts'
import { type BuiltRows, buildTable, retestTable } from './table.ts'
import type { Target } from './version.ts'

/** The work of a run before it publishes: tables to build, and tables whose tests have to be run again. */
export function tasksOf(run: BuildContext): Task[] {
  return run.steps.flatMap(({ relation, action }) => {
    const target = run.targets.get(relation)
    if (!target) return []
    if (action === 'build') return [task(run, target, () => build(run, target))]
    if (action === 'update') return [task(run, target, () => update(run, target))]
    return []
  })
}

function task(run: BuildContext, { transform }: Target, work: () => Promise<void>): Task {
  const relation = transform.name
  return {
    name: relation,
    after: run.graph.inputs(transform).map((input: Relation) => input.name),
    run: async () => {
      const started = performance.now()
      run.report({ type: 'step-started', relation })
      try {
        await work()
      } catch (error) {
        const seconds = secondsSince(started)
        const message = messageOf(error)
        // without a connection the run is interrupted, and says nothing of its steps
        if (!isConnectionLost(error))
          await recordStep(run, relation, { status: 'failed', rowCount: null, seconds, error: message })
        run.report({ type: 'step-failed', relation, message, seconds })
        throw error
      }
    },
  }
}

async function build(run: BuildContext, target: Target): Promise<void> {
  const relation = target.transform.name
  const started = performance.now()
  const { rowCount, testCount } = await buildOnConnections(run, target)
  const seconds = secondsSince(started)
  await recordStep(run, relation, { status: 'built', rowCount, seconds, error: null })
  run.report({ type: 'step-finished', relation, rowCount, testCount, seconds })
}

async function buildOnConnections(run: BuildContext, target: Target): Promise<BuiltRows> {
  const client = await run.pool.connect()
  try {
    if (!target.transform.derive) return await buildTable(run, target, client, null)
    const reader = await run.pool.connect()
    let isDone = false
    try {
      const built = await buildTable(run, target, client, reader)
      isDone = true
      return built
    } finally {
      // After a failure it may be in the middle of a COPY, and cannot be used again.
      reader.release(!isDone)
    }
  } finally {
    client.release()
  }
}

async function update(run: BuildContext, target: Target): Promise<void> {
  const relation = target.transform.name
  const started = performance.now()
  const client = await run.pool.connect()
  const testCount = await retestTable(run, target, client).finally(() => client.release())
  const seconds = secondsSince(started)
  const rowCount = run.state.built.get(`${relation} ${target.version}`)?.rowCount ?? null
  await recordStep(run, relation, { status: 'updated', rowCount, seconds, error: null })
  run.report({ type: 'step-updated', relation, testCount, seconds })
}

export function secondsSince(started: number): number {
  return (performance.now() - started) / 1000
}
