import type { Command } from 'commander'
import { loadSettings } from '../services/settings.ts'
import { previewReports } from '../services/up/preview.ts'
import { interrupted } from './interrupt.ts'
import { print, printEvent } from './output.ts'

export function register(program: Command): void {
  const reports = program.command('reports').description('Work on the pages of the reports')
  reports
    .command('dev')
    .description(
      'Show the pages while you edit them, until Ctrl-C: each change is in the browser within seconds',
    )
    .option('--json', 'print one JSON object a line')
    .action(dev)
}

async function dev(options: { json?: true }): Promise<void> {
  const abort = new AbortController()
  interrupted().then(() => abort.abort())
  const started = performance.now()
  try {
    await previewReports(loadSettings(), {
      signal: abort.signal,
      onChange: (text) => (options.json ? printEvent({ type: 'preview', text }) : print(`${text}\n`)),
      onReady: (url) => {
        const seconds = Math.round((performance.now() - started) / 100) / 10
        if (options.json) printEvent({ type: 'ready', url, seconds })
        else print(`\nThe pages are at ${url}, and change when you save a file. Ctrl-C ends it.\n\n`)
      },
    })
  } catch (error) {
    // what an interrupt breaks off is no failure
    if (!abort.signal.aborted) throw error
  }
  // unfinished work can keep the process running
  process.exit()
}
