import { decimal, integer, oneOf, sql, transform } from '#engine'
import { identity_cluster } from '../identity/identity_cluster.ts'

/** Matching keeps only pairs with a high enough weight; pairs with a lower one were compared too, and are not here. */
export const mart_match_weight = transform('marts.mart_match_weight', {
  description: 'How many pairs of records have which match weight, and whether they became one person.',
  grain: ['weight_from', 'outcome'],
  columns: {
    weight_from: integer('Match weight in bits, rounded down'),
    outcome: oneOf('What became of them; a cannot-link rule forbids', ['together', 'apart', 'forbidden']),
    pair_count: decimal('Pairs of records'),
  },
  query: sql`
    with pairs as (
      select
        floor(pair.weight)::integer as weight_from,
        case
          when cluster_a.root = cluster_b.root then 'together'
          when pair.forbidden is not null then 'forbidden'
          else 'apart'
        end as outcome
      from matching.pair
      join matching.cluster cluster_a on cluster_a.id = pair.a
      join matching.cluster cluster_b on cluster_b.id = pair.b
      -- reads nothing of it, but waits for it: the pairs belong to the clusters that were made from them
      where exists (select from ${identity_cluster})
    )
    select
      weight_from,
      outcome,
      count(*)::numeric as pair_count
    from pairs
    group by weight_from, outcome`,
})
