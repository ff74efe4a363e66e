import type { Command } from 'commander'
import type { Endpoints } from '../services/endpoints.ts'
import { loadSettings, type Settings } from '../services/settings.ts'
import { alone, startAll } from '../services/up/up.ts'
import { interrupted } from './interrupt.ts'
import { print, printError } from './output.ts'
import { jsonScreen, lineScreen, liveScreen } from './steps.ts'

export function register(program: Command): void {
  program
    .command('up')
    .description('Start all services, and run them until Ctrl-C')
    .option('--no-sample', 'do not load the sample company into an empty warehouse')
    .option('--json', 'print one JSON object a line')
    .action(up)
}

type Options = { sample: boolean; json?: true }

async function up(options: Options): Promise<void> {
  const settings = loadSettings()
  await alone(settings, () => run(settings, options))
  // unfinished work can keep the process running
  process.exit()
}

async function run(settings: Settings, options: Options): Promise<void> {
  const write = (line: string) => print(`${line}\n`)
  const event = (value: object) => write(JSON.stringify(value))
  const screen = options.json ? jsonScreen(event) : process.stdout.isTTY ? liveScreen() : lineScreen(write)
  const stoppers: { title: string; stop: () => Promise<unknown> }[] = []
  const abort = new AbortController()
  const interruption = interrupted()
  interruption.then(() => abort.abort())
  try {
    const started = startAll(settings, {
      sample: options.sample,
      step: screen.step,
      signal: abort.signal,
      onStopper: (title, stop) => void stoppers.push({ title, stop }),
      onRefresh: (text) => (options.json ? event({ type: 'reports', text }) : write(text)),
      onService: (text) => (options.json ? event({ type: 'service', text }) : write(text)),
    })
    const running = await Promise.race([started, interruption.then(() => undefined)])
    if (running) {
      const { endpoints, welcome, warning } = running
      await screen.finish()
      if (options.json) event({ type: 'ready', endpoints, welcome, warning })
      else write(describeServices(endpoints, welcome, settings.stateDir))
      if (warning && !options.json) write(`\n  ${warning}`)
      await Promise.race([interruption, running.gaveUp])
    } else {
      // the step that is running ends by itself, or when its services are stopped
      started.catch(() => {})
      process.exitCode = 130
    }
    if (options.json) event({ type: 'stopping' })
    else write('\nStopping all services. The data stays.')
  } finally {
    abort.abort()
    for (const { title, stop } of stoppers.reverse()) {
      await stop().catch((error) => printError(`${title} did not stop cleanly: ${error}\n`))
    }
  }
}

function describeServices(at: Endpoints, welcome: string | undefined, stateDir: string): string {
  const signIn = welcome
    ? `\n\n  Choose the password of the administrator first, with this link that works once:\n  ${welcome}`
    : ''
  return `
  Clientele is running.

  Reports    ${at.gateway}
  Cube REST  ${at.cube}/cubejs-api/v1
  Cube SQL   ${describeSql(at)}
  Postgres   ${at.postgres}
  Health     ${at.gateway}/readyz
  Data       ${stateDir}${signIn}

  Press Ctrl-C to stop it. The data stays.`
}

function describeSql({ cubeSql, cubeMode, cube }: Endpoints): string {
  if (cubeMode === 'portable') return 'not available in portable mode'
  if (cubeSql)
    return `${cubeSql}
             on every address of this machine, without encryption: docs/operating.md says how to fence it`
  return `${cube}/cubejs-api/v1/cubesql (CLIENTELE_CUBE_SQL=on opens a port for BI tools)`
}
