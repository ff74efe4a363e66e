import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import type { Column, Transform } from '#engine'
import { viewsOf } from '../../engine/build/views.ts'
import type { Cube, Problem } from './model.ts'
import { generatedFolder, isGenerated, type ModelFile, readModelFiles } from './model-files.ts'
import { parseModel } from './model-parse.ts'

/** The generated files in a checkout, compared with what they should be. */
export type GeneratedFiles = {
  readonly current: readonly ModelFile[]
  readonly missing: readonly ModelFile[]
  readonly outdated: readonly ModelFile[]
  /** Nothing needs these. */
  readonly unused: readonly ModelFile[]
  /** Cubes that extend the columns of no transform. */
  readonly problems: readonly Problem[]
}

const suffix = '_columns'

/** SQL clients ask for it by `count(*)`, which Cube answers from the measure of this name. */
const rowCount = {
  name: 'count',
  title: 'Rows',
  description: 'All rows, without any condition',
  type: 'count',
}

export async function compareGenerated(
  root: string,
  transforms: readonly Transform[],
): Promise<GeneratedFiles> {
  const files = await readModelFiles(root)
  const handWritten = files.filter((file) => !isGenerated(file))
  const { target, problems } = generateColumns(handWritten, transforms)
  return { ...compare(files.filter(isGenerated), target), problems }
}

export function compare(written: readonly ModelFile[], target: readonly ModelFile[]): GeneratedFiles {
  const present = new Map(written.map(({ file, text }) => [file, text]))
  const targetFiles = new Set(target.map(({ file }) => file))
  return {
    current: target.filter(({ file, text }) => present.get(file) === text),
    missing: target.filter(({ file }) => !present.has(file)),
    outdated: target.filter(({ file, text }) => present.has(file) && present.get(file) !== text),
    unused: written.filter(({ file }) => !targetFiles.has(file)),
    problems: [],
  }
}

export async function updateGenerated(root: string, files: GeneratedFiles): Promise<void> {
  for (const { file, text } of [...files.missing, ...files.outdated]) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), text)
  }
  for (const { file } of files.unused) await rm(join(root, file))
}

/** The cubes that hand-written ones extend: `fct_orders_columns` has the columns of `fct_orders` as dimensions. */
function generateColumns(handWritten: readonly ModelFile[], transforms: readonly Transform[]) {
  const target = new Map<string, ModelFile>()
  const problems: Problem[] = []
  for (const cube of parseModel(handWritten).cubes.values()) {
    if (!cube.extends?.endsWith(suffix) || target.has(cube.extends)) continue
    const name = cube.extends.slice(0, -suffix.length)
    const transform = transforms.find(({ shortName }) => shortName === name)
    if (transform) {
      const file = `${dirname(cube.file)}/${generatedFolder}/${cube.extends}.yml`
      target.set(cube.extends, { file, text: columnsCube(cube, transform) })
    } else {
      const message = `${cube.name} extends ${cube.extends}, but there is no transform ${name}.`
      problems.push({ file: cube.file, line: cube.line, message })
    }
  }
  return { target: [...target.values()], problems }
}

function columnsCube(cube: Cube, transform: Transform): string {
  const view = viewsOf(transform).at(-1)
  const hasOwnKey = [...cube.members.values()].some((member) => member.isPrimaryKey)
  const dimensions = Object.entries(transform.columns).flatMap(([name, column]) => {
    const type = dimensionType(column)
    // a member of the same name in the hand-written cube replaces it
    if (!type || cube.members.has(name)) return []
    return [dimension(name, column, type, !hasOwnKey && transform.grain.includes(name))]
  })
  const definition = {
    name: `${transform.shortName}${suffix}`,
    description: transform.description,
    sql_table: `${view?.schema}.${view?.name}`,
    public: false,
    refresh_key: { sql: 'select max(run_id) from ops.publications' },
    dimensions,
    ...(cube.members.has(rowCount.name) ? {} : { measures: [rowCount] }),
  }
  const header = `# Written by \`clientele model generate\` from the contract of ${transform.name}: edit that instead.\n`
  return header + stringify({ cubes: [definition] }, { lineWidth: 0 })
}

function dimension(name: string, column: Column, type: string, isKey: boolean) {
  return {
    name,
    title: titleOf(name),
    description: column.pgType === 'text[]' ? `${column.description}, comma-separated` : column.description,
    sql: dimensionSql(name, column),
    type,
    // Cube hides primary keys that do not say they are public
    ...(isKey ? { primary_key: true, public: true } : {}),
    ...(column.personalData || column.values ? { meta: metaOf(column) } : {}),
  }
}

function dimensionSql(name: string, { pgType }: Column): string {
  if (pgType === 'text[]') return `array_to_string({CUBE}.${name}, ', ')`
  // by the cast, Cube's SQL knows a day from an instant: see dialect.ts
  return pgType === 'date' ? `{CUBE}.${name}::date` : `{CUBE}.${name}`
}

function metaOf({ personalData, values }: Column) {
  return { ...(personalData ? { pii: personalData } : {}), ...(values ? { values } : {}) }
}

/**
 * Cube's type of a column; undefined if it becomes no dimension. Numeric columns are amounts and quantities:
 * they are added up in measures, and nobody groups by them. SQL clients receive numbers as float8, which
 * cannot hold a key of 64 bits, so keys are strings.
 */
function dimensionType({ pgType }: Column): string | undefined {
  const types: Readonly<Record<string, string>> = {
    text: 'string',
    'text[]': 'string',
    bigint: 'string',
    integer: 'number',
    boolean: 'boolean',
    date: 'time',
    'timestamp with time zone': 'time',
  }
  return types[pgType]
}

/** `rfm_code` becomes `RFM code`. */
function titleOf(name: string): string {
  const acronyms = ['id', 'iso', 'rfm']
  const words = name.split('_').map((word) => (acronyms.includes(word) ? word.toUpperCase() : word))
  const title = words.join(' ')
  return title.charAt(0).toUpperCase() + title.slice(1)
}
