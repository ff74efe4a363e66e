import { layers } from '../declare/relation.ts'
import { render, Sql, value } from '../declare/sql.ts'
import type { Transform } from '../declare/transform.ts'
import { tokensOf } from '../postgres/tokens.ts'
import type { Graph } from './graph.ts'
import type { Problem } from './problem.ts'

const schemas: ReadonlySet<string> = new Set(['raw', ...layers, 'pii', 'build'])
/** Most queries mention none, and need not be cut into tokens. */
const mentionsSchema = new RegExp([...schemas].join('|'), 'i')
const beforeRelation: ReadonlySet<string> = new Set([
  'from',
  'join',
  'table',
  'into',
  'update',
  'only',
  'using',
])

/**
 * Relations that SQL writes out by name instead of interpolating them. A build would not know that it reads them: it
 * would read what is published, with personal data masked, and would not be repeated when it changes.
 */
export function writtenNames(owner: string, query: Sql, graph: Graph): Problem[] {
  const rendered = render(query, () => ' ')
  return namesIn(rendered.text, graph).map(({ name, at }) => ({
    relation: owner,
    message: `${name} is written out by name. ${remedy(name)}`,
    at: rendered.placeAt(at),
  }))
}

/** The relations that transforms write out by name: in queries, in tests, and in what they do on publication. */
export function writtenNamesOf(t: Transform, graph: Graph): Problem[] {
  const queries = [
    ...(t.query instanceof Sql ? [t.query] : []),
    ...t.tests.map((test) => test.failing(t)),
    ...(t.onPublish?.(t, value(0)) ?? []),
  ]
  const found = queries.flatMap((query) => writtenNames(t.name, query, graph))
  if (t.query instanceof Sql) found.push(...clocksIn(t.name, t.query))
  return [...new Map(found.map((problem) => [`${problem.at} ${problem.message}`, problem])).values()]
}

const clocks: ReadonlySet<string> = new Set(
  'now clock_timestamp statement_timestamp transaction_timestamp timeofday random gen_random_uuid current_date current_timestamp current_time localtimestamp localtime'.split(
    ' ',
  ),
)

const mentionsClock = new RegExp([...clocks].join('|'), 'i')

/** What gives other rows each time it is asked, although nothing that the table reads has changed. */
function clocksIn(owner: string, query: Sql): Problem[] {
  const rendered = render(query, () => ' ')
  if (!mentionsClock.test(rendered.text)) return []
  const tokens = tokensOf(rendered.text)
  return tokens.flatMap(({ text, at }, i) => {
    const name = text.toLowerCase()
    const isCall = /^(current|local)/.test(name) || tokens[i + 1]?.text === '('
    if (!clocks.has(name) || !isCall || tokens[i - 1]?.text === '.') return []
    const message = `${name} gives other rows each time, and the table is not built again for it. Use the day of the build, \${asOfDay}, or a column`
    return [{ relation: owner, message, at: rendered.placeAt(at) }]
  })
}

export function remedy(name: string): string {
  const [schema = '', relation = ''] = name.split('.')
  const ref = schema === 'raw' ? relation.replace('__', '.') : relation
  return `Import ${ref.split('.')[0]} and write \${${ref}}: by name, it reads what was published last, with personal data masked`
}

/** Relations named in a text of SQL, with the schema before a dot. */
export function namesIn(text: string, graph: Graph): { name: string; at: number }[] {
  if (!mentionsSchema.test(text)) return []
  const known = new Set(
    [...graph.raw, ...graph.transforms].map(({ name }) => name.slice(name.indexOf('.') + 1)),
  )
  const tokens = tokensOf(text)
  return tokens.flatMap((token, i) => {
    const schema = identifier(token.text)
    if (!schemas.has(schema) || tokens[i + 1]?.text !== '.') return []
    const relation = identifier(tokens[i + 2]?.text ?? '')
    // a table may have an alias such as raw: then it is its columns that stand behind the dot
    const isRead = beforeRelation.has(tokens[i - 1]?.text.toLowerCase() ?? '')
    return isRead || known.has(relation) ? [{ name: `${schema}.${relation}`, at: token.at }] : []
  })
}

function identifier(token: string): string {
  return token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token.toLowerCase()
}
