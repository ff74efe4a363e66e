import { type Command, InvalidArgumentError } from 'commander'
import { type CubeGroup, cubeGroups } from '../services/cube/groups.ts'
import { signCubeToken } from '../services/cube/token.ts'
import { secret } from '../services/secrets.ts'
import { loadSettings } from '../services/settings.ts'
import { marketsHelp, marketsOf } from './markets.ts'
import { print } from './output.ts'

export function register(program: Command): void {
  program
    .command('token')
    .description("Print a token for Cube's REST and GraphQL APIs")
    .requiredOption('--groups <groups>', `who it is for, as a list of: ${cubeGroups.join(', ')}`, groupsOf)
    .option('--markets <markets>', marketsHelp, marketsOf)
    .option('--subject <name>', 'the name of the user', 'cli')
    .option('--hours <hours>', 'how long it is valid', hoursOf, 1)
    .action(async ({ groups, markets, subject, hours }: Options) => {
      const key = await secret(loadSettings().stateDir, 'cube-jwt-secret')
      print(`${signCubeToken(key, groups, subject, Math.round(hours * 3600), markets ?? undefined)}\n`)
    })
}

type Options = { groups: CubeGroup[]; markets?: string[] | null; subject: string; hours: number }

function groupsOf(text: string): CubeGroup[] {
  return text.split(',').map((name) => {
    const group = cubeGroups.find((known) => known === name.trim())
    if (group) return group
    throw new InvalidArgumentError(`There is no group "${name}". Use one of: ${cubeGroups.join(', ')}.`)
  })
}

function hoursOf(text: string): number {
  const hours = Number(text)
  if (hours > 0 && hours <= 24 * 365) return hours
  throw new InvalidArgumentError('Give a number of hours, at most 8760 (a year).')
}
