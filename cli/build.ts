import type { Command } from 'commander'
import { Listr, type ListrTask } from 'listr2'
import type { Pool } from 'pg'
import { type BuildEvent, type BuildOptions, type BuildSummary, build } from '../engine/build/build.ts'
import type { Warehouse } from '../engine/graph/catalogue.ts'
import { identityChanges } from '../stewardship/identity-history.ts'
import { printCustomerChanges } from './customer-changes.ts'
import { count, plural, seconds } from './output.ts'
import { withWarehouse } from './warehouse.ts'
import { positiveNumber } from './whole-number.ts'

export function register(program: Command): void {
  program
    .command('build')
    .description('Build what is missing, test it, and publish all of it at once')
    .option('--json', 'print one JSON line an event, then the summary and the customers that changed')
    .option('--jobs <number>', 'how many tables to build at once', positiveNumber)
    .action(async (options: { json?: true; jobs?: number }) => {
      const jobs = options.jobs === undefined ? {} : { jobs: options.jobs }
      await withWarehouse(async ({ pool, warehouse }) => {
        if (options.json) {
          const onEvent = (event: BuildEvent) => process.stdout.write(`${JSON.stringify(event)}\n`)
          const summary = await build(pool, warehouse, { ...jobs, onEvent })
          const customers = await customerChanges(pool, summary)
          process.stdout.write(`${JSON.stringify({ type: 'summary', ...summary, customers })}\n`)
          return
        }
        const done = await new Listr<{ summary?: BuildSummary }>([buildTask(pool, warehouse, jobs)]).run()
        if (!done.summary) return
        const { changed, top } = await customerChanges(pool, done.summary)
        printCustomerChanges(changed, top)
      })
    })
}

/** Of a build that had nothing to do, none. */
async function customerChanges(pool: Pool, { runId }: BuildSummary) {
  const { count, top } = runId === null ? { count: 0, top: [] } : await identityChanges(pool, runId, 5)
  return { changed: count, top }
}

/** The build as one entry of a task list, which shows the tables as they are done. */
function buildTask(
  pool: Pool,
  warehouse: Warehouse,
  jobs: Pick<BuildOptions, 'jobs'>,
): ListrTask<{ summary?: BuildSummary }> {
  return {
    title: 'Warehouse',
    rendererOptions: { outputBar: 4 },
    task: async (done, task) => {
      let finished = 0
      let total = 0
      const summary = await build(pool, warehouse, {
        ...jobs,
        onEvent: (event) => {
          if (event.type === 'planned') total = event.steps.filter((step) => step.action === 'build').length
          if (event.type === 'step-finished') finished++
          const line = describeEvent(event)
          if (line) task.output = total > 0 ? `${finished} of ${total}  ${line}` : line
        },
      })
      task.title = describeSummary(summary)
      done.summary = summary
    },
  }
}

function describeEvent(event: BuildEvent): string | null {
  if (event.type === 'step-started') return `${event.relation} …`
  if (event.type === 'step-failed') return `${event.relation} failed: ${event.message}`
  if (event.type !== 'step-finished') return null
  const { relation, rowCount, testCount } = event
  return `${relation}: ${plural(rowCount, 'row')}, ${plural(testCount, 'test')} passed, ${seconds(event.seconds)}`
}

function describeSummary(summary: BuildSummary): string {
  if (summary.runId === null) return `Warehouse: nothing to do, ${plural(summary.kept, 'table')} as wanted`
  const parts = [
    `${plural(summary.built, 'table')} built (${plural(summary.rowCount, 'row')}, ${count(summary.testCount)} tests passed)`,
    ...(summary.reused > 0 ? [`${count(summary.reused)} built earlier`] : []),
    ...(summary.kept > 0 ? [`${count(summary.kept)} kept`] : []),
    ...(summary.removed > 0 ? [`${count(summary.removed)} removed`] : []),
  ]
  return `Warehouse: run ${summary.runId} published, ${parts.join(', ')}, ${seconds(summary.seconds)}`
}
