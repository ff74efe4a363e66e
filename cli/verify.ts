import type { Command } from 'commander'
import { loadSettings } from '../services/settings.ts'
import { verify } from '../services/verify.ts'

export function register(program: Command): void {
  program
    .command('verify')
    .description('for developers: formatter and linter, compiler, and tests')
    .argument('[files...]', 'only tests whose path contains one of these')
    .action(async (files: string[]) => {
      process.exitCode = await verify(loadSettings().root, files)
    })
}
