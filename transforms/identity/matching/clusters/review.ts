import pg from 'pg'
import { cutReasons } from '../../../../analytics/graph/guard.ts'
import { fence } from '../planner.ts'
import type { MatchingRun } from '../runs/run.ts'
import type { IdentitySettings } from '../settings/schema.ts'
import { strength } from './links.ts'

/** Adds to `review` what a person should look at. */
export async function writeReview(run: MatchingRun): Promise<void> {
  await addToReview(run, uncertainPairs(run, run.tables.pair))
}

/** Adds to `review` what a person should look at among the pairs of `scored_pair` and of the records of `moved_untouched`. */
export async function updateReview(run: MatchingRun): Promise<void> {
  const { tables } = run
  const pairsWith = (end: 'a' | 'b') =>
    uncertainPairs(
      run,
      `${tables.moved_untouched} moved,
         lateral (select * from ${tables.pair} where ${end} = moved.id ${fence})`,
    )
  await addToReview(
    run,
    [uncertainPairs(run, tables.scored_pair), pairsWith('a'), pairsWith('b')].join(`
         union`),
  )
}

/** Removes from `review` the pairs of touched and moved records, of `crossing_pair`, and what was cut in `region`. */
export async function clearReview({ client, tables }: MatchingRun): Promise<void> {
  const changed = `(select id from ${tables.moved_untouched} union all select id from ${tables.touched})`
  await client.query(
    `delete from ${tables.review}
     where a in ${changed}
       or b in ${changed}
       or (a, b) in (select a, b from ${tables.crossing_pair})
       or a in (select id from ${tables.region}) and reason in (${cutReasons.map(pg.escapeLiteral).join(', ')})`,
  )
}

/**
 * Adds these pairs if they are in different clusters, and the links that guards cut (table `cut`), unless a steward
 * has decided about them.
 */
async function addToReview({ client, tables }: MatchingRun, pairs: string): Promise<void> {
  await client.query(
    `insert into ${tables.review} (a, b, record_key_a, record_key_b, weight, reason)
     with question as (
       select
         pair.a,
         pair.b,
         weight,
         coalesce('cannot-link: ' || pair.forbidden, 'weight') as reason,
         false as is_cut
       from (${pairs}) pair
       union all
       select
         least(a, b),
         greatest(a, b),
         case when strength < ${strength.identifier} then strength end,
         reason,
         true
       from ${tables.cut}
     )
     select
       question.a,
       question.b,
       least(a.record_key, b.record_key),
       greatest(a.record_key, b.record_key),
       question.weight,
       question.reason
     from question
     join ${tables.cluster} a on a.id = question.a
     join ${tables.cluster} b on b.id = question.b
     where (is_cut or a.root <> b.root)
       and not exists (
         select
         from ${tables.decision}
         where decision.a = question.a and decision.b = question.b
       )`,
  )
}

/** Pairs that weigh enough for review, and pairs that would be linked if a cannot-link rule did not forbid it. */
function uncertainPairs({ settings }: MatchingRun, pairs: string): string {
  return `
         select pair.a, pair.b, pair.weight, pair.forbidden
         from ${pairs} pair
         where ${isUncertain(settings)}`
}

function isUncertain({ thresholds: { review, link } }: IdentitySettings): string {
  return `(forbidden is null and identifier is null and weight >= ${review}
           or forbidden is not null and (identifier is not null or weight >= ${link}))`
}
