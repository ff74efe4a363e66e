import { decimal, flag, instant, integer, key, sql, text, transform } from '#engine'
import { identity_cluster } from '../identity/identity_cluster.ts'

/** A weight that changes from one model to the next shows that the data or the settings changed. */
export const mart_match_model = transform('marts.mart_match_model', {
  description: 'The weights of the comparison levels in each model.',
  grain: ['model_id', 'comparison', 'level_number'],
  columns: {
    model_id: key('The model; later ones have higher numbers'),
    trained_at: instant('When it was trained'),
    trained_because: text('Why it was trained'),
    record_count: decimal('Records it was trained on'),
    prior_weight: decimal('Match weight of any two records before they are compared, in bits'),
    is_in_use: flag('Whether it is the model that records are compared with'),
    comparison_number: integer('Position of the comparison in the settings'),
    comparison: text('What is compared'),
    level_number: integer('Position of the level: 0 for a missing value; the last for anything else'),
    level: text('How similar two values are'),
    m: decimal('Probability of the level among pairs of records of one person').orNull(),
    u: decimal('Probability of the level among pairs of records of two people').orNull(),
    weight: decimal('Match weight of the level in bits'),
    previous_weight: decimal('The same in the previous model').orNull(),
  },
  query: sql`
    with levels as (
      select
        model.model_id,
        trained_at,
        trained_because,
        record_count::numeric as record_count,
        (log(2, prior::numeric) - log(2, (1 - prior)::numeric)) as prior_weight,
        model_id is not distinct from (select model_id from matching.state) as is_in_use,
        comparison.number::integer as comparison_number,
        comparison.body ->> 'name' as comparison,
        (level.number - 1)::integer as level_number,
        level.body
      from ops.identity_model model
      cross join jsonb_array_elements(comparisons) with ordinality as comparison(body, number)
      cross join jsonb_array_elements(comparison.body -> 'levels') with ordinality as level(body, number)
      -- reads nothing of it, but waits for it: a build trains the model before it makes the clusters
      where exists (select from ${identity_cluster})
    )
    select
      model_id,
      trained_at,
      trained_because,
      record_count,
      prior_weight,
      is_in_use,
      comparison_number,
      comparison,
      level_number,
      body ->> 'label' as level,
      (body ->> 'm')::numeric as m,
      (body ->> 'u')::numeric as u,
      (body ->> 'weight')::numeric as weight,
      lag((body ->> 'weight')::numeric) over (
        partition by comparison, body ->> 'label'
        order by model_id
      ) as previous_weight
    from levels`,
})
