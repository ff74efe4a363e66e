import type { Command } from 'commander'
import { Listr, type ListrTask } from 'listr2'
import type { Pool } from 'pg'
import { type BuildEvent, type BuildOptions, type BuildSummary, build } from '../engine/build/build.ts'
import { keptPublications } from '../engine/build/earlier-runs.ts'
import { backendName } from '../engine/build/lock.ts'
import type { PlanStep } from '../engine/build/plan.ts'
import type { Warehouse } from '../engine/graph/catalogue.ts'
import { biDependents, renewBi } from '../services/bi/bi.ts'
import { describeLeftOut, leftOut } from '../services/company/left-out.ts'
import { atLowPriority } from '../services/postgres/low-priority.ts'
import { identityChanges } from '../stewardship/identity-history.ts'
import { matchModel } from '../stewardship/match-model.ts'
import { notUnderstood } from '../stewardship/queries.ts'
import { printCustomerChanges } from './customer-changes.ts'
import { printModelFindings } from './match-model.ts'
import { printNotUnderstood } from './not-understood.ts'
import { count, plural, print, printable, printEvent, seconds } from './output.ts'
import { printably } from './steps.ts'
import { withWarehouse } from './warehouse.ts'
import { positiveNumber } from './whole-number.ts'

export function register(program: Command): void {
  program
    .command('build')
    .description('Build tables that changed, test them, and publish all of them at once')
    .option(
      '--json',
      'print one JSON line an event, then the summary, the customers that changed and the match model',
    )
    .option('--jobs <number>', 'how many tables to build at once', positiveNumber)
    .option('--end-idle-readers', 'end sessions that block the publication and do nothing')
    .action(async (options: { json?: true; jobs?: number; endIdleReaders?: true }) => {
      await withWarehouse(async ({ pool, warehouse, settings }) => {
        const jobs = {
          ...(options.jobs !== undefined && { jobs: options.jobs }),
          ...(options.endIdleReaders && { endIdleReaders: true }),
          dependents: await biDependents(pool, settings.root),
          keptPublications,
        }
        // who looks customers up is not slowed; the publication, which readers wait for, is not in those sessions
        const prioritised = <T>(work: () => Promise<T>) =>
          settings.databaseUrl ? work() : atLowPriority(pool, backendName, work)
        if (options.json) {
          const summary = await prioritised(() => build(pool, warehouse, { ...jobs, onEvent: printEvent }))
          const bi = await renewBi(pool, settings.root)
          const customers = await customerChanges(pool, summary)
          const model = await matchModel(pool, summary.runId)
          const statements = await notUnderstood.read(pool, {})
          const results = { customers, model, notUnderstood: statements, leftOut: await leftOut(pool), bi }
          printEvent({ type: 'summary', ...summary, ...results })
          return
        }
        const list = new Listr<{ summary?: BuildSummary }>([buildTask(pool, warehouse, jobs)])
        const done = await prioritised(() => list.run()).catch((shown: Error) => {
          throw shown.cause
        })
        if (!done.summary) return
        const { problem } = await renewBi(pool, settings.root)
        if (problem !== null) print(`The schema bi for BI tools could not be made. ${problem}\n`)
        print(describeSetAside(done.summary.setAside))
        print(describeWarnings(done.summary.warnings))
        print(describeStillRead(done.summary))
        await printNotUnderstood(pool)
        for (const line of describeLeftOut(await leftOut(pool))) print(`${line}\n`)
        const { changed, top } = await customerChanges(pool, done.summary)
        printCustomerChanges(changed, top)
        const model = await matchModel(pool, done.summary.runId)
        if (model?.isNew) print(`\nA match model was trained: ${model.trainedBecause}.\n`)
        printModelFindings(model)
      })
    })
}

