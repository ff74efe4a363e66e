import type { Oracle } from './oracle.ts'
import { columns } from './traits.ts'

const expected = 'p.outcome_count::numeric * p.all_path_count / p.all_outcome_count'

export const experiencePaths: Oracle = {
  from: 'marts.mart_path p',
  dimensions: {
    path_key: `p.outcome || ' ' || p.path_of || ' ' || p.path_rank`,
    outcome_share: 'p.path_share',
    ...columns('p', [
      'outcome',
      'path_of',
      'path_rank',
      'path',
      'step_count',
      'path_count',
      'customer_count',
      'outcome_count',
      'all_path_count',
      'all_outcome_count',
    ]),
  },
  measures: {
    count: 'count(*)',
    contact_path_count: `sum(p.path_count) filter (where p.path_of = 'contacts')`,
    page_path_count: `sum(p.path_count) filter (where p.path_of = 'pages')`,
    expected_count: `sum(${expected})`,
    lift: `sum(p.path_count) filter (where p.lift is not null) / nullif(sum(${expected}), 0)`,
  },
}
