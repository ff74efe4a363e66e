import { type ColumnList, columns, type Sql, sql, unknownKey, value } from '#engine'
import { bdg_session_event } from '../../warehouse/bdg_session_event.ts'
import { fct_sessions } from '../../warehouse/fct_sessions.ts'

export interface FunnelStep {
  readonly name: string
  /** True for an event that is this step; see `events` for its columns. */
  readonly when: Sql
}

/** An attempt ends with its visit, or so many days after the last event that is the first step. */
export type FunnelWindow = 'visit' | { readonly days: number }

/**
 * The events that are a step, with the attempt that each can be a part of, its place, and which steps it is: `is_step_1`,
 * `is_step_2` and so on. A step is found by `event_type` (page, screen, action), `event_name`, `page_path`, `product_id`,
 * `place`, `device_type` and `checkout_position`, which is 1 to 7 for the steps from a product to an order.
 */
export function events(within: FunnelWindow, steps: readonly [FunnelStep, ...FunnelStep[]]): Sql {
  const judged = steps.map(
    ({ when }, at) => sql`,
        (${when}) is true as ${isStep(at + 1)}`,
  )
  const isAny = steps.map(({ when }, at) => sql`${at === 0 ? sql`` : sql` or `}(${when})`)
  if (within === 'visit') {
    return sql`
      select
        session_key,
        session_key as attempt_key,
        event_number::bigint as event_place,
        occurred_at${oneAfterTheOther(judged)}
      from (${eventsOfSubjects}) happened
      where ${oneAfterTheOther(isAny)}`
  }
  const begins = sql`is_step_1
          and coalesce(occurred_at - former_first_at > ${value(within.days)} * interval '1 day', true)`
  return sql`
      with judged as (
        select
          session_key,
          subject_key,
          event_key,
          occurred_at${oneAfterTheOther(judged)}
        from (${eventsOfSubjects}) happened
        where ${oneAfterTheOther(isAny)}
      ),
      timed as (
        select
          *,
          max(occurred_at) filter (where is_step_1) over so_far as last_first_at,
          max(occurred_at) filter (where is_step_1) over before as former_first_at,
          row_number() over (partition by subject_key order by occurred_at, event_key) as event_place
        from judged
        window
          so_far as (
            partition by subject_key order by occurred_at, event_key
            rows unbounded preceding
          ),
          before as (
            partition by subject_key order by occurred_at, event_key
            rows between unbounded preceding and 1 preceding
          )
      ),
      numbered as (
        select
          *,
          count(*) filter (where ${begins}) over (partition by subject_key order by occurred_at, event_key)
            as attempt_number
        from timed
      )
      select
        *,
        max(event_key) filter (where ${begins}) over (partition by subject_key, attempt_number) as attempt_key
      from numbered
      where occurred_at <= last_first_at + ${value(within.days)} * interval '1 day'`
}

/** How many attempts began, from the events that are the first step alone. */
export function attemptsBegun(within: FunnelWindow, first: Sql): Sql {
  if (within === 'visit') {
    return sql`
          select count(distinct session_key)
          from (${eventsOfSubjects}) happened
          where ${first}`
  }
  return sql`
          select count(*) filter (
            where coalesce(occurred_at - former_first_at > ${value(within.days)} * interval '1 day', true)
          )
          from (
            select
              occurred_at,
              lag(occurred_at) over (partition by subject_key order by occurred_at, event_key) as former_first_at
            from (${eventsOfSubjects}) happened
            where ${first}
          ) firsts`
}

/** Events that only a server reported are no visit. An unknown visitor counts as their browser. */
const eventsOfSubjects = sql`
        select
          event.*,
          event.step_position as checkout_position,
          case
            when visit.customer_key = ${unknownKey} then coalesce(event.visitor_key, event.session_key)
            else visit.customer_key
          end as subject_key
        from ${bdg_session_event} event
        join ${fct_sessions} visit using (session_key)
        where event_type <> 'identification'
      `

/**
 * The attempts, with the places of the steps that each took, in a query with the events as `happened`: of each step the first
 * event at or after that of the step before, so a step that was not taken, and all after it, have no place. One event can be
 * several steps, so that a later one can imply a step that a website does not report. All windows are of one order, so that
 * Postgres sorts the events once. Renders the common table expressions `placed_1`, `placed_2` and so on, and `attempts`.
 */
export function stepsTaken(steps: readonly FunnelStep[]): Sql {
  const placed = steps.map((_, at) => {
    const isAfter = at === 0 ? sql`true` : sql`event_place >= ${placeOf(at)}`
    return sql`
  ${columns(`placed_${at + 1}`)} as (
    select
      *,
      min(event_place) filter (where ${isAfter} and ${isStep(at + 1)}) over of_attempt as ${placeOf(at + 1)}
    from ${columns(at === 0 ? 'happened' : `placed_${at}`)}
    window of_attempt as (partition by attempt_key)
  ),`
  })
  const places = steps.map((_, at) => sql`${at === 0 ? sql`` : sql`, `}min(${placeOf(at + 1)})`)
  return sql`${oneAfterTheOther(placed)}
  attempts as (
    select
      attempt_key,
      max(session_key) filter (where event_place = ${placeOf(1)}) as session_key,
      max(occurred_at) filter (where event_place = ${placeOf(1)}) as started_at,
      array[${oneAfterTheOther(places)}] as places
    from ${columns(`placed_${steps.length}`)}
    where ${placeOf(1)} is not null
    group by attempt_key
  )`
}

function isStep(number: number): ColumnList {
  return columns(`is_step_${number}`)
}

function placeOf(number: number): ColumnList {
  return columns(`place_${number}`)
}

function oneAfterTheOther(fragments: readonly Sql[]): Sql {
  return fragments.reduce((all, fragment) => sql`${all}${fragment}`, sql``)
}
