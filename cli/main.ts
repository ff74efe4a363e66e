import { Command, CommanderError } from 'commander'
import { ClienteleError } from '#engine'
import { importFailure, missingModule } from '../engine/graph/import-failure.ts'
import { databaseLost, isConnectionLost } from '../engine/postgres/lost.ts'
import { print, printError, printEvent } from './output.ts'
import { systemFailure } from './system-failure.ts'

/** Also described in docs/operating.md. */
const exitCodes = `
Exit codes:
  0  done
  1  failed; the message says why and what to do
  2  the command was not understood
  3  data tests failed, so the previous warehouse stays published`

const program = new Command('clientele')
  .description('A single customer view you can query.')
  .addHelpText('after', exitCodes)
  .showHelpAfterError('(clientele --help lists the commands)')
  .configureOutput({ writeOut: print, writeErr: printError })
  .exitOverride()

/** Each in its own file, which is only loaded for its command: a fault in a setting does not stop other commands. */
const commands: Readonly<Record<string, () => Promise<{ register(program: Command): void }>>> = {
  init: () => import('./init.ts'),
  up: () => import('./up.ts'),
  reports: () => import('./reports.ts'),
  status: () => import('./status.ts'),
  load: () => import('./load.ts'),
  unload: () => import('./unload.ts'),
  quarantine: () => import('./quarantine.ts'),
  sample: () => import('./sample.ts'),
  source: () => import('./source.ts'),
  build: () => import('./build.ts'),
  plan: () => import('./plan.ts'),
  check: () => import('./check.ts'),
  show: () => import('./show.ts'),
  'as-of': () => import('./as-of.ts'),
  model: () => import('./model.ts'),
  docs: () => import('./docs.ts'),
  test: () => import('./test.ts'),
  identity: () => import('./identity.ts'),
  user: () => import('./user.ts'),
  bi: () => import('./bi.ts'),
  token: () => import('./token.ts'),
  key: () => import('./key.ts'),
  audit: () => import('./audit.ts'),
  secrets: () => import('./secrets.ts'),
  attribution: () => import('./attribution.ts'),
  churn: () => import('./churn.ts'),
  clv: () => import('./clv.ts'),
  sentiment: () => import('./sentiment.ts'),
  verify: () => import('./verify.ts'),
  bench: () => import('./bench.ts'),
}

// the launcher's channel must not keep a finished command running
process.channel?.unref()

// the reader may close the pipe early, as `head` does
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

// an error that no part of a command waits for, such as that of a broken connection
process.on('uncaughtException', (error) => process.exit(report(error)))

try {
  const [name = ''] = process.argv.slice(2)
  const load = commands[name]
  for (const each of load ? [load] : Object.values(commands)) (await each()).register(program)
  for (const command of program.commands) command.exitOverride()
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const json = process.argv.includes('--json')
  const known = systemFailure(error) ?? error
  if (known instanceof ClienteleError) {
    const { code, message, fields } = known
    if (json) printEvent({ type: 'error', code, message, fields })
    else printError(`\nclientele: ${message}\n(${code}: docs/errors.md#${code})\n`)
    return known.exitCode
  }
  if (isConnectionLost(error)) {
    const outcome = 'What was not finished is not stored. Once Postgres runs, run the same command again.'
    return report(databaseLost(error, outcome))
  }
  const module = missingModule(error)
  if (module && !module.importer.includes('/node_modules/') && /^[./]/.test(module.module)) {
    return report(new ClienteleError('file-missing', `${importFailure(module.importer, error)}.`, module))
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  if (json) printEvent({ type: 'error', code: 'unexpected', message: text, fields: {} })
  else printError(`\nclientele: this should not have happened:\n${text}\n`)
  return 1
}
