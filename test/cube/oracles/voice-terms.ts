import type { Oracle } from './oracle.ts'
import { columns } from './traits.ts'

const only = (column: string) => `case when count(*) = 1 then min(t.${column}) end`

export const voiceTerms: Oracle = {
  from: 'marts.mart_term t',
  dimensions: columns('t', ['group_type', 'group_name', 'term', 'term_rank']),
  measures: {
    count: 'count(*)',
    term_count: 'count(t.term)',
    texts_with_term: only('statement_count'),
    customers_with_term: only('customer_count'),
    speciality: only('tf_idf'),
  },
}
