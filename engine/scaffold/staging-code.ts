import type { FieldKind, InferredContract, InferredField } from './contract.ts'
import { plainHeader } from './headers.ts'
import { type NewEntity, quoted, titled, writtenFormat } from './source-code.ts'

/** The staging transform of a new entity: its fields renamed and typed. */
export function stagingCode(names: NewEntity, contract: InferredContract): string {
  const { source, entity } = names
  const name = `stg_${source}__${entity}`
  const ownKey = `${entity.replace(/s$/, '')}_key`
  const columns = columnsOf(contract.fields, ownKey)
  const ownKeyText = `ops.key_of('${source}', '${entity}', _key)`
  const makers = new Set([
    'key',
    ...(hasPersonalKey(contract) ? ['keyed'] : []),
    ...columns.map(({ maker }) => maker),
  ])
  const isLocal = contract.fields.some(({ kind }) => isLocalTime(kind))
  return [
    `import { ${[...makers, 'sql', 'transform', ...(isLocal ? ['value'] : []), ...(contract.fields.some(({ name }) => needsPlaceholder(name)) ? ['columns'] : [])].sort().join(', ')} } from '#engine'`,
    ...(isLocal ? ["import { company } from '#settings'"] : []),
    `import { ${source} } from '../../sources/${source}/${source}.ts'`,
    '',
    `export const ${name} = transform('staging.${name}', {`,
    `  description: ${quoted(`${titled(entity)} of ${titled(source)}.`)},`,
    `  grain: ['${ownKey}'],`,
    '  columns: {',
    `    ${ownKey}: key('Surrogate key of the record'),`,
    ...columns.map((c) => `    ${c.name}: ${c.maker}(${quoted(c.header)})${c.modifiers},`),
    '  },',
    '  query: sql`',
    `    select ${hasPersonalKey(contract) ? keyedText(ownKeyText) : ownKeyText} as ${ownKey},`,
    ...columns.map(
      ({ expression, name }, at) => `      ${expression} as ${name}${at < columns.length - 1 ? ',' : ''}`,
    ),
    `    from \${${source}.${entity}}\`,`,
    '})',
    '',
  ].join('\n')
}

/** Whether the natural key holds personal data, so that its surrogate key has to be made with a secret. */
function hasPersonalKey({ key, fields }: InferredContract): boolean {
  return fields.some(({ name, pii }) => pii !== null && (key === 'content' || key.includes(name)))
}

function keyedText(key: string): string {
  return `\${keyed(sql\`${key}\`)}`
}

interface StagedColumn {
  readonly name: string
  readonly header: string
  readonly maker: string
  readonly modifiers: string
  readonly expression: string
}

const makers: Partial<Record<FieldKind, string>> = {
  integer: 'decimal',
  decimal: 'decimal',
  boolean: 'flag',
  instant: 'instant',
  day: 'day',
}

function columnsOf(fields: readonly InferredField[], ownKey: string): StagedColumn[] {
  const taken = new Set([ownKey])
  return fields.map(({ name, kind, mayBeMissing, pii }) => {
    const column = columnName(name, taken)
    const isId = kind === 'text' && /_(id|no|number|code|ref|sku)$/.test(column)
    return {
      name: column,
      header: name,
      maker: isLocalTime(kind)
        ? 'instant'
        : writtenFormat(kind)
          ? 'day'
          : (makers[kind] ?? (isId ? 'id' : 'text')),
      modifiers: `${mayBeMissing ? '.orNull()' : ''}${pii === null ? '' : `.pii('${pii}')`}`,
      expression: expressionOf(name, kind),
    }
  })
}

function isLocalTime(kind: FieldKind): boolean {
  return kind === 'local time' || writtenFormat(kind)?.field === 'writtenTime'
}

/** The header in snake_case, made unique. */
function columnName(header: string, taken: Set<string>): string {
  const words = plainHeader(header)
  const base = /^[a-z]/.test(words) ? words.slice(0, 50) : `column_${words}`.slice(0, 50)
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`
  taken.add(name)
  return name
}

/** A template of `sql` is read as it stands, so a header that would end it or begin a placeholder is given as one. */
function columnOf(header: string): string {
  return needsPlaceholder(header) ? `\${columns(${quoted(header)})}` : `"${header.replaceAll('"', '""')}"`
}

function needsPlaceholder(header: string): boolean {
  return /[\\`]|\$\{/.test(header)
}

function expressionOf(header: string, kind: FieldKind): string {
  const column = columnOf(header)
  const written = writtenFormat(kind)
  if (written?.field === 'writtenDay') return `to_date(${column}, '${written.format}')`
  if (written) {
    const [day, time] = [
      `split_part(${column}, ' ', 1)`,
      `ltrim(substr(${column}, strpos(${column}, ' ')))::time`,
    ]
    return `(to_date(${day}, '${written.format}') + ${time}) at time zone \${value(company.timeZone)}`
  }
  if (kind === 'integer') return `${column}::numeric`
  if (kind === 'instant') return `${column}::timestamptz`
  if (kind === 'local time') return `${column}::timestamp at time zone \${value(company.timeZone)}`
  if (kind === 'day') return `${column}::date`
  return column
}
