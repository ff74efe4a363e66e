import { decimal, holds, integer, oneOf, returnsNone, sql, text, transform, value } from '#engine'
import { outcomePaths } from './experience/outcome-paths.ts'
import { outcomeNames, outcomes } from './experience/outcomes.ts'

const shown = value(100)

/** `outcome-paths.ts` says what is a path. The rarer ones are one row, so that counts and shares add up. */
export const mart_path = transform('marts.mart_path', {
  description:
    'What most often comes before a purchase, a ticket, and the silence of customers who are late by their own rhythm: paths of ' +
    'contacts, and of pages of the last visit, one row for each of the hundred most common and one for all others.',
  grain: ['outcome', 'path_of', 'path_rank'],
  columns: {
    outcome: oneOf('What the paths lead to', outcomeNames),
    path_of: oneOf('What they are made of', ['contacts', 'pages']),
    path_rank: integer('1 for the most common; 101 for all others. Not additive'),
    path: text(
      'At most the last five, the earliest first, such as visit by email > order placed',
    ).notPersonal('types of contacts and of pages; nothing that the customer wrote'),
    step_count: integer('How many there are; 0 if nothing was seen or for all others. Not additive'),
    path_count: integer(
      'Outcomes with that path before them. Additive within an outcome and what paths are made of',
    ),
    customer_count: integer('Customers who went that way. Not additive: one can go several'),
    outcome_count: integer('All such outcomes. The same in all rows of an outcome'),
    path_share: decimal('Share of all such outcomes. Additive within an outcome and what paths are made of'),
    all_path_count: integer(
      'Outcomes of all kinds with that path before them. Not additive: each kind of outcome repeats it',
    ).orNull(),
    all_outcome_count: integer('Outcomes of all kinds. The same in all rows of what paths are made of'),
    lift: decimal(
      'Share of the path before this outcome over its share before outcomes of all kinds: above 1, it is unusual elsewhere. Missing for all others. Not additive',
    ).orNull(),
  },
  tests: [
    holds('a path is no more common than its outcome', sql`path_count between 1 and outcome_count`),
    holds(
      'a path is no more common than before all outcomes',
      sql`all_path_count is null or path_count <= all_path_count`,
    ),
    returnsNone(
      'every outcome has one path of each kind',
      (self) => sql`
        with happened as (
          select outcome, count(*) as outcome_count
          from (${outcomes}) outcomes
          group by outcome
        )
        select
          outcome,
          path_of,
          happened.outcome_count,
          sum(path_count) as path_count
        from happened
        left join ${self} found using (outcome)
        group by outcome, path_of, happened.outcome_count
        having sum(path_count) is distinct from happened.outcome_count`,
    ),
  ],
  query: sql`
    with paths as materialized (${outcomePaths}),
    ways as (
      select
        outcome,
        path_of,
        path,
        step_count,
        row_number() over (
          partition by outcome, path_of
          order by
            count(*) desc,
            path collate "C"
        ) as place,
        sum(count(*)) over (partition by path_of, path) as all_path_count
      from paths
      group by outcome, path_of, path, step_count
    ),
    ranked as (
      select
        outcome,
        path_of,
        least(ways.place, ${shown} + 1) as path_rank,
        customer_key,
        count(*) as path_count
      from paths
      join ways using (outcome, path_of, path, step_count)
      group by outcome, path_of, path_rank, customer_key
    ),
    counted as (
      select
        outcome,
        path_of,
        path_rank,
        sum(path_count) as path_count,
        count(*) as customer_count,
        sum(sum(path_count)) over (partition by outcome, path_of) as outcome_count,
        sum(sum(path_count)) over (partition by path_of) as all_outcome_count
      from ranked
      group by outcome, path_of, path_rank
    )
    select
      outcome,
      path_of,
      path_rank::integer,
      coalesce(path, 'all other paths') as path,
      coalesce(step_count, 0)::integer as step_count,
      path_count::integer,
      customer_count::integer,
      outcome_count::integer,
      round(path_count / outcome_count, 6) as path_share,
      all_path_count::integer,
      all_outcome_count::integer,
      round(path_count * all_outcome_count / (all_path_count * outcome_count), 4) as lift
    from counted
    left join (select *, place as path_rank from ways where place <= ${shown}) common
      using (outcome, path_of, path_rank)`,
})
