import type { Command } from 'commander'
import { type CustomerHistory, historyOf } from '../stewardship/identity-history.ts'
import { recordFields } from '../stewardship/records.ts'
import { print, printJson, printTable } from './output.ts'
import { day } from './pair-screen.ts'
import { noteRead, withStewardshipSession } from './stewardship-session.ts'

export function registerHistory(identity: Command): void {
  identity
    .command('history')
    .description("Show a customer's history: its records, its keys, and how its sales changed")
    .argument('<customer>', 'customer_key, current or former, or any of its records')
    .option('--json', 'print JSON')
    .action(async (customer: string, { json }: { json?: boolean }) => {
      const history = await withStewardshipSession(async (session) => {
        const history = await historyOf(session, customer)
        await noteRead(session, { action: 'why', fields: recordFields, of: [history.resolvesTo] })
        return history
      })
      if (json) return printJson(history)
      printHistory(history)
    })
}

const write = (line: string) => print(`${line}\n`)

function printHistory({ customerKey, resolvesTo, records, entries, changes }: CustomerHistory): void {
  if (resolvesTo !== customerKey)
    write(`Customer ${customerKey} is no longer in use; its records moved to customer ${resolvesTo}.\n`)
  printTable(
    ['record', 'record_key', 'joined by', 'name'],
    records.map((record) => [
      record.name,
      record.recordKey,
      record.joinedBy ?? '',
      record.attributes.full_name ?? record.attributes.email ?? '',
    ]),
  )
  write('')
  printTable(
    ['run', 'day', 'event', 'record_key', 'from', 'to', 'reason'],
    entries.map((entry) => [
      String(entry.runId),
      day(entry.recordedAt),
      entry.event,
      entry.recordKey ?? '',
      entry.formerCustomerKey ?? '',
      entry.customerKey,
      entry.reason,
    ]),
  )
  if (changes.length === 0) return
  write('')
  printTable(
    ['run', 'day', 'records', 'sales', 'net amount'],
    changes.map((change) => [
      String(change.runId),
      day(change.recordedAt),
      `${change.formerRecordCount} to ${change.recordCount}`,
      `${change.formerOrderCount} to ${change.orderCount}`,
      `${change.formerNetAmount.toFixed(2)} to ${change.netAmount.toFixed(2)}`,
    ]),
  )
}
