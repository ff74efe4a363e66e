import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { inferContract } from '../engine/scaffold/infer.ts'
import { readSample } from '../engine/scaffold/sample.ts'
import { sourceCode } from '../engine/scaffold/source-code.ts'
import { stagingCode } from '../engine/scaffold/staging-code.ts'
import { loadSettings } from '../services/settings.ts'
import { plural } from './output.ts'

export function register(program: Command): void {
  program
    .command('source')
    .description('Sources of your own')
    .command('new')
    .description('Draw up a first contract and staging transform from a file, to be edited')
    .argument('<name>', 'of the source, such as salon; its file and its tables are called so')
    .requiredOption('--from <file>', 'a CSV file, as the source exports it')
    .option('--entity <name>', 'what a record is, in the plural; otherwise the name of the file')
    .action(async (name: string, { from, entity }: { from: string; entity?: string }) => {
      const names = {
        source: requireName(name),
        entity: requireName(entity ?? basename(from).replace(/\..*$/, '').toLowerCase().replace(/\W+/g, '_')),
        sample: basename(from),
      }
      const sample = await readSample(from)
      const contract = inferContract(sample)
      const drawnUp = { ...names, rowCount: sample.rows.length }
      const staging = `transforms/staging/${names.source}/stg_${names.source}__${names.entity}.ts`
      const files = [
        [`transforms/sources/${names.source}/${names.source}.ts`, sourceCode(drawnUp, contract)],
        [staging, stagingCode(drawnUp, contract)],
      ] as const
      await writeNew(loadSettings().root, files)
      const key = contract.key === 'content' ? 'its whole content' : contract.key.join(' and ')
      const personal = contract.fields.filter(({ pii }) => pii !== null).map((field) => field.name)
      process.stdout.write(
        [
          `Drawn up from ${plural(sample.rows.length, 'row')} of ${names.sample}. A record is told by ${key}.`,
          `Personal data, by the names: ${personal.join(', ') || 'none'}.`,
          ...files.map(([file]) => `  ${file}`),
          `Read and correct them (docs/adding-a-source.md), then: clientele load ${names.source}.${names.entity} ${from}`,
          '',
        ].join('\n'),
      )
    })
}

/** Never over a file that is there. */
async function writeNew(
  root: string,
  files: readonly (readonly [file: string, text: string])[],
): Promise<void> {
  const existing = files.map(([file]) => file).filter((file) => existsSync(join(root, file)))
  if (existing.length > 0) {
    throw new ClienteleError(
      'source-exists',
      `${existing.join(' and ')} is there already. Nothing was written. Choose another name, or remove it first.`,
      { files: existing },
    )
  }
  for (const [file, text] of files) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), text, { flag: 'wx' })
  }
}

function requireName(name: string): string {
  if (/^[a-z][a-z0-9_]{0,29}$/.test(name) && !name.includes('__')) return name
  throw new ClienteleError(
    'source-name',
    `"${name}" cannot be the name of a source or entity. Use small letters, digits and single underscores, at most 30, such as till_sales.`,
    { name },
  )
}
