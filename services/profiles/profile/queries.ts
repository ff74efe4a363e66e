import { key, type Parameter, publishedQuery, type Sql, sql, text, value } from '#engine'
import { company } from '#settings'
import { mart_customer_360 } from '../../../transforms/marts/mart_customer_360.ts'
import { allFields, type Field, type Shown, sectionOf } from '../fields.ts'
import { jsonList } from '../json.ts'
import { isList, profileParameters } from '../section.ts'
import type { SectionName } from '../sections.ts'

type Parameters = { readonly [K in keyof typeof profileParameters]: Parameter }

/**
 * One statement for a whole profile as JSON, so that all of it is of one moment, and costs one round trip. It reads no column
 * that it does not show; personal data is read in the clear only if some is shown.
 */
export function profileQuery({ fields, withheld }: Shown) {
  return publishedQuery('profiles.profile', {
    parameters: profileParameters,
    columns: {
      profile: text('The profile as JSON'),
      customer_key: key('The customer'),
    },
    isPrepared: true,
    unmasked: fields.some(({ kind }) => kind !== null),
    query: (parameters) => sql`
      select
        ${object([
          ['customer_key', sql`shown.customer_key::text`],
          ['as_of_date', sql`shown.as_of_date`],
          ['run_id', sql`(select max(run_id)::text from ops.runs where status = 'published')`],
          ['currency', sql`${value(company.currency)}::text`],
          ['withheld', sql`to_json(${value([...withheld])})`],
          ...bySection(fields).map(
            ([name, columns]) => [name, sectionJson(name, columns, parameters)] as const,
          ),
        ])}::text as profile,
        shown.customer_key
      from ${mart_customer_360} shown
      where shown.customer_key = ${parameters.customer_key}
        and (${parameters.markets} is null or shown.market = any(${parameters.markets}))`,
  })
}

function bySection(fields: readonly Field[]): [SectionName, string[]][] {
  const columns = new Map<SectionName, string[]>()
  for (const { section, column } of fields) columns.set(section, [...(columns.get(section) ?? []), column])
  return [...columns]
}

function sectionJson(name: SectionName, columns: readonly string[], parameters: Parameters): Sql {
  const section = sectionOf(name)
  const shown = (rows: Sql) => sql`select ${jsonList(section.columns, columns)} from (${rows}) line`
  const rows = section.rows(parameters)
  if (!isList(section)) return sql`(select row_to_json(whole) from (${shown(rows)}) whole)`
  const limit = value(section.limit)
  // all are counted only if there may be more than are shown
  return sql`(
          select json_build_object(
            'total', case when count(*) < ${limit} then count(*) else (select count(*) from (${rows}) line) end,
            'items', coalesce(json_agg(item), '[]')
          )
          from (${shown(sql`select * from (${rows}) line order by ${section.order} limit ${limit}`)}) item
        )`
}

function object(entries: readonly (readonly [name: string, json: Sql])[]): Sql {
  const list = entries
    .map(([name, json]) => sql`${value(name)}, ${json}`)
    .reduce((before, next) => sql`${before}, ${next}`)
  return sql`json_build_object(${list})`
}

/** What a reader gets who may see all. */
export const wholeProfile = profileQuery({ fields: allFields, withheld: [] })
