import { writeFile } from 'node:fs/promises'
import { type Command, InvalidArgumentError } from 'commander'
import { fileError } from '../engine/loading/input.ts'
import { loadSettings } from '../services/settings.ts'
import { interrupted } from './interrupt.ts'
import { print, printError, printEvent } from './output.ts'

export function register(program: Command): void {
  const reports = program
    .command('reports')
    .alias('report')
    .description('Work on the pages of the reports, print them, and mail them')
  reports
    .command('dev')
    .description(
      'Show the pages while you edit them, until Ctrl-C: each change is in the browser within seconds',
    )
    .option('--json', 'print one JSON object a line')
    .action(dev)
  forReaders(reports.command('pdf'))
    .description('Write the pages that were drawn last into one PDF')
    .option('--output <file>', 'where to write it', 'reports.pdf')
    .action(pdf)
  forReaders(reports.command('digest'))
    .description(
      'Write the answers, figures and first charts of the pages into one HTML file without scripts, to mail',
    )
    .option('--output <file>', 'where to write it', 'digest.html')
    .option('--address <url>', 'where readers find the pages, for the links to them', webAddress)
    .action(digest)
}

function forReaders(command: Command): Command {
  return command
    .option('--page <path...>', 'only these pages, such as /churn/; without it, all of the menu')
    .option('--filter <name=value...>', 'the filters of the pages, such as market=Ireland', addFilter, {})
    .option('--json', 'print one JSON object a line')
}

async function dev(options: { json?: true }): Promise<void> {
  const { previewReports } = await import('../services/up/preview.ts')
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

type ForReaders = { page?: string[]; filter: Record<string, string>; output: string; json?: true }

function selectionOf({ page, filter, json }: ForReaders) {
  const onProgress = (path: string) => (json ? printEvent({ type: 'page', path }) : printError(`  ${path}\n`))
  return { paths: page ?? [], filters: filter, onProgress }
}

async function pdf(options: ForReaders): Promise<void> {
  const { printPages } = await import('../services/print/pdf.ts')
  const printed = await printPages(loadSettings(), selectionOf(options))
  await save(options.output, printed.pdf)
  const { pages, sheetCount } = printed
  if (options.json) printEvent({ type: 'summary', file: options.output, pages, sheetCount })
  else print(`${options.output}: ${pages.length} pages of the reports on ${sheetCount} sheets.\n`)
}

async function digest(options: ForReaders & { address?: string }): Promise<void> {
  const { writeDigest } = await import('../services/print/digest.ts')
  const written = await writeDigest(loadSettings(), { ...selectionOf(options), address: options.address })
  await save(options.output, written.html)
  const { pages } = written
  const kilobytes = Math.ceil(Buffer.byteLength(written.html) / 1000)
  if (options.json) printEvent({ type: 'summary', file: options.output, pages, kilobytes })
  else print(`${options.output}: ${pages.length} pages of the reports in ${kilobytes} kB.\n`)
}

async function save(file: string, content: string | Uint8Array): Promise<void> {
  await writeFile(file, content).catch((error: unknown) => {
    throw fileError(file, error)
  })
}

function addFilter(text: string, filters: Record<string, string>): Record<string, string> {
  const [, name, value] = /^([a-z_]+)=(.+)$/.exec(text) ?? []
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('A filter is name=value, such as market=Ireland.')
  return { ...filters, [name]: value }
}

function webAddress(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('It must be an address such as https://reports.example.com.')
  return text
}
