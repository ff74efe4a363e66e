import { Command, CommanderError } from 'commander'
import { ClienteleError } from '#engine'
import { register as registerBench } from './bench.ts'
import { register as registerBuild } from './build.ts'
import { register as registerCheck } from './check.ts'
import { register as registerIdentity } from './identity.ts'
import { register as registerInit } from './init.ts'
import { register as registerLoad } from './load.ts'
import { register as registerModel } from './model.ts'
import { register as registerPlan } from './plan.ts'
import { register as registerQuarantine } from './quarantine.ts'
import { register as registerSample } from './sample.ts'
import { register as registerShow } from './show.ts'
import { register as registerSource } from './source.ts'
import { register as registerStatus } from './status.ts'
import { register as registerTest } from './test.ts'
import { register as registerToken } from './token.ts'
import { register as registerUp } from './up.ts'
import { register as registerUser } from './user.ts'
import { register as registerVerify } from './verify.ts'

/** What a command ends with; more in docs/operating.md. */
const exitCodes = `
Exit codes:
  0  done
  1  failed; the message says why and what to do
  2  the command was not understood
  3  data tests failed; what was published before stays`

const program = new Command('clientele')
  .description('A single customer view you can query.')
  .addHelpText('after', exitCodes)
  .showHelpAfterError('(clientele --help lists the commands)')
  .exitOverride()

const commands = [
  registerInit,
  registerUp,
  registerStatus,
  registerLoad,
  registerQuarantine,
  registerSample,
  registerSource,
  registerBuild,
  registerPlan,
  registerCheck,
  registerShow,
  registerModel,
  registerTest,
  registerIdentity,
  registerUser,
  registerToken,
  registerVerify,
  registerBench,
]
for (const register of commands) register(program)
for (const command of program.commands) command.exitOverride()

// the launcher's channel must not keep a finished command alive
process.channel?.unref()

// whoever reads may have seen enough, as `head` has
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const json = process.argv.includes('--json')
  if (error instanceof ClienteleError) {
    const { code, message, fields } = error
    if (json) console.log(JSON.stringify({ type: 'error', code, message, fields }))
    else console.error(`\nclientele: ${message}\n(${code}: docs/errors.md#${code})`)
    return error.exitCode
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  if (json) console.log(JSON.stringify({ type: 'error', code: 'unexpected', message: text, fields: {} }))
  else console.error(`\nclientele: this should not have happened:\n${text}`)
  return 1
}
