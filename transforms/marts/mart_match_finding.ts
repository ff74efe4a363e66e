import { decimal, flag, integer, key, oneOf, sql, text, transform } from '#engine'
import { identity_cluster } from '../identity/identity_cluster.ts'
import { findingKinds } from '../identity/matching/index.ts'

/** Training decides what is suspicious, and stores it with the model. */
export const mart_match_finding = transform('marts.mart_match_finding', {
  description: 'What is suspicious about each match model, what it means, and what to do.',
  grain: ['model_id', 'finding_number'],
  columns: {
    model_id: key('The model; later ones have higher numbers'),
    finding_number: integer('Position among the findings of the model'),
    is_in_use: flag('Whether it is the model that records are compared with'),
    kind: oneOf('What is suspicious', findingKinds),
    subject: text('The comparison or the blocking rule that it concerns, or the prior'),
    value: decimal('The estimate, or the number of iterations'),
    meaning: text('What it means'),
    remedy: text('What to do'),
  },
  query: sql`
    select
      model_id,
      finding.number::integer as finding_number,
      model_id is not distinct from (select model_id from matching.state) as is_in_use,
      finding.body ->> 'kind' as kind,
      finding.body ->> 'subject' as subject,
      (finding.body ->> 'value')::numeric as value,
      finding.body ->> 'meaning' as meaning,
      finding.body ->> 'remedy' as remedy
    from ops.identity_model model
    cross join jsonb_array_elements(findings) with ordinality as finding(body, number)
    -- reads nothing of it, but waits for it: a build trains the model before it makes the clusters
    where exists (select from ${identity_cluster})`,
})
