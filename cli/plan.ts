import type { Command } from 'commander'
import { planBuild } from '../engine/build/build.ts'
import type { PlanStep } from '../engine/build/plan.ts'
import { plural, print, printJson, printTable } from './output.ts'
import { withWarehouse } from './warehouse.ts'

export function register(program: Command): void {
  program
    .command('plan')
    .description('Show what a build would do, and why')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      await withWarehouse(async ({ pool, warehouse }) => {
        const client = await pool.connect()
        const steps = await planBuild(client, warehouse).finally(() => client.release())
        if (options.json) return printJson(steps)
        const changes = steps.filter((step) => step.action !== 'keep')
        if (changes.length > 0) {
          printTable(
            ['relation', 'action', 'why'],
            changes.map((step) => [step.relation, step.action, describeReasons(step)]),
          )
        }
        const kept = steps.length - changes.length
        const unchanged = `${plural(kept, 'table')} unchanged`
        const line =
          changes.length > 0
            ? `${plural(changes.length, 'change')}, ${unchanged}`
            : `Up to date: ${unchanged}`
        print(`${line}\n`)
      })
    })
}

function describeReasons({ action, reasons }: PlanStep): string {
  return [...reasons, ...(action === 'update' ? ['nothing rebuilt'] : [])].join('; ')
}
