import { contentHash, quoted } from '../prepare/columns.ts'
import type { MatchingRun } from '../runs/run.ts'
import { type Population, type PopulationNow, populationSchema, type SourceNow } from './population.ts'

/** Among 100 probes, a share of one half has a standard error of 5 %. Of a smaller source, all records are probes. */
const probesPerSource = 100

/** Describes the records of table `record`. */
export async function describePopulation(run: MatchingRun): Promise<Population> {
  const { client, tables, settings } = run
  const filled = settings.comparisons.map(({ requires }, index) => {
    const isFilled = requires.map((column) => `${quoted(column)} is not null`).join(' and ')
    return `count(*) filter (where ${isFilled})::float8 as filled_${index}`
  })
  const { rows } = await client.query(`
    with counted as (
      select
        source,
        count(*)::float8 as records,
        ${filled.join(',\n        ')}
      from ${tables.record}
      group by source
    ), drawn as (
      select
        source,
        record_key,
        content_hash,
        row_number() over (
          partition by source
          order by hashtextextended(record_key::text, 17), record_key
        ) as place
      from ${tables.record}
    ), probe as (
      select source, jsonb_object_agg(record_key, content_hash::text) as probes
      from drawn
      where place <= ${probesPerSource}
      group by source
    )
    select *
    from counted
    join probe using (source)
    order by source`)
  const sources = rows.map((row): [string, unknown] => [
    row.source,
    {
      records: row.records,
      filled: Object.fromEntries(
        settings.comparisons.map(({ name }, index) => [name, row[`filled_${index}`]]),
      ),
      probes: row.probes,
    },
  ])
  return populationSchema.parse({
    hasSample: await holdsSample(run),
    sources: Object.fromEntries(sources),
  })
}

/** Compares the records of a run with those that a model was trained on, without preparing them. */
export async function populationNow(run: MatchingRun, { sources }: Population): Promise<PopulationNow> {
  const probes = Object.values(sources).flatMap((source) => Object.entries(source.probes))
  const { rows } = await run.client.query<SourceNow>(
    `select
       r.source,
       count(*)::float8 as records,
       (count(*) filter (
         where case when probe.content_hash is not null then probe.content_hash = ${contentHash(run.settings)} end
       ))::float8 as unchanged
     from (${run.input.records}) r
     left join unnest($1::bigint[], $2::bigint[]) as probe (record_key, content_hash)
       on probe.record_key = r.record_key
     group by r.source
     order by r.source`,
    [probes.map(([key]) => key), probes.map(([, hash]) => hash)],
  )
  return { hasSample: await holdsSample(run), sources: rows }
}

async function holdsSample({ client }: MatchingRun): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    `select exists (select from ops.loads where is_sample and status <> 'removed') as held`,
  )
  return rows[0]?.held ?? false
}
