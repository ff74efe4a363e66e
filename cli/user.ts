import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { addSqlUser, listSqlUsers, removeSqlUser } from '../services/cube/sql-users.ts'
import { openDatabase } from '../services/postgres/database.ts'
import { loadSettings } from '../services/settings.ts'
import { printJson, printTable } from './output.ts'

export function register(program: Command): void {
  const user = program
    .command('user')
    .description("People who may use Cube's SQL API (in full mode only: portable mode has no SQL API)")
  user
    .command('add')
    .description('Add a user, or give a known one a new password and groups; prints the password once')
    .argument('<name>', 'what the user logs in with')
    .requiredOption('--groups <groups>', 'analyst (all but personal data), pii (also personal data)')
    .option('--password-stdin', 'read the password from standard input instead of making one')
    .option('--json', 'print JSON')
    .action(async (name: string, options: { groups: string; passwordStdin?: boolean; json?: boolean }) => {
      const groups = options.groups.split(',').map((group) => group.trim())
      const given = options.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined
      const password = given ?? randomBytes(18).toString('base64url')
      await withPool((pool) => addSqlUser(pool, name, password, groups))
      const shown = given === undefined ? { password } : {}
      if (options.json) printJson({ name, groups, ...shown })
      else if (given === undefined) console.log(`${name} may log in with ${password} (shown only now)`)
      else console.log(`${name} may log in`)
    })
  user
    .command('list')
    .description('List users and the groups they are in')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const users = await withPool(listSqlUsers)
      if (options.json) return printJson({ users })
      printTable(
        ['name', 'groups', 'added', 'removed'],
        users.map((one) => [one.name, one.groups.join(', '), day(one.createdAt), day(one.disabledAt)]),
      )
    })
  user
    .command('remove')
    .description('Take the right to log in from a user')
    .argument('<name>', 'the user')
    .action(async (name: string) => {
      await withPool((pool) => removeSqlUser(pool, name))
      console.log(`${name} may no longer log in`)
    })
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

function day(date: Date | null): string {
  return date?.toISOString().slice(0, 10) ?? ''
}
