import type { Oracle } from './oracle.ts'
import { columns } from './traits.ts'

/** What Postgres says about the published views, whose comments the build writes. */
const relations = `pg_class r join pg_namespace s on s.oid = r.relnamespace
  and s.nspname in ('staging', 'identity', 'warehouse', 'marts') and r.relkind = 'v'
  join ops.published p on p.relation = s.nspname || '.' || r.relname
  join ops.tables t on t.relation = p.relation and t.version = p.version`
const attributes = '(select count(*) from pg_attribute a where a.attrelid = r.oid and a.attnum > 0)'

/** The views about relations, their columns and what they read, by name. */
export const catalogueOracles: Readonly<Record<string, Oracle>> = {
  catalogue: {
    from: relations,
    dimensions: {
      relation: `s.nspname || '.' || r.relname`,
      layer: 's.nspname',
      description: `regexp_replace(obj_description(r.oid), ' Grain: [^.]*[.]$', '')`,
      grain: `substring(obj_description(r.oid) from ' Grain: ([^.]*)[.]$')`,
      column_count_of_relation: attributes,
      row_count_of_relation: 't.row_count',
      built_at: 't.built_at',
    },
    measures: {
      count: 'count(*)',
      relation_count: 'count(p.relation)',
      column_count: `sum(${attributes})`,
      row_count: 'sum(t.row_count)',
    },
  },
  catalogue_columns: {
    from: `${relations}
      join pg_attribute a on a.attrelid = r.oid and a.attnum > 0
      cross join lateral (select t.metadata #> array['columns', a.attname] as said) m`,
    dimensions: {
      column_key: `p.relation || '.' || a.attname`,
      relation: 'p.relation',
      column_number: `(select count(*) from pg_attribute b where b.attrelid = r.oid and b.attnum between 1 and a.attnum)`,
      column_name: 'a.attname::text',
      pg_type: 'format_type(a.atttypid, a.atttypmod)',
      description: `regexp_replace(col_description(r.oid, a.attnum), ' [(]personal data: [^)]*[)]$', '')`,
      is_nullable: `m.said ->> 'isNullable' = 'true'`,
      personal_data: `substring(col_description(r.oid, a.attnum) from ' [(]personal data: (.*); in the clear in [^)]*[)]$')`,
    },
    measures: {
      count: 'count(*)',
      column_count: 'count(a.attname)',
      personal_count: `count(*) filter (where m.said -> 'personalData' <> 'null')`,
    },
  },
  catalogue_reads: {
    from: `ops.published p join ops.tables t on t.relation = p.relation and t.version = p.version
      cross join lateral (select key from jsonb_each(t.inputs) where position('.' in key) > 0) i`,
    dimensions: { read_key: `p.relation || ' ' || i.key`, relation: 'p.relation', reads: 'i.key' },
    measures: {
      count: 'count(*)',
      input_count: 'count(distinct i.key)',
      reader_count: 'count(distinct p.relation)',
    },
  },
  data_quality_tests: {
    from: `ops.test_results r
      join ops.published p on p.relation = r.relation
      join ops.tables t on t.relation = p.relation and t.version = p.version and r.run_id >= t.run_id
        and r.run_id = (select max(l.run_id) from ops.test_results l where (l.relation, l.test) = (r.relation, r.test))`,
    dimensions: {
      ...columns('r', ['relation', 'test', 'severity', 'tested_at']),
      test_key: `r.relation || ' ' || r.test`,
      outcome: `case when not r.failed_count > 0 then 'passed' when r.severity = 'warning' then 'warns'
        when t.set_aside -> r.test is not null then 'rows set aside' else 'failed' end`,
      failed_rows: 'r.failed_count',
    },
    measures: {
      count: 'count(*)',
      test_count: 'count(r.test)',
      passed_count: 'count(*) - count(nullif(r.failed_count, 0))',
      not_passed_count: 'count(nullif(r.failed_count, 0))',
      failed_row_count: 'sum(r.failed_count)',
    },
  },
  data_quality_quarantine: {
    from: `(select entity, reason_code, array_agg(quarantined_at) filter (where replayed_at is null) as waiting,
        count(replayed_at) as replayed, max(quarantined_at) as latest
        from ops.quarantine group by 1, 2) q
      join ops.source_freshness e on e.entity = q.entity`,
    dimensions: {
      ...columns('q', ['entity', 'reason_code']),
      quarantine_key: `q.entity || ' ' || q.reason_code`,
      waiting_since: '(select min(at) from unnest(q.waiting) at)',
      last_quarantined_at: 'q.latest',
      source: 'e.source',
      is_sample: 'e.is_sample',
    },
    measures: {
      count: 'count(*)',
      waiting_count: 'sum(coalesce(cardinality(q.waiting), 0))',
      replayed_count: 'sum(q.replayed)',
    },
  },
}
