import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { company } from '#settings'
import { inferContract } from '../engine/scaffold/infer.ts'
import { readSample } from '../engine/scaffold/sample.ts'
import { sourceCode } from '../engine/scaffold/source-code.ts'
import { stagingCode } from '../engine/scaffold/staging-code.ts'
import { loadSettings } from '../services/settings.ts'
import { plural } from './output.ts'

export function register(program: Command): void {
  program
    .command('source')
    .description('Sources that you add')
    .command('new')
    .description('Write a first contract and staging transform to company/, inferred from a file')
    .argument('<name>', 'name of the source, such as salon; its folder and its tables are named after it')
    .requiredOption('--from <file>', 'a CSV file, as the source exports it')
    .option('--entity <name>', 'what its records are, in the plural; otherwise the name of the file')
    .action(async (name: string, { from, entity }: { from: string; entity?: string }) => {
      const names = {
        source: requireName(name),
        entity: requireName(entity ?? basename(from).replace(/\..*$/, '').toLowerCase().replace(/\W+/g, '_')),
        sample: basename(from),
      }
      const sample = await readSample(from)
      const contract = inferContract(sample)
      const newEntity = { ...names, rowCount: sample.rows.length }
      const files = [
        [sourceFile('company', names.source), sourceCode(newEntity, contract)],
        [
          `company/staging/${names.source}/stg_${names.source}__${names.entity}.ts`,
          stagingCode(newEntity, contract),
        ],
      ] as const
      await writeNew(loadSettings().root, names.source, files)
      const key = contract.key === 'content' ? 'their whole content' : contract.key.join(' and ')
      const personal = contract.fields.filter(({ pii }) => pii !== null).map((field) => field.name)
      const isInUse = company.sources === 'all' || company.sources.includes(names.source)
      process.stdout.write(
        [
          `Inferred from ${plural(sample.rows.length, 'row')} of ${names.sample}. Records are identified by ${key}.`,
          `Personal data, judging by the column names: ${personal.join(', ') || 'none'}.`,
          ...files.map(([file]) => `  ${file}`),
          ...(isInUse ? [] : [`Add '${names.source}' to \`sources\` in company/settings.ts.`]),
          `Read and correct the files (docs/adding-a-source.md), then: clientele load ${names.source}.${names.entity} ${from}`,
          '',
        ].join('\n'),
      )
    })
}

function sourceFile(root: 'company' | 'transforms', source: string): string {
  return `${root}/sources/${source}/${source}.ts`
}

/** Writes the files of a new source; none of them if one exists, or if the product has a source of that name. */
async function writeNew(
  root: string,
  source: string,
  files: readonly (readonly [file: string, text: string])[],
): Promise<void> {
  const taken = [sourceFile('transforms', source), ...files.map(([file]) => file)]
  const existing = taken.filter((file) => existsSync(join(root, file)))
  if (existing.length > 0) {
    throw new ClienteleError(
      'source-exists',
      `Nothing was written, because of ${existing.join(' and ')}. Choose another name, or remove your own file first.`,
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
    `"${name}" cannot be the name of a source or entity. Use at most 30 lower-case letters, digits and single underscores, such as till_sales.`,
    { name },
  )
}
