import type { Command } from 'commander'
import { loadSettings } from '../services/settings.ts'
import { verify } from '../services/verify.ts'

export function register(program: Command): void {
  program
    .command('verify')
    .description('Run the formatter, linter, compiler and tests (for developers)')
    .argument('[files...]', 'run only tests whose path contains one of these')
    .action(async (files: string[]) => {
      process.exitCode = await verify(loadSettings().root, files)
    })
}
