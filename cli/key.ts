import { type Command, InvalidArgumentError } from 'commander'
import { createKey, type Key, listKeys, revokeKey } from '../services/access/keys.ts'
import { cubeGroups } from '../services/cube/groups.ts'
import { openDatabase } from '../services/postgres/database.ts'
import { loadSettings } from '../services/settings.ts'
import { marketsHelp, marketsOf } from './markets.ts'
import { print, printError, printJson, printTable } from './output.ts'
import { positiveNumber } from './whole-number.ts'

export function register(program: Command): void {
  const key = program.command('key').description('Keys with which programs read profiles')
  key
    .command('create')
    .description('Make a key for a program; prints it once')
    .argument('<name>', 'what the key is called in lists and in the log of accesses')
    .requiredOption('--groups <groups>', `what the program may see, as a list of: ${cubeGroups.join(', ')}`)
    .option('--markets <markets>', marketsHelp, marketsOf)
    .option('--may <what>', 'read, or read,decide: decide who is who', mayOf, ['read'])
    .option('--days <days>', 'how long it can be used, at most 730', daysOf, 90)
    .option('--per-minute <requests>', 'the most requests in a minute', positiveNumber, 6000)
    .option('--json', 'print JSON')
    .action(create)
  key
    .command('list')
    .description('List keys, what they may do, and when they were last used')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const keys = await withPool(listKeys)
      if (json) return printJson({ keys })
      printTable(
        ['name', 'begins with', 'groups', 'markets', 'may', 'expires', 'last used', 'state'],
        keys.map((one) => [
          one.name,
          one.prefix,
          one.groups.join(', '),
          one.markets?.join(', ') ?? 'all',
          one.mayDecide ? 'read, decide' : 'read',
          day(one.expiresAt),
          day(one.lastUsedAt),
          stateOf(one),
        ]),
      )
    })
  key
    .command('revoke')
    .description('Refuse a key from now on')
    .argument('<name>', 'name of the key')
    .action(async (name: string) => {
      await withPool((pool) => revokeKey(pool, name))
      print(`The key ${name} is refused from now on\n`)
    })
}

type CreateOptions = {
  groups: string
  markets?: string[] | null
  may: string[]
  days: number
  perMinute: number
  json?: true
}

async function create(name: string, options: CreateOptions): Promise<void> {
  const { key, token } = await withPool((pool) =>
    createKey(pool, {
      name,
      groups: options.groups.split(',').map((group) => group.trim()),
      markets: options.markets ?? null,
      mayDecide: options.may.includes('decide'),
      requestsPerMinute: options.perMinute,
      days: options.days,
    }),
  )
  if (options.json) return printJson({ token, ...key })
  print(`${token}\n`)
  // beside the key, so that a script that reads it gets that alone
  printError(
    `Shown only now. It can be used until ${day(key.expiresAt)}, as "Authorization: Bearer <key>".\n`,
  )
}

function mayOf(text: string): string[] {
  const words = text.split(',').map((word) => word.trim())
  if (words.includes('read') && words.every((word) => word === 'read' || word === 'decide')) return words
  throw new InvalidArgumentError('Use read, or read,decide.')
}

function daysOf(text: string): number {
  const days = positiveNumber(text)
  if (days <= 730) return days
  throw new InvalidArgumentError('Give a number of days, at most 730.')
}

function stateOf({ revokedAt, expiresAt }: Key): string {
  if (revokedAt) return `revoked ${day(revokedAt)}`
  return expiresAt < new Date() ? 'expired' : 'valid'
}

function day(date: Date | null): string {
  return date?.toISOString().slice(0, 10) ?? ''
}

async function withPool<T>(
  work: (pool: Awaited<ReturnType<typeof openDatabase>>['pool']) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(loadSettings())
  try {
    return await work(database.pool)
  } finally {
    await database.close()
  }
}
