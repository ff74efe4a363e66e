import { decimal, integer, oneOf, sql, transform } from '#engine'
import { identity_cluster } from '../identity/identity_cluster.ts'

/** Matching keeps the pairs that came near enough; lighter ones were compared too, and are not here. */
export const mart_match_weight = transform('marts.mart_match_weight', {
  description: 'How many pairs of records have which match weight, and whether they became one person.',
  grain: ['weight_from', 'outcome'],
  columns: {
    weight_from: integer('Match weight in bits, rounded down'),
    outcome: oneOf('What became of them; a cannot-link rule forbids', ['together', 'apart', 'forbidden']),
    pair_count: decimal('Pairs of records'),
  },
  query: sql`
    select floor(pair.weight)::integer as weight_from,
      case when one.root = other.root then 'together' when pair.forbidden is not null then 'forbidden' else 'apart' end
        as outcome,
      count(*)::numeric as pair_count
    from matching.pair
    join matching.cluster one on one.id = pair.a
    join matching.cluster other on other.id = pair.b
    -- pairs are matching's own and belong to the clusters that were made with them
    where exists (select from ${identity_cluster})
    group by 1, 2`,
})
