import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { loadSources } from '../engine/graph/source-files.ts'
import { createCompany } from '../services/company/create.ts'
import { answersFrom, askFor, questions, settingsFrom } from '../services/company/questions.ts'
import { declarationRoots, loadSettings } from '../services/settings.ts'
import { openTerminal, print, printJson } from './output.ts'

export function register(program: Command): void {
  const command = program
    .command('init')
    .description("Create company/, which holds your company's settings, sources, marts and pages")
  for (const { flag, argument, text } of questions) command.option(`--${flag} <${argument}>`, text)
  command
    .option('--json', 'print JSON, and ask nothing')
    .action(async ({ json, ...flags }: Record<string, string> & { json?: boolean }) => {
      const { root } = loadSettings()
      requireNoSettings(root)
      const sources = [...(await loadSources(declarationRoots({ root }))).keys()]
      const given = answersFrom(flags)
      const answers = process.stdin.isTTY && !json ? await askInTerminal(given, sources) : given
      const settings = settingsFrom(answers, sources)
      const files = await createCompany(root, settings)
      if (json) return printJson({ settings, files })
      const next = 'Next: read company/README.md, then start Clientele with `npm start`.'
      print(['Created:', ...files.map((file) => `  ${file}`), next, ''].join('\n'))
    })
}

function requireNoSettings(root: string): void {
  if (!existsSync(join(root, 'company/settings.ts'))) return
  throw new ClienteleError(
    'company-exists',
    'company/settings.ts already exists, and nothing was written. Edit that file to change a setting.',
  )
}

async function askInTerminal(given: ReturnType<typeof answersFrom>, sources: readonly string[]) {
  const terminal = openTerminal()
  try {
    return await askFor(given, sources, terminal)
  } finally {
    terminal.close()
  }
}
