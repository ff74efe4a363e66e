import { decimal, flag, id, instant, key, publishedQuery, sql, text } from '#engine'

export const latestPublications = publishedQuery('services.latest_publications', {
  columns: {
    run_id: key('The build that published'),
    published_at: instant('When it published'),
    table_count: decimal('Published tables'),
    row_count: decimal('Rows in these tables'),
  },
  query: () => sql`
    select
      run_id,
      published_at,
      table_count::numeric as table_count,
      row_count::numeric as row_count
    from ops.publications
    order by run_id desc
    limit 1`,
})

export const latestRuns = publishedQuery('services.latest_runs', {
  columns: {
    run_id: key('The latest build, finished or not'),
    status: text('Whether it runs, failed or was published'),
    started_at: instant('When it started'),
    finished_at: instant('When it finished').orNull(),
    error: text('Why it failed').orNull(),
  },
  query: () => sql`
    select
      run_id,
      status,
      started_at,
      finished_at,
      error
    from ops.runs
    order by run_id desc
    limit 1`,
})

export const sourceFreshness = publishedQuery('services.source_freshness', {
  columns: {
    entity: id('The kind of record'),
    source: id('The source that gives it'),
    row_count: decimal('Records loaded'),
    quarantined_count: decimal('Records in quarantine'),
    last_loaded_at: instant('When its last load finished').orNull(),
    is_fresh: flag('Whether that is recent enough for the source').orNull(),
    is_sample: flag('Whether the sample company loaded it'),
  },
  query: () => sql`
    select
      entity,
      source,
      row_count::numeric as row_count,
      quarantined_count::numeric as quarantined_count,
      last_loaded_at,
      is_fresh,
      is_sample
    from ops.source_freshness
    order by entity`,
})
