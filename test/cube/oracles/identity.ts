import type { Oracle } from './oracle.ts'
import { columns, marketOf } from './traits.ts'

const attributes = 'pii.bdg_customer_attribute'
const sum = (column: string) => `sum(q.${column})`
const harmonic =
  '2 * sum(q.correct_pair_count) / nullif(sum(q.true_pair_count) + sum(q.joined_pair_count), 0)'

/** The views about who is who, by name. */
export const identityOracles: Readonly<Record<string, Oracle>> = {
  identity: {
    from: `identity.map_identity m
      join identity.identity_cluster k using (record_key)
      left join warehouse.dim_customer c on c.customer_key = m.customer_key`,
    dimensions: {
      ...columns('m', ['record_key', 'source', 'customer_key', 'former_customer_key', 'reason']),
      joined_by: 'k.joined_by',
      ...columns('c', ['party_type', 'country']),
      market: marketOf("coalesce(c.country, 'Unknown')"),
    },
    measures: {
      count: 'count(*)',
      record_count: 'count(m.record_key)',
      customer_count: 'count(distinct k.cluster_key)',
      records_per_customer: 'count(*)::numeric / nullif(count(distinct k.cluster_key), 0)',
      joined_record_count: `count(nullif(k.joined_by, 'nothing'))`,
      joined_rate: `avg((k.joined_by <> 'nothing')::integer)`,
      new_record_count: 'count(*) - count(m.former_customer_key)',
      changed_record_count: 'count(m.reason)',
    },
  },
  identity_sizes: {
    from: '(select count(*)::integer as size from identity.map_identity group by customer_key) s',
    dimensions: { record_count: 's.size' },
    measures: {
      count: 'count(distinct s.size)',
      customers_of_size: 'count(*)',
      records_of_size: 'sum(s.size)',
      largest_cluster: 'max(s.size)',
    },
  },
  identity_golden_record: {
    from: `${attributes} a`,
    dimensions: {
      ...columns('a', [
        'customer_key',
        'attribute',
        'value',
        'value_rank',
        'is_chosen',
        'is_valid',
        'is_usable',
        'source',
        'record_key',
        'record_count',
        'first_observed_at',
        'last_observed_at',
        'age_days',
        'competing_count',
        'has_conflict',
      ]),
      faults: `array_to_string(a.faults, ', ')`,
      said_by: `array_to_string(a.source_names, ', ')`,
      value_key: `concat_ws(' ', a.customer_key, a.attribute, a.value_rank)`,
    },
    measures: {
      count: 'count(*)',
      value_count: 'count(a.value_rank)',
      chosen_count: 'sum(a.is_chosen::integer)',
      doubtful_count: 'count(*) filter (where a.is_chosen and a.is_valid = false)',
      invalid_count: 'count(*) - sum(a.is_valid::integer)',
      conflict_count:
        'count(distinct (a.customer_key, a.attribute)) filter (where a.has_conflict and a.value_rank = 1)',
      average_age_days: 'sum(a.age_days)::numeric / nullif(count(a.age_days), 0)',
    },
  },
  identity_backlog: {
    from: 'marts.mart_identity_backlog b',
    dimensions: { ...columns('b', ['part', 'reason']), backlog_key: `b.part || ' ' || b.reason` },
    measures: {
      count: 'count(*)',
      item_count: 'sum(b.item_count)',
      concerned_record_count: 'sum(b.record_count)',
    },
  },
  identity_quality: {
    from: 'marts.mart_identity_quality q',
    dimensions: columns('q', [
      'evaluation_key',
      'evaluation_id',
      'evaluated_at',
      'measured_against',
      'part',
      'label',
      'is_in_use',
      'is_latest',
      'threshold',
    ]),
    measures: {
      count: 'count(*)',
      precision: 'sum(q.correct_pair_count) / nullif(sum(q.joined_pair_count), 0)',
      recall: 'sum(q.correct_pair_count) / nullif(sum(q.true_pair_count), 0)',
      f1: harmonic,
      bcubed_precision: 'avg(q.bcubed_precision)',
      bcubed_recall: 'avg(q.bcubed_recall)',
      bcubed_f1: 'avg(q.bcubed_f1)',
      known_record_count: sum('record_count'),
      ...Object.fromEntries(
        [
          'true_pair_count',
          'joined_pair_count',
          'correct_pair_count',
          'pair_count',
          'person_count',
          'cluster_count',
          'shared_record_count',
          'silent_record_count',
          'stranger_count',
          'stranger_join_count',
        ].map((name) => [name, sum(name)]),
      ),
    },
  },
  identity_match_findings: {
    from: 'marts.mart_match_finding f',
    dimensions: {
      ...columns('f', ['model_id', 'finding_number', 'is_in_use', 'kind', 'subject', 'meaning', 'remedy']),
      finding_key: `f.model_id || ' ' || f.finding_number`,
    },
    measures: { count: 'count(*)', finding_count: 'count(f.kind)' },
  },
  identity_match_models: {
    from: 'marts.mart_match_model m',
    dimensions: {
      ...columns('m', [
        'model_id',
        'trained_at',
        'trained_because',
        'is_in_use',
        'comparison_number',
        'comparison',
        'level_number',
        'level',
      ]),
      level_key: `m.model_id || ' ' || m.comparison || ' ' || m.level_number`,
    },
    measures: {
      count: 'count(*)',
      match_weight: 'avg(m.weight)',
      previous_weight: 'avg(m.previous_weight)',
      m_probability: 'avg(m.m)',
      u_probability: 'avg(m.u)',
      prior_weight: 'avg(m.prior_weight)',
      trained_record_count: 'max(m.record_count)',
    },
  },
  identity_match_weights: {
    from: 'marts.mart_match_weight w',
    dimensions: {
      ...columns('w', ['weight_from', 'outcome']),
      weight_key: `w.weight_from || ' ' || w.outcome`,
    },
    measures: { count: 'count(*)', compared_pair_count: 'sum(w.pair_count)' },
  },
}
