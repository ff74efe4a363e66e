import { fence } from '../planner.ts'
import type { MatchingRun } from '../runs/run.ts'
import { pairSources } from '../settings/pair-sources.ts'
import type { IdentitySettings } from '../settings/schema.ts'
import { contentHash, preparedColumns, sharedColumns } from './columns.ts'

/**
 * All records with what they are compared by, numbered from 1 in the order of their keys. The fence has each column
 * computed once. The hashes come first: they are read most, and reading them does not skip over texts.
 */
export function preparedRecords(settings: IdentitySettings, records: string): string {
  return `
    with prepared as (
      select
        r.record_key,
        r.source,
        ${contentHash(settings)} as content_hash,
        ${preparedColumns(settings)}
      from (${records}) r
      ${fence}
    )
    select
      ${sharedColumns(settings)},
      row_number() over (order by p.record_key)::integer as id,
      p.*
    from prepared p`
}

export async function indexRecords({ client, tables, settings }: MatchingRun): Promise<void> {
  await client.query(`create unique index on ${tables.record} (id)`)
  await client.query(`create unique index on ${tables.record} (record_key)`)
  for (const { hashColumn } of pairSources(settings))
    await client.query(`create index on ${tables.record} (${hashColumn}) where ${hashColumn} is not null`)
  await client.query(`analyze ${tables.record}`)
}
