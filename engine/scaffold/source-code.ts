import type { FieldKind, InferredContract, InferredField } from './infer.ts'

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

/** The file of the source, ready to be edited. */
export function sourceCode(names: NewEntity, contract: InferredContract): string {
  const { fields, key } = contract
  const imported = new Set(fields.map(({ kind }) => importOf(kind)).filter((name) => name !== null))
  const personal = fields.filter(({ pii }) => pii !== null)
  const lines = [
    "import { z } from 'zod'",
    `import { ${[...imported, 'source'].sort().join(', ')} } from '#engine'`,
    '',
    `/** Inferred from ${names.rowCount} rows of ${comment(names.sample)}. Other rows may differ: review every field. */`,
    `export const ${names.source} = source('${names.source}', {`,
    `  system: ${quoted(titled(names.source))},`,
    '  entities: {',
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
    '  },',
    '})',
    '',
  ]
  return lines.join('\n')
}

function importOf(kind: FieldKind): string | null {
  return isWrittenDay(kind) ? 'writtenDay' : (inContractFields[kind] ?? null)
}

export function isWrittenDay(kind: FieldKind): boolean {
  return kind.includes('YYYY')
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
  const schema = plain[kind] ?? (isWrittenDay(kind) ? `writtenDay('${kind}')` : `${inContractFields[kind]}()`)
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

function comment(text: string): string {
  return text.replaceAll('*/', '*\u200b/')
}
