import { every, sql } from '#engine'
import { profile } from '../../canonical/profile.ts'
import { residence } from '../../canonical/residence.ts'
import { map_identity } from '../../identity/map_identity.ts'

/**
 * What records, orders and parcels say about the names and homes of people. `stated_at` is when that is certain to have
 * held: the time of the first such order, or the last change of a record. `possible_from` is since when it may have held: a
 * record may have said it since it was created.
 */
export const statements = sql`
          select
            i.customer_key,
            said.*
          from (
            select
              record_key as statement_key,
              record_key,
              given_name,
              family_name,
              street,
              house_number,
              unit,
              city,
              region,
              postcode,
              country,
              coalesce(created_at, updated_at) as possible_from,
              coalesce(updated_at, created_at) as stated_at
            from ${every(profile)} recorded
            where coalesce(updated_at, created_at) is not null
            union all
            select
              residence_key,
              record_key,
              given_name,
              family_name,
              street,
              house_number,
              unit,
              city,
              region,
              postcode,
              country,
              first_seen_at,
              first_seen_at
            from ${every(residence)} seen
          ) said
          join ${map_identity} i using (record_key)`
