import { every, sql } from '#engine'
import { order } from '../../canonical/order.ts'
import { shipment } from '../../canonical/shipment.ts'
import { plainOrderNumber } from '../orders/order-number.ts'

/**
 * What sources say about parcels, each with the key of its parcel, so that a parcel that the shop and the carrier's
 * software both report counts once. Two reports are of one parcel if they have
 *
 * - the order number and the tracking number in common, or
 * - the order number, if one of them has no tracking number, they are of two sources, and each is the other's nearest in
 *   time, within three days
 *
 * The key of a parcel is that of one of its reports, because a hash of a tracking number could be tested by anybody.
 * An order to ship is a report of a parcel, too, as long as nobody reports a parcel of it. Parents are looked up by their
 * key, since Postgres knows no statistics of a union and expects thousands of rows for each from a join.
 */
export const parcelReports = sql`
      with numbered as (
        select
          report.*,
          (
            select order_key
            from ${every(order)} placed
            where placed.order_key = report.parent_key
          ) as shop_order_key,
          ${plainOrderNumber(sql`
            coalesce(
              report.order_number,
              (
                select order_number
                from ${every(shipment)} parent
                where parent.shipment_key = report.parent_key
              )
            )`)} as plain_number,
          upper(regexp_replace(report.tracking_number, '\s', '', 'g')) as plain_tracking,
          report.shipment_type = 'return parcel' as is_return
        from ${every(shipment)} report
      ),
      keyed as (
        select
          *,
          case
            when plain_tracking is null then shipment_key
            else min(shipment_key) over (partition by is_return, plain_number, plain_tracking)
          end as tracked_key
        from numbered
        where shipment_type <> 'order'
      ),
      tracked as (
        select
          tracked_key,
          min(source) as source,
          min(source) = max(source) as is_one_sided,
          min(plain_number) as plain_number,
          bool_or(is_return) as is_return,
          bool_or(plain_tracking is not null) as is_tracked,
          min(coalesce(shipped_at, created_at)) as sent_at
        from keyed
        where status <> 'cancelled'
        group by tracked_key
      ),
      near as (
        select
          untracked.tracked_key,
          other.tracked_key as same_key,
          other.source as other_source,
          greatest(untracked.sent_at - other.sent_at, other.sent_at - untracked.sent_at) as gap
        from tracked untracked
        join tracked other using (plain_number, is_return)
        where untracked.is_one_sided
          and other.is_one_sided
          and not untracked.is_tracked
          and other.source <> untracked.source
          and (other.is_tracked or other.source < untracked.source)
      ),
      ranked as (
        select
          *,
          row_number() over (partition by tracked_key order by gap, same_key) as choice,
          row_number() over (partition by same_key order by gap, tracked_key) as other_choice
        from near
        where gap <= interval '3 days'
      )
      select
        keyed.*,
        coalesce(ranked.same_key, keyed.tracked_key) as parcel_key,
        ranked.same_key is not null as is_matched_by_time
      from keyed
      left join ranked on ranked.tracked_key = keyed.tracked_key and choice = 1 and other_choice = 1
      union all
      select
        numbered.*,
        shipment_key,
        shipment_key,
        false
      from numbered
      where shipment_type = 'order'
        and not exists (
          select
          from keyed
          where keyed.plain_number = numbered.plain_number
            and not keyed.is_return
            and keyed.status <> 'cancelled'
        )`
