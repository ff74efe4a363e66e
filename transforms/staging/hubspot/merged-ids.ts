import { type Relation, type Sql, sql } from '#engine'

/**
 * Records that HubSpot merged into others: `former_id` no longer exists, what it says is part of `record_id`. A merge
 * lists the former ids in `8001;8002`, or in `8001:1769990400000` with the time of the merge.
 */
export function mergedIds(records: Relation): Sql {
  return sql`
      select distinct
        former[1] as former_id,
        id as record_id
      from ${records}
      cross join lateral regexp_matches(
        concat_ws(
          ';',
          properties ->> 'hs_merged_object_ids',
          properties ->> 'hs_calculated_merged_vids'
        ),
        '(?:^|[;,])\s*(\d+)',
        'g'
      ) as former
      where former[1] <> id`
}
