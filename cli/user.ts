import { randomBytes } from 'node:crypto'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { linkHours, makeLink } from '../services/access/links.ts'
import { requestBi } from '../services/bi/bi.ts'
import {
  addLogin,
  closeOtherDatabases,
  disableLogin,
  removeLogin,
  requireUsable,
} from '../services/bi/logins.ts'
import { cubeGroups } from '../services/cube/groups.ts'
import { addSqlUser, listSqlUsers, removeSqlUser } from '../services/cube/sql-users.ts'
import { readEndpoints } from '../services/endpoints.ts'
import { openDatabase } from '../services/postgres/database.ts'
import { loadSettings } from '../services/settings.ts'
import { describeBi } from './bi.ts'
import { marketsHelp, marketsOf } from './markets.ts'
import { print, printError, printJson, printTable } from './output.ts'

export function register(program: Command): void {
  const user = program
    .command('user')
    .description("People who sign in to the pages, and connect BI tools to Postgres and Cube's SQL API")
  user
    .command('add')
    .description('Add a user, or give an existing one a new password and groups; prints the password once')
    .argument('<name>', 'the name to log in with')
    .requiredOption('--groups <groups>', `what the user may see, as a list of: ${cubeGroups.join(', ')}`)
    .option('--markets <markets>', marketsHelp, marketsOf)
    .option('--link', 'print a link with which the user chooses the password, instead of a password')
    .option('--password-stdin', 'read the password from standard input instead of generating one')
    .option('--json', 'print JSON')
    .action(add)
  user
    .command('link')
    .description('Print a link with which a user chooses a new password, once')
    .argument('<name>', 'name of the user')
    .action(async (name: string) => {
      print(`${await withDatabase((opened) => linkFor(opened, name))}\n`)
      printError(`It works once, within ${linkHours} hours. Anybody who has it can sign in as ${name}.\n`)
    })
  user
    .command('list')
    .description('List users and their groups')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const users = await withDatabase(({ pool }) => listSqlUsers(pool))
      if (options.json) return printJson({ users })
      printTable(
        ['name', 'groups', 'markets', 'comes by', 'added', 'last sign-in', 'disabled'],
        users.map((one) => [
          one.name,
          one.groups.join(', '),
          one.markets?.join(', ') ?? 'all',
          one.comesBy,
          day(one.createdAt),
          day(one.lastSignInAt),
          day(one.disabledAt),
        ]),
      )
    })
  user
    .command('disable')
    .description('End the sessions of a user and refuse new ones; `user add` lets the user in again')
    .argument('<name>', 'name of the user')
    .action(async (name: string) => {
      await withDatabase(async ({ pool }) => {
        await removeSqlUser(pool, name)
        await disableLogin(pool, name)
      })
      print(`${name} can no longer log in\n`)
    })
  user
    .command('remove')
    .description('Disable a user, and drop the role in Postgres')
    .argument('<name>', 'name of the user')
    .action(async (name: string) => {
      await withDatabase(async ({ pool }) => {
        const known = (await listSqlUsers(pool)).find((one) => one.name === name)
        // one that is disabled already still has a role
        if (!known?.disabledAt) await removeSqlUser(pool, name)
        await removeLogin(pool, name)
      })
      print(`${name} can no longer log in\n`)
    })
}

type AddOptions = {
  groups: string
  markets?: string[] | null
  link?: boolean
  passwordStdin?: boolean
  json?: boolean
}

async function add(name: string, options: AddOptions): Promise<void> {
  const groups = options.groups.split(',').map((group) => group.trim())
  const chosen = options.passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined
  const password = chosen ?? randomBytes(18).toString('base64url')
  const { place, markets, state, link } = await withDatabase(async (opened) => {
    const { pool, url, settings } = opened
    await requireUsable(pool, name)
    const markets = await addSqlUser(pool, name, password, groups, options.markets)
    await addLogin(pool, name, password, groups, markets !== null)
    if (!settings.databaseUrl) await closeOtherDatabases(pool)
    const { hostname: host, port, pathname } = new URL(url)
    return {
      markets,
      link: options.link ? await linkFor(opened, name) : undefined,
      place: { host, port, database: pathname.slice(1) },
      state: await requestBi(pool, settings.root),
    }
  })
  const shown = link ? { link } : chosen === undefined ? { password } : {}
  if (options.json) return printJson({ name, groups, markets, ...shown, postgres: place, bi: state })
  if (link) print(`${name} can choose a password within ${linkHours} hours at ${link}\n`)
  else if (chosen === undefined) print(`${name} can log in with ${password} (shown only now)\n`)
  else print(`${name} can log in\n`)
  if (markets) printError(`Sees the rows of these markets only: ${markets.join(', ')}\n`)
  // beside the result, so that a script that reads the password gets that alone
  printError(`Postgres: host ${place.host}, port ${place.port || 5432}, database ${place.database}\n`)
  printError(`${describeBi(state)}\n`)
}

/** With the address of the gateway, if it runs. */
async function linkFor({ pool, settings }: Opened, name: string): Promise<string> {
  const running = await readEndpoints(settings)
  const { gateway = `http://127.0.0.1:${settings.ports.gateway}${settings.basePath}` } = running ?? {}
  return gateway + (await makeLink(pool, name))
}

type Opened = Awaited<ReturnType<typeof openDatabase>> & { settings: ReturnType<typeof loadSettings> }

async function withDatabase<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
  const settings = loadSettings()
  const database = await openDatabase(settings)
  try {
    return await work({ ...database, settings })
  } finally {
    await database.close()
  }
}

function day(date: Date | null): string {
  return date?.toISOString().slice(0, 10) ?? ''
}
