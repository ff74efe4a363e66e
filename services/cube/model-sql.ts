import type { Cube, Model, Snippet } from './model.ts'

/** A piece of SQL of the model, as a statement that Postgres can describe. */
export interface ModelStatement {
  /** `file:line` of the piece. */
  readonly at: string
  readonly cube: string
  /** The statement, given how each relation is written. */
  text(nameOf: (relation: string) => string): string
}

/** Each expression of a cube's own members and joins. What Cube fills in when it serves a query is left to Cube. */
export function modelStatements(model: Model): ModelStatement[] {
  return [...model.cubes.values()].flatMap((cube) => {
    const own = [...cube.members.values()].filter((member) => member.file === cube.file)
    const snippets = [...own.flatMap((member) => member.sql), ...cube.joins.values()]
    return snippets.filter(isPlain).map((snippet) => statementOf(snippet, cube, model))
  })
}

function isPlain({ sql }: Snippet): boolean {
  return sql.trim() !== '' && !/FILTER_|SECURITY_CONTEXT|COMPILE_CONTEXT|\{\{|\{%|\$\{/.test(sql)
}

function statementOf(snippet: Snippet, cube: Cube, model: Model): ModelStatement {
  const joined = new Set<Cube>([cube])
  const expression = snippet.sql.replace(
    /\{([\w.]+)\}(\.\w+)?/g,
    (written: string, inside: string, column: string | undefined): string => {
      const [first = '', second] = inside.split('.')
      const of = first === 'CUBE' ? cube : model.cubes.get(first)
      const member = second === undefined ? first : second
      const owner = second === undefined ? cube : of
      if (owner && column === undefined && (second !== undefined || owner.members.has(member))) {
        joined.add(owner)
        return typedMember(owner, member)
      }
      if (of === undefined || column === undefined) return written
      joined.add(of)
      return `"${of.name}"${column}`
    },
  )
  return {
    at: `${snippet.file}:${snippet.line}`,
    cube: cube.name,
    text: (nameOf) => {
      const sources = [...joined].map(({ name, relation }) => `${nameOf(relation.name)} as "${name}"`)
      return `select (${expression}) from ${sources.join(' cross join ')}`
    },
  }
}

/** Another member is described where it is written; here it only has to have its type. */
function typedMember(cube: Cube, member: string): string {
  const { sql = [], type = '', kind } = cube.members.get(member) ?? {}
  const [snippet] = sql
  const written = kind === 'measure' ? null : /^(?:\{CUBE\}\.)?(\w+)(::date)?$/.exec(snippet?.sql ?? '')
  return written ? `"${cube.name}"."${written[1]}"${written[2] ?? ''}` : `null::${pgTypes[type] ?? 'numeric'}`
}

const pgTypes: Readonly<Record<string, string>> = { string: 'text', boolean: 'boolean', time: 'timestamptz' }
