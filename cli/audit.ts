import type { Command } from 'commander'
import { actions, recordAccess, searchAudit } from '../services/access/audit.ts'
import { auditQuestion } from '../services/access/audit-question.ts'
import { auditHeader, auditRow } from '../services/access/audit-table.ts'
import { operator } from '../services/access/operator.ts'
import { openDatabase } from '../services/postgres/database.ts'
import { loadSettings } from '../services/settings.ts'
import { print, printError, printJson, printTable } from './output.ts'
import { positiveNumber } from './whole-number.ts'

export function register(program: Command): void {
  program
    .command('audit')
    .description('Search the log of who read and did what, newest first')
    .option('--reader <name>', 'of this user or key')
    .option('--customer <key>', 'about this customer, by the key that the customer had then')
    .option('--action <action>', `of this kind: ${actions.join(', ')}`)
    .option('--from <day>', 'from this day on, in UTC, such as 2026-01-31')
    .option('--to <day>', 'until this day and including it, in UTC')
    .option('--before <entry>', 'older than this entry: the next page')
    .option('--limit <entries>', 'the most entries', positiveNumber, 50)
    .option('--json', 'print JSON')
    .action(audit)
}

type Options = Readonly<Record<string, unknown>> & { readonly limit: number; readonly json?: true }

async function audit({ limit, json, ...words }: Options): Promise<void> {
  const question = auditQuestion(words, limit + 1)
  const database = await openDatabase(loadSettings())
  try {
    await recordAccess(database.pool, [
      {
        reader: operator,
        action: 'audit',
        way: 'cli',
        address: null,
        customerKey: question.customerKey ?? null,
        fields: [],
        reason: null,
      },
    ])
    const found = await searchAudit(database.pool, question)
    const entries = found.slice(0, limit)
    const next = found.length > limit ? (entries.at(-1)?.entryId ?? null) : null
    if (json) return printJson({ entries, next })
    printTable(auditHeader, entries.map(auditRow))
    if (entries.length === 0) print('There are no such entries.\n')
    if (next) printError(`There are older ones: add --before ${next}\n`)
  } finally {
    await database.close()
  }
}
