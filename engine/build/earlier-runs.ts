import type { ClientBase } from 'pg'
import pg from 'pg'
import { z } from 'zod'
import { tableRow } from './state.ts'
import type { Target } from './version.ts'

/** Of how many earlier publications the marts stay, by builds of the command line and of `up`. */
export const keptPublications = 3

/** Only what answers questions is kept. What marts are made from is large, and differs in every run. */
export const keptLayer = 'marts'

/** The last runs that were published before the one that is published now. */
export function earlierRunIds(count: number): string {
  return `(select run_id from ops.runs where status = 'published' order by run_id desc offset 1 limit ${count})`
}

/** The schema of a run's views. */
export const schemaOf = (runId: number) => `as_of_run_${runId}`

/** Each table of the layer that a run published, and what it is described by; null if it is gone. */
const publishedBy = `
  select s.relation, t.physical_name, t.definition, t.metadata
  from ops.steps s
  left join ops.tables t using (relation, version)
  where s.run_id = $1 and s.relation like '${keptLayer}.%'
  order by s.relation`

const keptTable = z.object({
  relation: z.string(),
  physical_name: z.string(),
  definition: tableRow.shape.definition.unwrap(),
  metadata: tableRow.shape.metadata.unwrap(),
})

/** Drops a relation or a schema, unless somebody holds it: then it goes with a later build. */
type Drop = (kind: 'view' | 'schema', name: string) => Promise<boolean>

/**
 * Gives each of the last earlier runs a schema with views of its marts, and drops those of older runs. A schema is made
 * again if it shows what has been declared to be personal data since.
 */
export async function updateEarlierRuns(
  client: ClientBase,
  targets: ReadonlyMap<string, Target>,
  count: number,
  drop: Drop,
): Promise<void> {
  const { rows } = await client.query<{ run_id: number }>(
    `select run_id::int from ${earlierRunIds(count)} kept`,
  )
  const wanted = new Map(rows.map(({ run_id }) => [schemaOf(run_id), run_id]))
  for (const { schema, views } of await existingSchemas(client)) {
    const isMasked = views.every(({ name, masked }) =>
      taggedColumns(targets, `${keptLayer}.${name}`).every((column) => masked.includes(column)),
    )
    if ((wanted.has(schema) && isMasked) || !(await dropSchema(schema, views, drop))) wanted.delete(schema)
  }
  for (const runId of wanted.values()) await keepRun(client, targets, runId)
}

async function dropSchema(schema: string, views: readonly KeptView[], drop: Drop): Promise<boolean> {
  for (const { name } of views) await drop('view', `${schema}.${pg.escapeIdentifier(name)}`)
  return await drop('schema', schema)
}

interface KeptView {
  readonly name: string
  readonly masked: readonly string[]
}

async function existingSchemas(client: ClientBase): Promise<{ schema: string; views: KeptView[] }[]> {
  const { rows } = await client.query<{ schema: string; views: KeptView[] }>(
    `select nspname as schema, coalesce(jsonb_agg(jsonb_build_object(
       'name', relname, 'masked', coalesce(obj_description(c.oid, 'pg_class')::jsonb, '[]'))) filter (where c.oid is not null), '[]') as views
     from pg_namespace n left join pg_class c on c.relnamespace = n.oid and relkind = 'v'
     where nspname ~ '^as_of_run_[0-9]+$' group by nspname`,
  )
  return rows
}

function taggedColumns(targets: ReadonlyMap<string, Target>, relation: string): string[] {
  const columns = targets.get(relation)?.transform.columns ?? {}
  return Object.entries(columns).flatMap(([name, { personalData }]) => (personalData ? [name] : []))
}

/** A run whose tables are gone in part is not kept: half of it would mislead. */
async function keepRun(
  client: ClientBase,
  targets: ReadonlyMap<string, Target>,
  runId: number,
): Promise<void> {
  const { rows } = await client.query(publishedBy, [runId])
  const tables = z.array(keptTable).safeParse(rows)
  if (!tables.success || tables.data.length === 0) return
  const schema = schemaOf(runId)
  const views = tables.data.flatMap(({ relation, physical_name, definition, metadata }) => {
    const tagged = taggedColumns(targets, relation)
    const masked = definition.columns.flatMap(([name]) =>
      metadata.columns[name]?.personalData || tagged.includes(name) ? [name] : [],
    )
    const columns = definition.columns.map(([name, pgType]) => {
      const quoted = pg.escapeIdentifier(name)
      return masked.includes(name) ? `null::${pgType} as ${quoted}` : quoted
    })
    const view = `${schema}.${pg.escapeIdentifier(relation.slice(keptLayer.length + 1))}`
    return [
      `create view ${view} as select ${columns.join(', ')} from build.${pg.escapeIdentifier(physical_name)}`,
      `comment on view ${view} is ${pg.escapeLiteral(JSON.stringify(masked))}`,
    ]
  })
  // statements that are sent together are one transaction
  await client.query(
    [
      `create schema ${schema}`,
      `comment on schema ${schema} is 'The marts as run ${runId} published them'`,
      ...views,
      `do $$ begin if to_regrole('clientele_reader') is not null then
         grant usage on schema ${schema} to clientele_reader;
         grant select on all tables in schema ${schema} to clientele_reader;
       end if; end $$`,
    ].join(';\n'),
  )
}
