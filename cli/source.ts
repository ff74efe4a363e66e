import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { company } from '#settings'
import type { InferredContract } from '../engine/scaffold/contract.ts'
import { plainHeader } from '../engine/scaffold/headers.ts'
import { inferContract } from '../engine/scaffold/infer.ts'
import { readSample } from '../engine/scaffold/sample.ts'
import { type NewEntity, sourceCode, withEntity } from '../engine/scaffold/source-code.ts'
import { stagingCode } from '../engine/scaffold/staging-code.ts'
import { loadSettings } from '../services/settings.ts'
import { plural, print } from './output.ts'

export function register(program: Command): void {
  program
    .command('source')
    .description('Sources that you add')
    .command('new')
    .description('Write a first contract and staging transform to company/, inferred from a file')
    .argument(
      '<name>',
      'name of the source, such as salon; its folder and its tables are named after it. Your own source of that name gets one entity more',
    )
    .requiredOption('--from <file>', 'a CSV file, as the source exports it')
    .option('--entity <name>', 'what its records are, in the plural; otherwise the name of the file')
    .action(async (name: string, { from, entity }: { from: string; entity?: string }) => {
      const names = {
        source: requireName(name),
        entity: requireName(entity ?? plainHeader(basename(from).replace(/\..*$/, ''))),
        sample: basename(from),
      }
      const sample = await readSample(from)
      const contract = inferContract(sample)
      const newEntity = { ...names, rowCount: sample.rows.length }
      const { root } = loadSettings()
      const files = await filesOf(root, newEntity, contract)
      for (const [file, text] of files) {
        await mkdir(dirname(join(root, file)), { recursive: true })
        await writeFile(join(root, file), text)
      }
      const key = contract.key === 'content' ? 'their whole content' : contract.key.join(' and ')
      const personal = (by: 'header' | 'values') =>
        contract.fields
          .filter(({ piiShownBy }) => piiShownBy === by)
          .map((field) => field.name)
          .join(', ') || 'none'
      const isInUse = company.sources === 'all' || company.sources.includes(names.source)
      print(
        [
          `Inferred from ${plural(sample.rows.length, 'row')} of ${names.sample}. Records are identified by ${key}.`,
          `Personal data, judging by the values: ${personal('values')}; by the headers alone: ${personal('header')}.`,
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

/** The files to write. A source of the company that exists gets one entity more. */
async function filesOf(
  root: string,
  names: NewEntity,
  contract: InferredContract,
): Promise<readonly (readonly [file: string, text: string])[]> {
  const source = sourceFile('company', names.source)
  const staging = `company/staging/${names.source}/stg_${names.source}__${names.entity}.ts`
  const existing = [sourceFile('transforms', names.source), staging].filter((file) =>
    existsSync(join(root, file)),
  )
  if (existing.length > 0) {
    throw new ClienteleError(
      'source-exists',
      `Nothing was written, because of ${existing.join(' and ')}. Choose another name for the source or, with --entity, for its records.`,
      { files: existing },
    )
  }
  const staged = [staging, stagingCode(names, contract)] as const
  if (!existsSync(join(root, source))) return [[source, sourceCode(names, contract)], staged]
  const written = await readFile(join(root, source), 'utf8')
  if (new RegExp(`^ {4}${names.entity}: \\{`, 'm').test(written)) {
    throw new ClienteleError(
      'source-exists',
      `Nothing was written, because ${source} has ${names.entity} already. Choose another name with --entity.`,
      { files: [source] },
    )
  }
  const extended = withEntity(written, names, contract)
  if (extended === null) {
    throw new ClienteleError(
      'source-extended-by-hand',
      `Nothing was written, because ${source} is not laid out as \`source new\` writes it: one import from '#engine', and a line "  entities: {". Restore these lines, or add ${names.entity} by hand.`,
      { file: source },
    )
  }
  return [[source, extended], staged]
}

function requireName(name: string): string {
  if (/^[a-z][a-z0-9_]{0,29}$/.test(name) && !name.includes('__')) return name
  throw new ClienteleError(
    'source-name',
    `"${name}" cannot be the name of a source or entity. Use at most 30 lower-case letters, digits and single underscores, such as till_sales.`,
    { name },
  )
}
