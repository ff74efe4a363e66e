import type { Cube, Member, Model, Place, Problem, View } from './model.ts'
import type { RelationColumns, Relations } from './relations.ts'
import { valueOfPercentile } from './row-value.ts'

/**
 * What a SQL client needs of the model: `count(*)` on every view, single rows of every view, keys that it does not
 * round, and days that no time zone shifts. Cube accepts a model without, and the client gets an error or a wrong number.
 */
export function cubeProblemsForSql(cube: Cube, relations: Relations): Problem[] {
  const own = [...cube.members].filter(([, member]) => member.file === cube.file)
  return own.flatMap(([name, member]) => [
    ...aggregates(cube, name, member),
    ...roundedKeys(cube, name, member, relations.get(cube.relation.name)),
    ...shiftedDays(cube, name, member, relations.get(cube.relation.name)),
  ])
}

/** Every view has the number of its rows, which are those of the cube that its join paths start at. */
export function viewProblemsForSql(
  view: View,
  model: Model,
  members: ReadonlyMap<string, readonly [Cube, string]>,
): Problem[] {
  const root = model.cubes.get(view.sources[0]?.path[0] ?? '')
  if (!root) return []
  const [cube, name = ''] = members.get('count') ?? []
  const member = cube?.members.get(name)
  if (!cube || !member) {
    const hint = `Include "count" of ${root.name}, which \`clientele model generate\` writes.`
    return [problem(view, view, `has no measure "count", which SQL clients need for count(*). ${hint}`)]
  }
  const isPlain =
    member.kind === 'measure' && member.type === 'count' && !member.isFiltered && member.sql.length === 0
  if (cube === root && isPlain) return []
  const hint = `It must be a measure of ${root.name} with "type: count", and without sql or filters.`
  return [problem(view, view, `"count" is not the number of its rows, which count(*) gives. ${hint}`)]
}

/** Types of measures that Cube does not aggregate itself. */
const calculated = ['number', 'string', 'time', 'boolean']

function aggregates(cube: Cube, name: string, { kind, type, sql }: Member): Problem[] {
  if (kind !== 'measure' || !calculated.includes(type)) return []
  return sql.flatMap((snippet) => {
    const found = aggregateIn(snippet.sql)
    if (!found) return []
    const hint =
      `Add a measure of a type such as sum, avg, min or max (with "public: false" if nobody needs it), and refer to ` +
      `it as {its_name}. A percentile is written percentile_cont(0.5) within group (order by ...), and nothing else.`
    return [
      problem(
        cube,
        snippet,
        `${name} aggregates in its sql (${found}), so that single rows cannot be shown. ${hint}`,
      ),
    ]
  })
}

const aggregate = new RegExp(
  '\\b(any_value|array_agg|avg|bit_and|bit_or|bit_xor|bool_and|bool_or|corr|count|covar_\\w+|every|jsonb?_\\w*agg\\w*|' +
    'max|min|mode|percentile_\\w+|range_agg|regr_\\w+|stddev\\w*|string_agg|sum|var_pop|var_samp|variance|xmlagg)\\s*\\(',
  'gi',
)

/** The first function that aggregates rows. A window function does not, nor does a subquery with its own `from`. */
function aggregateIn(written: string): string | undefined {
  if (valueOfPercentile(written)) return undefined
  const sql = written.replace(/'[^']*'/g, "''")
  for (const match of sql.matchAll(aggregate)) {
    const open = match.index + match[0].length - 1
    if (/^\s*over\b/i.test(sql.slice(closing(sql, open) + 1)) || isInSubquery(sql, open)) continue
    return match[1]
  }
  return undefined
}

/** Where the bracket at `open` closes. */
function closing(sql: string, open: number): number {
  let depth = 0
  for (let at = open; at < sql.length; at++) {
    if (sql[at] === '(') depth++
    else if (sql[at] === ')' && --depth === 0) return at
  }
  return sql.length
}

function isInSubquery(sql: string, at: number): boolean {
  return [...sql.matchAll(/\(\s*select\b/gi)].some(({ index }) => index < at && at < closing(sql, index))
}

/** SQL clients get numbers as float8, which holds 53 bits. */
function roundedKeys(cube: Cube, name: string, member: Member, columns: RelationColumns = {}): Problem[] {
  if (member.kind === 'measure' || member.type !== 'number') return []
  return member.sql.flatMap((snippet) => {
    const words = new Set(snippet.sql.replace(/'[^']*'/g, ' ').match(/\w+/g))
    const key = Object.keys(columns).find(
      (column) => column.endsWith('_key') && columns[column]?.pgType === 'bigint' && words.has(column),
    )
    if (key === undefined) return []
    const message = `${name} shows the key ${key} as a number, which SQL clients round. Write "type: string".`
    return [problem(cube, snippet, message)]
  })
}

/** Cube takes a day for midnight in UTC unless the cast says that it is none: see dialect.ts. */
function shiftedDays(cube: Cube, name: string, member: Member, columns: RelationColumns = {}): Problem[] {
  if (member.type !== 'time') return []
  return member.sql.flatMap((snippet) => {
    const column = /^(?:\{CUBE\}\.)?(\w+)$/.exec(snippet.sql.trim())?.[1] ?? ''
    if (columns[column]?.pgType !== 'date') return []
    const message = `${name} is a day, which Cube would shift in time zones west of UTC. Write "{CUBE}.${column}::date".`
    return [problem(cube, snippet, message)]
  })
}

function problem({ name }: Cube | View, { file, line }: Place, message: string): Problem {
  return { file, line, message: `${name}: ${message}` }
}
