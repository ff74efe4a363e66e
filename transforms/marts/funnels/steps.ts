import { type ColumnList, columns, type Sql, sql, unknownKey, value } from '#engine'
import { bdg_session_event } from '../../warehouse/bdg_session_event.ts'
import { fct_sessions } from '../../warehouse/fct_sessions.ts'
import { checkoutStep } from '../../warehouse/web/checkout-steps.ts'

export interface FunnelStep {
  readonly name: string
  /** True for an event that is this step; see `events` for its columns. */
  readonly when: Sql
}

/** An attempt ends with its visit, or so many days after the last event that is the first step. */
export type FunnelWindow = 'visit' | { readonly days: number }

/**
 * The events that steps are found in: `event_type` (page, screen, action), `event_name`, `page_path`, `product_id`, `place`,
 * `device_type` and `checkout_position`, which is 1 to 7 for the steps from a product to an order; with the attempt that
 * each can be a part of, and its place.
 */
export function events(within: FunnelWindow, first: Sql): Sql {
  if (within === 'visit') {
    return sql`
      select
        *,
        (${checkoutStep}) as checkout_position,
        session_key as attempt_key,
        event_number::bigint as event_place
      from ${bdg_session_event}
      where event_type <> 'identification'
        -- events that only a server reported are no visit
        and session_key in (select session_key from ${fct_sessions})`
  }
  return sql`
      with happened as (
        select
          event.*,
          (${checkoutStep}) as checkout_position,
          -- an unknown visitor counts as their browser
          case when visit.customer_key = ${unknownKey} then coalesce(event.visitor_key, event.session_key) else visit.customer_key end
            as subject_key
        from ${bdg_session_event} event
        join ${fct_sessions} visit using (session_key)
        where event_type <> 'identification'
      ),
      starting as (
        select
          *,
          (${first}) is true as is_first_step
        from happened
      ),
      timed as (
        select
          *,
          max(occurred_at) filter (where is_first_step) over so_far as last_first_at,
          max(occurred_at) filter (where is_first_step) over before as former_first_at,
          row_number() over (partition by subject_key order by occurred_at, event_key) as event_place
        from starting
        window
          so_far as (
            partition by subject_key order by occurred_at, event_key
            rows unbounded preceding
          ),
          before as (
            partition by subject_key order by occurred_at, event_key
            rows between unbounded preceding and 1 preceding
          )
      )
      select
        *,
        max(event_key) filter (
          where is_first_step
            and coalesce(occurred_at - former_first_at > ${value(within.days)} * interval '1 day', true)
        ) over (partition by subject_key, attempt_number) as attempt_key
      from (
        select
          *,
          count(*) filter (
            where is_first_step
              and coalesce(occurred_at - former_first_at > ${value(within.days)} * interval '1 day', true)
          ) over (partition by subject_key order by occurred_at, event_key) as attempt_number
        from timed
      ) numbered
      where occurred_at <= last_first_at + ${value(within.days)} * interval '1 day'`
}

/**
 * The attempts, with the places of the steps that each took, in a query with the events as `happened`: of each step the first
 * event at or after that of the step before, so a step that was not taken, and all after it, have no place. One event can be
 * several steps, so that a later one can imply a step that a website does not report. All windows are of one order, so that
 * Postgres sorts the events once; which steps an event is, is worked out once before. Renders the common table expressions
 * `judged`, `placed_1`, `placed_2` and so on, and `attempts`.
 */
export function stepsTaken(steps: readonly FunnelStep[]): Sql {
  const judged = steps.map(
    ({ when }, at) => sql`,
      (${when}) is true as ${isStep(at + 1)}`,
  )
  const isAny = steps.map((_, at) => sql`${at === 0 ? sql`` : sql` or `}${isStep(at + 1)}`)
  const placed = steps.map((_, at) => {
    const isAfter = at === 0 ? sql`true` : sql`event_place >= ${placeOf(at)}`
    return sql`
  ${columns(`placed_${at + 1}`)} as (
    select
      *,
      min(event_place) filter (where ${isAfter} and ${isStep(at + 1)}) over of_attempt as ${placeOf(at + 1)}
    from ${at === 0 ? columns('judged') : columns(`placed_${at}`)}
    ${
      at === 0
        ? sql`where ${oneAfterTheOther(isAny)}
    `
        : sql``
    }window of_attempt as (partition by attempt_key)
  ),`
  })
  const places = steps.map((_, at) => sql`${at === 0 ? sql`` : sql`, `}min(${placeOf(at + 1)})`)
  return sql`
  judged as materialized (
    select
      attempt_key,
      event_place,
      session_key,
      occurred_at${oneAfterTheOther(judged)}
    from happened
  ),${oneAfterTheOther(placed)}
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