/** A build that published nothing changed no customer. */
async function customerChanges(pool: Pool, { runId }: BuildSummary) {
  const { count, top } = runId === null ? { count: 0, top: [] } : await identityChanges(pool, runId, 5)
  return { changed: count, top }
}

/** The build as one entry of a task list, which shows the tables that are being worked on. */
function buildTask(
  pool: Pool,
  warehouse: Warehouse,
  jobs: Pick<BuildOptions, 'jobs' | 'endIdleReaders' | 'dependents' | 'keptPublications'>,
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
          if (event.type === 'planned') total = event.steps.filter(isWork).length
          if (event.type === 'step-finished' || event.type === 'step-updated') finished++
          const line = describeEvent(event)
          if (line) task.output = printable(total > 0 ? `${finished} of ${total}  ${line}` : line)
        },
      }).catch(printably)
      task.title = describeSummary(summary)
      done.summary = summary
    },
  }
}

function isWork({ action }: PlanStep): boolean {
  return action === 'build' || action === 'update'
}

function describeEvent(event: BuildEvent): string | null {
  if (event.type === 'step-started') return `${event.relation} …`
  if (event.type === 'dependents-failed') return `The schema bi could not be made: ${event.message}`
  if (event.type === 'step-failed') return `${event.relation} failed: ${event.message}`
  if (event.type !== 'step-finished' && event.type !== 'step-updated') return null
  const tests = `${plural(event.testCount, 'test')} passed, ${seconds(event.seconds)}`
  if (event.type === 'step-updated') return `${event.relation}: not rebuilt, ${tests}`
  return `${event.relation}: ${plural(event.rowCount, 'row')}, ${tests}`
}

/** Which rows were left out because they failed a test; empty if none were. */
export function describeSetAside(setAside: BuildSummary['setAside']): string {
  if (setAside.length === 0) return ''
  const total = setAside.reduce((sum, { rowCount }) => sum + rowCount, 0)
  const lines = setAside.map(
    ({ relation, test, rowCount }) => `  ${relation}: ${test}: ${plural(rowCount, 'row')}`,
  )
  return [
    `${plural(total, 'row')} ${total === 1 ? 'was' : 'were'} set aside and published nowhere, because of failed tests:`,
    ...lines,
    'ops.test_failures has them. Correct the data or the transform, then build again.',
    '',
  ].join('\n')
}

/** What somebody should know about published rows; empty if there is nothing. */
export function describeWarnings(warnings: BuildSummary['warnings']): string {
  return warnings
    .map(({ relation, test, rowCount, sample }) => {
      return `Warning: ${relation}: ${test}: ${plural(rowCount, 'row')}, such as ${sample}\n`
    })
    .join('')
}

/** Which tables take space until their readers are done; empty if none do. */
function describeStillRead({ stillRead }: BuildSummary): string {
  if (stillRead === 0) return ''
  return `${plural(stillRead, 'old table')} ${stillRead === 1 ? 'is' : 'are'} still being read; a later build drops ${stillRead === 1 ? 'it' : 'them'}.\n`
}

/** What a build did, in one line. */
export function describeSummary(summary: BuildSummary): string {
  if (summary.runId === null) return `Up to date: ${plural(summary.kept, 'table')} unchanged`
  const changes = (['built', 'updated', 'reused', 'removed'] as const)
    .filter((action) => summary[action] > 0)
    .map((action, i) => `${action} ${i === 0 ? plural(summary[action], 'table') : count(summary[action])}`)
  if (summary.kept > 0) changes.push(`${count(summary.kept)} unchanged`)
  const results = [
    ...(summary.built > 0 ? [plural(summary.rowCount, 'row')] : []),
    ...(summary.testCount > 0 ? [`${plural(summary.testCount, 'test')} passed`] : []),
    `published as run ${summary.runId}`,
    seconds(summary.seconds),
  ]
  const list = changes.join(', ')
  return `${list.charAt(0).toUpperCase()}${list.slice(1)}: ${results.join(', ')}`
}
