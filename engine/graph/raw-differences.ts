import type { ClientBase } from 'pg'
import { postgresType } from '../declare/contract-fields.ts'
import { didYouMean } from '../declare/nearest-name.ts'
import type { RawEntity } from '../declare/source.ts'
import type { Problem } from './problem.ts'

/**
 * Where contracts differ from the raw tables that exist: a field with another type, and a required field that the
 * stored records do not have. A column that a contract no longer names stays, and a new optional field is added.
 */
export async function rawDifferences(client: ClientBase, entities: Iterable<RawEntity>): Promise<Problem[]> {
  const { rows } = await client.query<{ name: string; columns: Record<string, string>; has_rows: boolean }>(`
    select
      'raw.' || c.relname as name,
      jsonb_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) as columns,
      coalesce(bool_or(e.row_count > 0), false) as has_rows
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'raw'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join ops.entities e on replace(e.entity, '.', '__') = c.relname
    where c.relkind in ('r', 'p')
    group by c.relname`)
  const tables = new Map(rows.map((row) => [row.name, row]))
  return [...entities].flatMap((entity) => {
    const table = tables.get(entity.name)
    if (!table) return []
    const unnamed = Object.keys(table.columns).filter(
      (name) => !(name in entity.columns) && !name.startsWith('_'),
    )
    return Object.entries(entity.columns).flatMap(([name, { pgType }]): Problem[] => {
      const problem = (message: string) => [{ relation: entity.entity, message, at: null }]
      const stored = table.columns[name]
      if (stored === undefined && table.has_rows && isRequired(entity, name)) {
        const hint = didYouMean(name, unnamed)
        return problem(
          `the contract requires ${name}, which the records in ${entity.name} do not have.${hint} Load them again, make the field optional, or write a migration that renames the column`,
        )
      }
      if (stored === undefined || stored === pgType) return []
      return problem(
        `the contract says ${name} is ${pgType}, but ${entity.name} holds ${stored}. Change the contract back, give the field a new name, or write a migration that converts the column`,
      )
    })
  })
}

function isRequired({ record }: RawEntity, field: string): boolean {
  const schema = record.shape[field]
  return schema !== undefined && !postgresType(schema).isNullable
}
