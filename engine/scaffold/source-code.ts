import type { FieldKind, InferredContract, InferredField } from './contract.ts'

export interface NewEntity {
  readonly source: string
  readonly entity: string
  /** The file it was inferred from, and how many of its rows were read. */
  readonly sample: string
  readonly rowCount: number
}

const inContractFields: Partial<Record<FieldKind, string>> = {
  decimal: 'decimalText',
  instant: 'instantText',
  'local time': 'localTimeText',
}

/** The file of a new source, ready to be edited. */
export function sourceCode(names: NewEntity, contract: InferredContract): string {
  return [
    "import { z } from 'zod'",
    `import { ${[...importsOf(contract), 'source'].sort().join(', ')} } from '#engine'`,
    '',
    `export const ${names.source} = source('${names.source}', {`,
    `  system: ${quoted(titled(names.source))},`,
    '  entities: {',
    entityCode(names, contract),
    '  },',
    '})',
    '',
  ].join('\n')
}

const engineImport = /^import \{([^}]*)\} from '#engine'$/m
const entitiesStart = /^ {2}entities: \{\n/m

/** The file of an existing source with one entity more; null if the file is not written as `source new` writes it. */
export function withEntity(file: string, names: NewEntity, contract: InferredContract): string | null {
  const imported = engineImport.exec(file)?.[1]
  if (imported === undefined || !entitiesStart.test(file)) return null
  const all = new Set([...imported.split(',').map((name) => name.trim()), ...importsOf(contract)])
  all.delete('')
  return file
    .replace(engineImport, () => `import { ${[...all].sort().join(', ')} } from '#engine'`)
    .replace(entitiesStart, (start) => `${start}${entityCode(names, contract)}\n`)
}

function importsOf({ fields }: InferredContract): string[] {
  return fields.map(({ kind }) => importOf(kind)).filter((name) => name !== null)
}

function entityCode(names: NewEntity, contract: InferredContract): string {
  const { fields, key } = contract
  const personal = fields.filter(({ pii }) => pii !== null)
  return [
    `    // inferred from ${names.rowCount} rows of ${comment(names.sample)}; other rows may differ: review every field`,
    `    ${names.entity}: {`,
    `      description: ${quoted(`${titled(names.entity)}, as exported in ${names.sample}`)},`,
    key === 'content' ? "      key: 'content'," : `      key: [${key.map(quoted).join(', ')}],`,
    ...(contract.changedAt !== null && key !== 'content'
      ? [`      changedAt: ${quoted(contract.changedAt)},`]
      : []),
    ...(contract.eventTime === null ? [] : [`      eventTime: ${quoted(contract.eventTime)},`]),
    ...(personal.length === 0
      ? []
      : [
          '      pii: {',
          ...personal.map(({ name, pii }) => `        ${property(name)}: '${pii}',`),
          '      },',
        ]),
    '      fields: {',
    ...fields.map((field) => `        ${property(field.name)}: ${schemaOf(field, key)},`),
    '      },',
    '    },',
  ].join('\n')
}

function importOf(kind: FieldKind): string | null {
  return writtenFormat(kind)?.field ?? inContractFields[kind] ?? null
}

/** The contract field and the format of a day or a time as people write it. */
export function writtenFormat(
  kind: FieldKind,
): { field: 'writtenDay' | 'writtenTime'; format: string } | null {
  if (!kind.includes('YYYY')) return null
  const [format = '', time] = kind.split(' ')
  return { field: time ? 'writtenTime' : 'writtenDay', format }
}

function schemaOf({ name, kind, mayBeMissing }: InferredField, key: InferredContract['key']): string {
  const isKey = key !== 'content' && key.includes(name)
  const required = kind === 'text' && (isKey || !mayBeMissing) ? 'z.string().min(1)' : 'z.string()'
  const plain: Partial<Record<FieldKind, string>> = {
    text: required,
    integer: 'z.int()',
    boolean: 'z.boolean()',
    day: 'z.iso.date()',
  }
  const written = writtenFormat(kind)
  const schema =
    plain[kind] ?? (written ? `${written.field}('${written.format}')` : `${inContractFields[kind]}()`)
  return `${schema}${mayBeMissing ? '.nullable()' : ''}.describe(${quoted(name)})`
}

export function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

function property(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

export function titled(name: string): string {
  const words = name.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** One line, whatever the text holds. */
function comment(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
}
