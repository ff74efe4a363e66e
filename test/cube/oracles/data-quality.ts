import type { Oracle } from './oracle.ts'
import { columns } from './traits.ts'

/** The views about sources, publications and what is left out, by name. */
export const dataQualityOracles: Readonly<Record<string, Oracle>> = {
  data_quality: {
    from: `ops.entities e
      left join lateral (
        select finished_at, is_sample from ops.loads
        where ops.loads.entity = e.entity and ops.loads.status = 'done' order by load_id desc limit 1
      ) l on true
      left join lateral (
        select count(*) as waiting from ops.quarantine where quarantine.entity = e.entity and replayed_at is null
      ) w on true
      cross join lateral (
        select case when e.is_in_use then l.finished_at > now() - e.fresh_within_hours * interval '1 hour' end as fresh
      ) f`,
    dimensions: {
      ...columns('e', ['entity', 'source', 'description', 'is_in_use', 'fresh_within_hours']),
      status: `case when not e.is_in_use then 'not in use' when l.finished_at is null then 'never loaded'
        when e.fresh_within_hours is null then 'no expectation' when f.fresh then 'fresh' else 'late' end`,
      is_fresh: 'f.fresh',
      is_sample: 'coalesce(l.is_sample, false)',
      last_loaded_at: 'l.finished_at',
      row_count_of_entity: 'e.row_count',
      quarantined_of_entity: 'w.waiting',
    },
    measures: {
      count: 'count(*)',
      entity_count: 'count(e.entity)',
      row_count: 'sum(e.row_count)',
      quarantined_count: 'sum(w.waiting)',
      quarantine_rate: 'sum(w.waiting) / nullif(sum(e.row_count) + sum(w.waiting), 0)',
      late_count: 'count(*) filter (where not f.fresh)',
      latest_load_at: 'max(l.finished_at)',
      oldest_load_at: 'min(l.finished_at)',
      last_published_at: `(select max(finished_at) from ops.runs where status = 'published')`,
    },
  },
  data_quality_publications: {
    from: 'ops.publications p',
    dimensions: {
      ...columns('p', ['run_id', 'published_at', 'started_at']),
      seconds_taken: 'p.seconds',
      table_count_published: 'p.table_count',
      rows_published: 'p.row_count',
    },
    measures: {
      count: 'count(*)',
      publication_count: 'count(p.run_id)',
      last_published_at: 'max(p.published_at)',
      average_seconds: 'avg(p.seconds)',
    },
  },
  data_quality_left_out: {
    from: 'marts.mart_left_out o',
    dimensions: {
      ...columns('o', ['reason', 'source', 'currency', 'order_count', 'line_count']),
      amount: 'o.original_amount',
    },
    measures: {
      count: 'count(*)',
      order_count_total: 'sum(o.order_count)',
      line_count_total: 'sum(o.line_count)',
    },
  },
  data_quality_not_understood: {
    from: 'pii.mart_not_understood u',
    dimensions: {
      ...columns('u', ['source', 'kind', 'subject', 'example', 'remedy']),
      not_understood_key: `u.source || ' ' || u.kind || ' ' || u.subject`,
    },
    measures: { count: 'count(*)', record_count: 'sum(u.record_count)', subject_count: 'count(u.subject)' },
  },
}
