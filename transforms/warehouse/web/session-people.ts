import { sql, value } from '#engine'
import { company } from '#settings'
import { map_identity } from '../../identity/map_identity.ts'
import { bdg_session_event } from '../bdg_session_event.ts'
import { dim_customer } from '../dim_customer.ts'

/** Why a session belongs to a person, or to nobody. */
export const personEvidence = [
  'identified in the session',
  'identified before and after',
  'identified later',
  'identified earlier',
  'record of the visitor',
  'several people in the session',
  'several people around it',
  'identity disagrees',
  'outside the window',
  'nobody identified',
] as const

const window = sql`${value(company.visitorWindowDays ?? 30)} * interval '1 day'`

/**
 * The person of each session, in a query that has `sessions`. A session in which one person was identified is theirs. An
 * anonymous one is decided by the nearest sessions of its browser in which somebody was identified, the one before and the one
 * after, as far as they are within the window: it belongs to their person if they name one, and to nobody if they name two.
 * So a browser that two people use is divided between them, and what lies between them belongs to neither. Identity has the
 * last word: if it keeps the browser's own record apart from that person, by a steward's decision or a contradiction,
 * nothing is attached; if it joined that record with a person and nobody was ever identified, that person has the sessions.
 */
export const sessionPeople = sql`
  with identified as (
    select
      event.session_key,
      min(known.customer_key) as lowest_key,
      max(known.customer_key) as highest_key,
      min(event.record_key) as lowest_record,
      max(event.record_key) as highest_record,
      min(event.occurred_at) as first_at,
      max(event.occurred_at) as last_at
    from ${bdg_session_event} event
    join ${map_identity} known using (record_key)
    join ${dim_customer} person on person.customer_key = known.customer_key
    where event.is_identified and event.session_key is not null
    group by event.session_key
  ),
  ordered as (
    select
      sessions.session_key,
      sessions.device_key,
      sessions.visitor_key,
      sessions.started_at,
      sessions.ended_at,
      identified.lowest_key,
      identified.highest_key,
      identified.lowest_record,
      identified.highest_record,
      identified.first_at,
      identified.last_at,
      count(identified.session_key) over (
        partition by device_key
        order by started_at, session_key
      ) as place
    from sessions
    left join identified using (session_key)
  ),
  named as (
    select *
    from ordered
    where lowest_key is not null
  ),
  devices as (
    select
      device_key,
      min(lowest_record) = max(highest_record) as has_one_record
    from named
    group by device_key
  ),
  surrounded as (
    select
      ordered.*,
      earlier.session_key is not null as is_after,
      later.session_key is not null as is_before,
      least(earlier.lowest_key, later.lowest_key) as nearest_key,
      least(earlier.lowest_key, later.lowest_key) = greatest(earlier.highest_key, later.highest_key) as is_one_person,
      devices.device_key is not null as has_identified,
      coalesce(devices.has_one_record, false) as has_one_record,
      own.customer_key as own_key,
      person.customer_key as own_person_key
    from ordered
    left join named earlier
      on earlier.device_key = ordered.device_key
      and earlier.place = ordered.place
      and earlier.last_at >= ordered.started_at - ${window}
    left join named later
      on later.device_key = ordered.device_key
      and later.place = ordered.place + 1
      and later.first_at <= ordered.ended_at + ${window}
    left join devices on devices.device_key = ordered.device_key
    left join ${map_identity} own on own.record_key = ordered.visitor_key
    left join ${dim_customer} person on person.customer_key = own.customer_key
  ),
  judged as (
    select
      *,
      case
        when lowest_key = highest_key then 'identified in the session'
        when lowest_key is not null then 'several people in the session'
        when not has_identified and own_person_key is not null then 'record of the visitor'
        when not has_identified then 'nobody identified'
        when nearest_key is null then 'outside the window'
        when not is_one_person then 'several people around it'
        when own_person_key <> nearest_key then 'identity disagrees'
        when has_one_record and own_key <> nearest_key then 'identity disagrees'
        when is_after and is_before then 'identified before and after'
        when is_before then 'identified later'
        else 'identified earlier'
      end as person_evidence
    from surrounded
  )
  select
    session_key,
    person_evidence,
    case
      when person_evidence = 'identified in the session' then lowest_key
      when person_evidence = 'record of the visitor' then own_person_key
      when starts_with(person_evidence, 'identified') then nearest_key
    end as customer_key
  from judged`
