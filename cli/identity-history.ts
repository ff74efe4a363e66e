import type { Command } from 'commander'
import { type CustomerHistory, historyOf } from '../stewardship/history.ts'
import { printJson, printTable } from './output.ts'
import { day } from './pair-screen.ts'
import { withStewardshipSession } from './stewardship-session.ts'

export function registerHistory(identity: Command): void {
  identity
    .command('history')
    .description("What became of a customer's key: its records, and how its facts changed")
    .argument('<customer>', 'customer_key, of now or of before, or any of its records')
    .option('--json', 'print JSON')
    .action(async (customer: string, { json }: { json?: boolean }) => {
      const history = await withStewardshipSession((session) => historyOf(session, customer))
      if (json) return printJson(history)
      print(history)
    })
}

const write = (line: string) => process.stdout.write(`${line}\n`)

function print({ customerKey, resolvesTo, records, entries, changes }: CustomerHistory): void {
  if (resolvesTo !== customerKey) write(`${customerKey} is no longer in use; it went on as ${resolvesTo}\n`)
  printTable(
    ['record', 'record_key', 'joined by', 'name'],
    records.map((one) => [
      one.name,
      one.recordKey,
      one.joinedBy ?? '',
      one.attributes.full_name ?? one.attributes.email ?? '',
    ]),
  )
  write('')
  printTable(
    ['run', 'day', 'event', 'record_key', 'from', 'to', 'reason'],
    entries.map((one) => [
      String(one.runId),
      day(one.recordedAt),
      one.event,
      one.recordKey ?? '',
      one.formerCustomerKey ?? '',
      one.customerKey,
      one.reason,
    ]),
  )
  if (changes.length === 0) return
  write('')
  printTable(
    ['run', 'day', 'records', 'sales', 'net amount'],
    changes.map((one) => [
      String(one.runId),
      day(one.recordedAt),
      `${one.formerRecordCount} to ${one.recordCount}`,
      `${one.formerOrderCount} to ${one.orderCount}`,
      `${one.formerNetAmount.toFixed(2)} to ${one.netAmount.toFixed(2)}`,
    ]),
  )
}
