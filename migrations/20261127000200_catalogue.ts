import type { Knex } from 'knex'

/** What the catalogue and the page about data quality show of what `ops` records. Rows that failed are not in it. */
const views = {
  catalogue: `
    select
      relation,
      split_part(relation, '.', 1) as layer,
      metadata ->> 'description' as description,
      (select string_agg(name, ', ' order by place)
       from jsonb_array_elements_text(metadata -> 'grain') with ordinality as grain(name, place)) as grain,
      jsonb_array_length(definition -> 'columns') as column_count,
      row_count,
      built_at
    from ops.published
    join ops.tables using (relation, version)`,
  catalogue_columns: `
    select
      relation,
      column_number::integer as column_number,
      written ->> 0 as column_name,
      written ->> 1 as pg_type,
      described ->> 'description' as description,
      (described ->> 'isNullable')::boolean as is_nullable,
      described ->> 'personalData' as personal_data
    from ops.published
    join ops.tables using (relation, version)
    cross join lateral jsonb_array_elements(definition -> 'columns') with ordinality as columns(written, column_number)
    cross join lateral (select metadata -> 'columns' -> (written ->> 0) as described) contract`,
  catalogue_reads: `
    select
      relation,
      reads
    from ops.published
    join ops.tables using (relation, version)
    cross join lateral jsonb_object_keys(inputs) as reads
    where reads like '%.%'`,
  last_tests: `
    select distinct on (relation, test)
      relation,
      test,
      severity,
      failed_count,
      case
        when failed_count = 0 then 'passed'
        when severity = 'warning' then 'warns'
        when jsonb_exists(set_aside, test) then 'rows set aside'
        else 'failed'
      end as outcome,
      tested_at
    from ops.test_results
    join ops.published using (relation)
    join ops.tables using (relation, version)
    where ops.test_results.run_id >= ops.tables.run_id
    order by relation, test, ops.test_results.run_id desc`,
  quarantined: `
    select
      entity,
      reason_code,
      count(*) filter (where replayed_at is null) as waiting_count,
      count(*) filter (where replayed_at is not null) as replayed_count,
      min(quarantined_at) filter (where replayed_at is null) as waiting_since,
      max(quarantined_at) as last_quarantined_at
    from ops.quarantine
    group by entity, reason_code`,
} as const

export async function up(knex: Knex): Promise<void> {
  for (const [name, query] of Object.entries(views)) {
    await knex.raw(`create view ops.${name} as ${query}`)
    await knex.raw(`
      do $$ begin
        if to_regrole('clientele_cube') is not null then
          grant select on ops.${name} to clientele_reader, clientele_cube;
        end if;
      end $$`)
  }
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(
    `drop view ${Object.keys(views)
      .map((name) => `ops.${name}`)
      .join(', ')}`,
  )
}
