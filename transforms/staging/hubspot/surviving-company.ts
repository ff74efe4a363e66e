import { type Sql, sql, withDeleted } from '#engine'
import { hubspot } from '../../sources/hubspot/hubspot.ts'
import { mergedIds } from './merged-ids.ts'

/** Companies that were merged into others, each with the one that is left at the end of its merges. */
export const survivingCompanies = sql`
  with recursive merged as (${mergedIds(withDeleted(hubspot.companies))}
  ),
  paths as (
    select
      former_id,
      record_id
    from merged
    union
    select
      paths.former_id,
      merged.record_id
    from paths
    join merged on merged.former_id = paths.record_id
  )
  select
    former_id,
    min(record_id) as company_id
  from paths
  where record_id not in (select former_id from merged)
  group by former_id`

/** The key of a company, in a query that joins `survivingCompanies` as `surviving`. */
export function survivingCompanyKey(id: Sql): Sql {
  return sql`ops.key_of('hubspot', 'company', coalesce(surviving.company_id, ${id}))`
}
