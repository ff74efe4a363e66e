import type { Command } from 'commander'
import type { Endpoints } from '../services/endpoints.ts'
import { loadSettings } from '../services/settings.ts'
import { startAll } from '../services/up/up.ts'
import { interrupted } from './interrupt.ts'
import { jsonScreen, lineScreen, liveScreen } from './steps.ts'

export function register(program: Command): void {
  program
    .command('up')
    .description('start everything, and stay up until Ctrl-C')
    .option('--no-sample', 'do not load the sample company into an empty warehouse')
    .option('--json', 'one JSON object a line, for programs')
    .action(up)
}

async function up(options: { sample: boolean; json?: true }): Promise<void> {
  const settings = loadSettings()
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const event = (value: object) => say(JSON.stringify(value))
  const screen = options.json ? jsonScreen(event) : process.stdout.isTTY ? liveScreen() : lineScreen(say)
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
      onRefresh: (text) => (options.json ? event({ type: 'reports', text }) : say(text)),
    })
    const endpoints = await Promise.race([started, interruption.then(() => undefined)])
    if (endpoints) {
      await screen.finish()
      if (options.json) event({ type: 'ready', endpoints })
      else say(whereEverythingIs(endpoints, settings.stateDir))
      await interruption
    } else {
      // what is under way ends by itself, or when what it works on is stopped
      started.catch(() => {})
      process.exitCode = 130
    }
    if (options.json) event({ type: 'stopping' })
    else say('\nStopping; the data stays.')
  } finally {
    abort.abort()
    for (const { title, stop } of stoppers.reverse()) {
      await stop().catch((error) => process.stderr.write(`${title} did not stop well: ${error}\n`))
    }
  }
  // half-done work may hold the process open
  process.exit()
}

function whereEverythingIs(at: Endpoints, stateDir: string): string {
  return `
  Clientele is up.

  Reports    ${at.gateway}
  Cube REST  ${at.cube}/cubejs-api/v1
  Cube SQL   ${at.cubeSql ?? 'not listening'}
  Postgres   ${at.postgres}
  Health     ${at.gateway}/readyz
  Data       ${stateDir}

  Ctrl-C stops it and keeps the data.`
}
