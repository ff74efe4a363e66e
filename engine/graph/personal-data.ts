import type { Relation } from '../declare/relation.ts'
import { isRaw } from '../declare/source.ts'
import { render, Sql } from '../declare/sql.ts'
import type { Transform } from '../declare/transform.ts'
import type { Graph } from './graph.ts'
import { carried, givenTo } from './lineage.ts'
import type { Problem } from './problem.ts'

/**
 * Types whose values can be about a person; an amount, an instant or a flag is not. A key is, unless it is made with a
 * secret: who knows how it is made tries all telephone numbers.
 */
const telling: ReadonlySet<string> = new Set([
  'text',
  'text[]',
  'jsonb',
  'json',
  'date',
  'character varying',
  'bytea',
  'uuid',
  'bigint',
])

/**
 * Personal data follows the field: a column that a tagged field or column feeds carries a tag or says why not, and a
 * column of a canonical shape carries the tag of the shape.
 */
export function untagged(t: Transform, graph: Graph): Problem[] {
  const at = t.query instanceof Sql ? render(t.query, () => '').placeAt(0) : null
  const problem = (message: string): Problem => ({ relation: t.name, message, at })
  const problems: Problem[] = []
  for (const [name, { personalData }] of Object.entries(t.conformsTo?.columns ?? {})) {
    const own = t.columns[name]
    if (!personalData || !own || own.personalData === personalData || own.whyNotPersonal) continue
    problems.push(
      problem(
        `column ${name} is personal data (${personalData}) in the shape ${t.conformsTo?.name}. Write .pii('${personalData}'), or .notPersonal('…') with the reason`,
      ),
    )
  }
  for (const [name, source] of fedColumns(t, graph)) {
    const column = t.columns[name]
    if (
      !column ||
      column.personalData ||
      column.whyNotPersonal ||
      problems.some((p) => p.message.startsWith(`column ${name} `))
    )
      continue
    problems.push(
      problem(
        `column ${name} is fed by ${source}, which is personal data. Tag it with .pii('…'), or write .notPersonal('…') with the reason`,
      ),
    )
  }
  return problems
}

/**
 * Columns of a transform that can tell something about a person, by the tagged field that feeds each. What the key of a
 * person is made from identifies the person too, such as a number that the source gave.
 */
function fedColumns(t: Transform, graph: Graph): ReadonlyMap<string, string> {
  if (!(t.query instanceof Sql)) return new Map()
  const text = render(t.query, () => relationName).text
  const tagged = graph
    .rowInputs(t)
    .flatMap((input) => personalColumns(input).map((name) => [name, `${nameOf(input)}.${name}`] as const))
  const identifying = givenTo('keyed', text).filter((name) => name !== relationName)
  const fields = new Map([
    ...identifying.map((name) => [name, `${name} of a key of a person`] as const),
    ...tagged,
  ])
  if (fields.size === 0) return fields
  const { from = [], adds = [] } = t.derive ?? {}
  // one of a declared list of values tells nothing that could identify anybody
  const canTell = (name: string) =>
    telling.has(t.columns[name]?.pgType ?? '') && t.columns[name]?.values === null
  const found = carried(text, fields, (name) => canTell(name) || from.includes(name))
  const fedFrom = from.map((name) => found.get(name)).find((source) => source !== undefined)
  const derived = fedFrom === undefined ? [] : adds.filter(canTell).map((name) => [name, fedFrom] as const)
  return new Map([...[...found].filter(([name]) => canTell(name)), ...derived])
}

const relationName = 'a_relation'

/** The tagged columns of a relation; of a raw table also its key, if a tagged field is a part of it. */
function personalColumns(relation: Relation): string[] {
  const tagged = Object.entries(relation.columns).flatMap(([name, c]) => (c.personalData ? [name] : []))
  if (!isRaw(relation)) return tagged
  const { key } = relation
  const isInKey = key === 'content' ? tagged.length > 0 : key.some((field) => tagged.includes(field))
  return isInKey ? [...tagged, '_key'] : tagged
}

function nameOf({ kind, name }: Relation): string {
  return kind === 'raw' ? name.slice('raw.'.length).replace('__', '.') : name
}
