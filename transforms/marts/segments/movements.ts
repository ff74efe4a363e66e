import { type Literal, type Relation, type Sql, sql } from '#engine'

/**
 * What a publication appends to `ops.segment_movement`: who entered and who left each segment since the publication before.
 * A segment that could not be computed moves nobody, because nobody knows its members.
 */
export function appendMovements(segments: Relation, membership: Relation, runId: Literal): readonly Sql[] {
  return [
    sql`
      insert into ops.segment_movement (run_id, as_of_date, segment_name, customer_key, movement, because)
      with computed as (
        select
          segment_name,
          as_of_date
        from ${segments}
        where status = 'computed'
      ),
      entered as (
        select
          as_of_date,
          segment_name,
          customer_key,
          'entered' as movement,
          'rule' as because
        from ${membership} member
        join computed using (segment_name)
        where not exists (
          select
          from ops.segment_current former
          where former.segment_name = member.segment_name and former.customer_key = member.customer_key
        )
      ),
      gone as (
        select
          as_of_date,
          segment_name,
          customer_key,
          'left' as movement,
          case
            when exists (select from ops.identity_retired retired where retired.customer_key = former.customer_key)
              then 'merged'
            else 'rule'
          end as because
        from ops.segment_current former
        join computed using (segment_name)
        where not exists (
          select
          from ${membership} member
          where member.segment_name = former.segment_name and member.customer_key = former.customer_key
        )
      ),
      undeclared as (
        select
          declared.as_of_date,
          segment_name,
          customer_key,
          'left' as movement,
          'no longer declared' as because
        from ops.segment_current former
        cross join (select max(as_of_date) as as_of_date from ${segments} having count(*) > 0) declared
        where segment_name not in (select segment_name from ${segments})
      )
      select
        ${runId},
        moved.*
      from (
        select * from entered
        union all
        select * from gone
        union all
        select * from undeclared
      ) moved
      order by segment_name, customer_key`,
  ]
}
