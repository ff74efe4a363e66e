import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { addSqlUser, listSqlUsers, removeSqlUser } from '../services/cube/sql-users.ts'
import { openDatabase } from '../services/postgres/database.ts'
import { loadSettings } from '../services/settings.ts'
import { print, printJson, printTable } from './output.ts'

export function register(program: Command): void {
  const user = program.command('user').description("Users of Cube's SQL API, which only full mode has")
  user
    .command('add')
    .description('Add a user, or give an existing one a new password and groups; prints the password once')
    .argument('<name>', 'the name to log in with')
    .requiredOption('--groups <groups>', 'analyst (everything except personal data), pii (everything)')
    .option('--password-stdin', 'read the password from standard input instead of generating one')
    .option('--json', 'print JSON')
    .action(async (name: string, options: { groups: string; passwordStdin?: boolean; json?: boolean }) => {
      const groups = options.groups.split(',').map((group) => group.trim())
      const chosen = options.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined
      const password = chosen ?? randomBytes(18).toString('base64url')
      await withPool((pool) => addSqlUser(pool, name, password, groups))
      const shown = chosen === undefined ? { password } : {}
      if (options.json) printJson({ name, groups, ...shown })
      else if (chosen === undefined) print(`${name} can log in with ${password} (shown only now)\n`)
      else print(`${name} can log in\n`)
    })
  user
    .command('list')
    .description('List users and their groups')
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
    .description('Disable a user')
    .argument('<name>', 'name of the user')
    .action(async (name: string) => {
      await withPool((pool) => removeSqlUser(pool, name))
      print(`${name} can no longer log in\n`)
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
