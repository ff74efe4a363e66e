import pg from 'pg'
import { type Form, refusable } from './form.ts'
import type { Place } from './schemas.ts'
import type { BiMeasure, BiView } from './view.ts'

/** A measure with the form of its column. */
export type Stored = { readonly measure: BiMeasure; readonly form: Form }

const quote = pg.escapeIdentifier

/** Functions that every domain uses. */
export function commonStatements(schema: string): string[] {
  const refusals = [...refusable, 'measure'].map((name) => {
    const message =
      name === 'measure'
        ? 'measure() works on columns of measures, and this is none. Sums and the like of it are plain SQL.'
        : `${name}() of this measure would be a wrong number. Use measure(), which gives what Cube gives.`
    return `create function ${schema}.refuse_${name}(state text, value anyelement) returns text language plpgsql
      as $$ begin raise exception using errcode = 'wrong_object_type', message = ${pg.escapeLiteral(message)}; end $$`
  })
  const measures = plainTypes.map(
    (type) => `create aggregate ${schema}.measure(${type}) (sfunc = ${schema}.refuse_measure, stype = text)`,
  )
  return [...refusals, ...measures]
}

/** Types of dimensions, for which `measure()` says what is wrong. */
const plainTypes = [
  'text',
  'bigint',
  'integer',
  'numeric',
  'double precision',
  'boolean',
  'date',
  'timestamptz',
]

/** The domain of a form with its aggregates. `stepOf` gives the transition function of an aggregate of Postgres. */
export function domainStatements(
  schema: string,
  form: Form,
  stepOf: (like: string, base: string) => string,
): string[] {
  const { base, aggregate, allowed } = form
  const domain = `${schema}.${quote(form.domain)}`
  const refusals = refusable
    .filter((name) => !allowed.includes(name))
    .map(
      (name) =>
        `create aggregate ${schema}.${name}(${domain}) (sfunc = ${schema}.refuse_${name}, stype = text)`,
    )
  const made = [`create domain ${domain} as ${base}`, ...refusals]
  if (aggregate.kind === 'step') {
    const step = stepOf(aggregate.like, base)
    const initial = aggregate.initial === undefined ? '' : `, initcond = '${aggregate.initial}'`
    const options = `sfunc = ${step}, stype = ${base}, combinefunc = ${step}, parallel = safe${initial}`
    return [...made, `create aggregate ${schema}.measure(${domain}) (${options})`]
  }
  const result = `${schema}.${quote(`result_of_${form.domain}`.slice(0, 63))}`
  return [
    ...made,
    `create function ${result}(stored ${base}[]) returns ${aggregate.result} language sql stable parallel safe
     begin atomic select ${aggregate.formula} from ${partsOf(base, aggregate)}; end`,
    `create aggregate ${schema}.measure(${domain})
     (sfunc = array_append, stype = ${base}[], finalfunc = ${result}, parallel = safe)`,
  ]
}

/** The parts of each stored value, as columns again. */
function partsOf(base: string, { parts, isRepeated }: Extract<Form['aggregate'], { kind: 'all' }>): string {
  const values = isRepeated ? '(select distinct v from unnest(stored) v) u' : 'unnest(stored) v'
  if (parts.length === 1) return `(select v::${parts[0]} as part_1 from ${values}) p`
  const columns = parts.map((type, i) => `a[${i + 1}]::${type} as part_${i + 1}`)
  return `(select ${columns.join(', ')} from ${values} cross join lateral (select v::${base}[] as a offset 0) s) p`
}

/** One view in a schema, with the columns that its readers may see. */
export function viewStatements(
  view: BiView,
  stored: readonly Stored[],
  { access, market }: Pick<Place, 'access' | 'market'>,
  { schema, types }: { readonly schema: string; readonly types: string },
): string[] {
  const name = `${schema}.${quote(view.name)}`
  const dimensions = view.dimensions.filter((one) => access.members.includes(one.name))
  const measures = stored.filter(({ measure }) => access.members.includes(measure.name))
  const columns = [
    ...dimensions.map((one) => `${one.sql} as ${quote(one.name)}`),
    ...measures.map(
      ({ measure, form }) =>
        `(${form.column(measure.parts)})::${types}.${quote(form.domain)} as ${quote(measure.name)}`,
    ),
  ]
  // a function of the user must not see rows before the filter has removed them
  const options = access.where || market !== null ? ' with (security_barrier)' : ''
  const own = market === null ? null : `${market} in (select market from ops.markets_of_reader)`
  const where =
    own === null ? (access.where ?? '') : access.where ? `${access.where} and ${own}` : `where ${own}`
  const comment = (column: { title: string; description: string; name: string }, more = '') =>
    `comment on column ${name}.${quote(column.name)} is ${pg.escapeLiteral(sentence(column) + more)}`
  return [
    `create view ${name}${options} as select ${columns.join(', ')} from ${view.from} ${where}`,
    `comment on view ${name} is ${pg.escapeLiteral(sentence(view))}`,
    ...dimensions.map((one) => comment(one)),
    ...measures.map(({ measure, form }) => comment(measure, ` ${usage(measure, form)}`)),
  ]
}

function sentence({ title, description }: { title: string; description: string }): string {
  const text = description && description !== title ? `${title}: ${description}` : title
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function usage({ name }: BiMeasure, { allowed }: Form): string {
  const plain = allowed.map((one) => ` or ${one}(${name})`).join('')
  return `A measure: ask for measure(${name})${plain}.`
}
